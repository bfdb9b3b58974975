// May this principal do this? AWS's evaluation logic over compiled documents: pure, no I/O, no clock.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html

#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/call.h"
#include "policy/context.h"
#include "policy/document.h"

namespace lightwell::policy {

enum class SourceType : uint8_t {
  user_managed,  // a customer's managed policy
  aws_managed,
  user_inline,
  group_inline,
  role_inline,
  resource,
  trust,
  boundary,
  session,
  service_control,
};

// A document and where it is attached.
struct Attached {
  std::shared_ptr<const Document> document;
  std::string name;  // of the policy; of the bucket, queue, … for a resource's
  std::string arn = {};
  SourceType type = SourceType::user_managed;
  std::string holder = {};  // the user, group or role it is attached to
};

// What applies to a principal.
struct PolicySet {
  std::vector<Attached> identity = {};
  std::optional<Attached> boundary = {};
  std::vector<Attached> session = {};  // they meet as one union
  // The session is limited to what `session` allows: session policies were passed, or it is a GetFederationToken's,
  // which may nothing without them.
  bool has_session = false;
  std::vector<Attached> service_control = {};  // not empty: one of them must allow
  std::vector<SessionTag> tags = {};           // of the user or role: aws:PrincipalTag/KEY
};

// What the policy of a resource means for its own account.
enum class ResourceRule : uint8_t {
  enough,  // it or an identity policy must allow: buckets, queues, topics, functions
  // It must allow, alone or by delegating to the account: a key's policy, and a role's trust policy in any case.
  required,
};

// The views must outlive the call of evaluate() and of the functions of denial.h.
struct Request {
  const Principal& principal;
  std::string_view action;            // s3:PutObject
  std::string_view resource;          // an ARN, or "*"
  std::string_view resource_account;  // empty: the principal's own
  const Context& context;
  ResourceRule resource_rule = ResourceRule::enough;
  std::string_view canonical_user = {};  // S3's name for the principal's account, for CanonicalUser entries
};

enum class Verdict : uint8_t { allowed, explicit_deny, implicit_deny };

enum class Layer : uint8_t { identity, resource, boundary, session, service_control, root };
inline constexpr size_t kLayerCount = 6;

// A statement of a policy. The pointers live as long as the policies given to evaluate().
struct Match {
  const Attached* source;
  const Statement* statement;
  Layer layer;
};

// What one layer says by itself; nothing: it was not asked, or does not exist for this principal.
using LayerVerdicts = std::array<std::optional<Verdict>, kLayerCount>;

struct Decision {
  Verdict verdict = Verdict::implicit_deny;
  // allowed: who granted. explicit_deny: where the deny stands. implicit_deny: who should have allowed and did not.
  Layer layer = Layer::identity;
  bool is_cross_account = false;
  LayerVerdicts layers = {};
  // Every statement whose action, resource, principal and conditions fit: denies first, then in the order given.
  std::vector<Match> matches = {};
  // Keys that conditions of fitting statements asked for and the context lacks, as the policies spell them, each once.
  std::vector<std::string_view> missing_keys = {};
  // Statements that allow, but for a condition: the near misses of `why`.
  std::vector<Match> unmet = {};

  bool is_allowed() const { return verdict == Verdict::allowed; }
};

// `resource_policies`: null where the resource has none. Principals that no account vouches for (anonymous, services,
// web identities) are judged by the resource's policies alone. A root may everything but what a resource policy or a
// service control policy denies.
Decision evaluate(const Request& request, const PolicySet& policies,
                  const std::vector<Attached>* resource_policies = nullptr);

}  // namespace lightwell::policy
