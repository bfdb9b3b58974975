// What policies apply to whom, compiled and kept in memory: what a door asks for at every request.
//
// A change drops what is kept of its account, after its commit and before its answer; so whoever was told of a change
// is judged by it.

#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "base/call.h"
#include "policy/evaluate.h"
#include "run/task.h"
#include "store/sql/database.h"

namespace lightwell::iam {

class Permissions {
 public:
  // `kept_max`: principals and sessions in memory; one more, and all are dropped.
  Permissions(store::Database& database, size_t kept_max) : database_(database), kept_max_(kept_max) {}

  // All that is attached to a principal, and what limits its session. Empty for one that is gone.
  Task<Result<std::shared_ptr<const policy::PolicySet>>> find(const Principal& principal);
  // Whether there is a user or role of this unique id.
  Task<Result<bool>> exists(std::string account, std::string id);

  void forget(const std::string& account);
  void forget_all();

 private:
  using PolicySet = std::shared_ptr<const policy::PolicySet>;
  struct Holder {  // a user or role
    bool exists = false;
    PolicySet policies;
  };
  struct LimitedSession {
    std::shared_ptr<const Session> session;
    PolicySet policies;
  };
  struct Account {
    std::map<std::string, Holder, std::less<>> holders;           // by unique id, or by ARN
    std::map<std::string, LimitedSession, std::less<>> sessions;  // by access key id
  };

  Task<Result<Holder>> holder(std::string account, std::string id_or_arn);
  Task<Result<PolicySet>> limited(const Principal& principal, PolicySet policies, uint64_t before);
  PolicySet kept_session(const Principal& principal);
  // Calls `keep` on the account unless something changed since `changes`. It answers whether there is one more now.
  template <class Keep>
  void keep(const std::string& account, uint64_t changes, Keep keep);
  uint64_t changes();

  store::Database& database_;
  const size_t kept_max_;
  std::mutex mutex_;
  std::map<std::string, Account, std::less<>> accounts_;
  size_t kept_ = 0;
  uint64_t changes_ = 0;
};

}  // namespace lightwell::iam
