// May this caller do this? Gathers what the decision needs, leaves it to src/policy, and remembers why.
//
// Who may what is decided here and nowhere else: before an operation is called, for whatever its row of the table
// demands; and again when a service asks for something itself while it answers.

#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "gate/decisions.h"
#include "gate/intents.h"
#include "gate/occasion.h"
#include "gate/policy_source.h"
#include "gate/resource_facts.h"
#include "policy/evaluate.h"
#include "run/task.h"

namespace lightwell::gate {

struct Ruling {
  bool is_allowed = false;
  bool is_explicit_deny = false;
  bool is_cross_account = false;
  bool is_anonymous = false;
  std::string principal = {};  // the caller's ARN
  std::string action = {};
  std::string resource = {};  // the real one
  std::string account = {};   // that owns it
  std::string message = {};   // why not, in AWS's words: "User: ... is not authorized to perform: ..."
  std::string reason = {};    // the end of it, from "because" or "with" on
  std::string place = {};     // for the log: the statement that decided, or that none does
  std::string encoded = {};   // EC2's encoded message
};

struct AuthorizerOptions {
  // Bind whoever asks, the roots and nobody too. One of them allows everything, for what the others do not deny.
  std::vector<policy::Attached> service_control = {};
  // S3's name for an account: CanonicalUser entries of bucket policies mean it. Nothing: they mean nobody.
  std::function<std::string(const std::string& account)> canonical_user = {};
  // What EC2 tells a denied caller for sts:DecodeAuthorizationMessage. Nothing: it tells nothing.
  std::function<std::string(const policy::Request&, const policy::Decision&)> encode_denial = {};
};

class Authorizer {
 public:
  // Both must outlive the authorizer.
  Authorizer(const PolicySource& policies, Decisions& decisions, AuthorizerOptions options = {});

  // Whom to ask about the resources of a service: "s3". Before the doors open.
  void add_facts(std::string service, const ResourceFacts& facts);

  // Errors: what the facts of the service answer the caller.
  Task<Result<Ruling>> decide(const Occasion& occasion, Intent intent) const;
  // On behalf of a call under way: of a service that asks for something itself.
  Task<Result<Ruling>> ask(const Call& call, Intent intent) const;

  Occasions& occasions() const { return occasions_; }
  Decisions& decisions() const { return decisions_; }

 private:
  Task<Result<ResourceFact>> fact_of(const Call& call, Intent& intent) const;
  Task<Result<std::shared_ptr<const policy::PolicySet>>> policies_of(const Principal& principal) const;
  bool is_controlled(std::string_view resource) const;
  Task<Result<void>> add_late_keys(const Call& call, const Intent& intent, const policy::PolicySet& policies,
                                   ResourceFact& fact) const;
  Ruling judge(const Occasion& occasion, const Principal& principal, const Intent& intent, const ResourceFact& fact,
               const policy::PolicySet& policies) const;
  void note(const Occasion& occasion, const Principal& principal, const Ruling& ruling, std::string reasons) const;

  const PolicySource& policies_;
  Decisions& decisions_;
  const AuthorizerOptions options_;
  std::map<std::string, const ResourceFacts*, std::less<>> facts_;
  mutable Occasions occasions_;
};

}  // namespace lightwell::gate
