// A policy document, read strictly and compiled once: what the evaluation walks.
//
// Whatever AWS refuses with MalformedPolicyDocument is refused here, in its words. A Document never changes after
// parse(), so many threads may share one.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html

#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "policy/action_index.h"
#include "policy/condition.h"
#include "policy/json.h"
#include "policy/pattern.h"
#include "policy/principal.h"

namespace lightwell::policy {

inline constexpr size_t kDocumentBytesMax = 131'072;  // the longest policyDocumentType of AWS's models

// How a document is used, which says what its statements must and must not hold.
enum class Kind : uint8_t {
  identity,         // inline of a user, group or role: no Principal
  managed,          // as identity, and of version 2012-10-17; boundaries are managed policies too
  session,          // as identity
  service_control,  // as identity
  resource,         // of a bucket, queue, topic, key, function: Principal required
  trust,            // of a role: Principal required, no Resource, actions of STS
};

struct Flaw {
  std::string message;  // AWS's text of MalformedPolicyDocument
  Position position;    // of what is wrong
};

enum class Effect : uint8_t { allow, deny };

struct Statement {
  std::string sid = {};  // empty: none
  Effect effect = Effect::deny;
  Position start = {};     // of its '{'
  Position end = {};       // of its '}'
  size_t number = 1;       // which of the document's, counted from 1
  bool is_listed = false;  // in an array; false for a lone object

  bool is_not_action = false;
  std::vector<ActionPattern> actions = {};
  ActionIndex action_index = {};  // of the same actions
  bool is_not_resource = false;
  std::vector<Pattern> resources = {};  // empty in a trust policy, which means the role
  bool is_not_principal = false;
  std::vector<PrincipalPattern> principals = {};  // empty where none is written
  std::vector<Condition> conditions = {};
};

class Document {
 public:
  Document(std::string version, std::string id, std::vector<Statement> statements, size_t characters)
      : version_(std::move(version)), id_(std::move(id)), statements_(std::move(statements)), characters_(characters) {}

  const std::string& version() const { return version_; }
  const std::string& id() const { return id_; }
  const std::vector<Statement>& statements() const { return statements_; }
  // The length AWS's quotas count: characters without white space.
  size_t characters() const { return characters_; }

  // Every condition key and variable the document names, as it spells them, each once: GetContextKeysForCustomPolicy.
  std::vector<std::string> context_keys() const;

 private:
  std::string version_;
  std::string id_;
  std::vector<Statement> statements_;
  size_t characters_;
};

std::expected<std::shared_ptr<const Document>, Flaw> parse(std::string_view json, Kind kind);

}  // namespace lightwell::policy
