// What only the service that holds a resource knows of it, and authorization has to.

#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/call.h"
#include "base/result.h"
#include "run/task.h"

namespace lightwell::policy {
struct Attached;
}

namespace lightwell::gate {

using ContextKeys = std::vector<std::pair<std::string, std::string>>;  // a name may stand several times

struct ResourceFact {
  std::string arn;           // the real one: an IAM user's with its path
  std::string account = {};  // that owns it; empty: the caller's
  // Policies of the resource itself; null: it has none. They grant to other accounts, and within one by themselves.
  std::shared_ptr<const std::vector<policy::Attached>> policies = {};
  std::vector<SessionTag> tags = {};  // aws:ResourceTag/KEY, and SERVICE:ResourceTag/KEY where AWS has that too
  ContextKeys keys = {};              // further ones
};

// One a service whose resources have policies, tags, or names that the input does not hold whole.
class ResourceFacts {
 public:
  virtual ~ResourceFacts() = default;
  // `arn`: the table's template filled from the input; a member that the input lacks is "" in it. Asked before the
  // policies are; called often, so cheap. A resource that does not exist is answered as it came. An error is answered
  // to the caller instead of the decision: only where AWS tells anybody, as S3 does NoSuchBucket.
  virtual Task<Result<ResourceFact>> find(const Call& call, std::string_view action, std::string arn) const = 0;

  // How keys begin whose values cost a look at the store, in lower case: "s3:existingobjecttag/". Empty: none do.
  virtual std::string_view late_key() const { return {}; }
  // These keys of a resource. Asked after find(), and only where a policy that counts names one.
  virtual Task<Result<ContextKeys>> late_keys(const Call&, std::string_view, std::string) const {
    co_return ContextKeys{};
  }
};

}  // namespace lightwell::gate
