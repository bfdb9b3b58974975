// What may be wrong with a document, in the words AWS uses for its kind, and which flaw AWS names when there are many.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "policy/document.h"

namespace lightwell::policy {

enum class Problem : uint8_t {
  not_json,
  wrong_type,        // an element is no text, list or object where it must be one
  unknown_field,     // detail: the field
  missing_field,     // detail: the field
  prohibited_field,  // detail: the field
  empty_statement,
  bad_version,
  bad_effect,    // detail: the effect
  bad_operator,  // detail: the operator
  bad_address,
  old_version,
  effect_case,  // Allow or Deny in other letters
  bad_date,
  cut_resource,  // an ARN that lost a part
  sid_double,
  sid_letters,
  no_actions,
  bad_resource,  // detail: AWS's sentence
  bad_action,    // detail: AWS's sentence
  no_resources,
  no_principals,
  bad_principal,   // detail: "AWS":"…"
  foreign_action,  // a trust policy with an action that is not of STS
};

// Keeps the flaw AWS would name: IAM looks at a document in rounds (syntax, version, legacy, actions, resources…), the
// others name the first.
class Flaws {
 public:
  explicit Flaws(Kind kind) : kind_(kind) {}

  void note(Problem problem, Position position, std::string_view detail = {});
  const std::optional<Flaw>& worst() const { return worst_; }

 private:
  Kind kind_;
  std::optional<Flaw> worst_;
  int round_ = 0;
};

bool is_iam(Kind kind);  // identity, managed, session, service control: no principal, IAM's words

// AWS's sentence, or nothing for a well-formed entry of Resource or Action in a policy of IAM.
std::optional<std::string> resource_flaw(std::string_view resource);
std::optional<std::string> action_flaw(std::string_view action);
// An ARN whose parts are missing in the middle: IAM has no words for it.
bool is_cut_resource(std::string_view resource);

}  // namespace lightwell::policy
