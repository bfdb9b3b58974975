// What STS asks of the world around it: who there is, what policies say, what an identity provider publishes. The
// application fills these in.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/call.h"
#include "base/result.h"
#include "run/task.h"

namespace lightwell::sts {

struct Role {
  std::string account;
  std::string name;
  std::string arn;  // arn:aws:iam::ACCOUNT:role/PATH/NAME
  std::string id;   // AROA…
  std::string trust_policy;
  int64_t max_session_seconds = 3600;
  std::vector<SessionTag> tags = {};
};

struct OpenIdProvider {
  std::string arn;   // arn:aws:iam::ACCOUNT:oidc-provider/HOST/PATH
  std::string host;  // HOST/PATH: the issuer without its scheme
  std::vector<std::string> client_ids = {};
  std::vector<std::string> thumbprints = {};  // SHA-1, in hex
};

// Whom temporary credentials came from.
struct Origin {
  std::string id = {};             // AROA… of the role, AIDA… of the user; empty: the root of an account
  std::string access_key_id = {};  // the long-term key that asked for them; empty: a role's
};

class Identities {
 public:
  virtual ~Identities() = default;
  virtual Task<Result<std::optional<Role>>> role(const std::string& account, const std::string& name) = 0;
  // `host`: an issuer without its scheme.
  virtual Task<Result<std::optional<OpenIdProvider>>> provider(const std::string& account, const std::string& host) = 0;
  // Whether there still is whoever the credentials came from. Asked for every request with temporary credentials.
  virtual Task<Result<bool>> exists(const std::string& account, const Origin& origin) = 0;
  // Whether the account may use the managed policy.
  virtual Task<Result<bool>> has_policy(const std::string& account, const std::string& arn) = 0;
  virtual Task<Result<std::optional<std::string>>> account_of_key(const std::string& access_key_id) = 0;
  // Whether the device is the caller's and shows this code now. A code counts once.
  virtual Task<Result<bool>> is_code_right(const Principal& principal, const std::string& serial,
                                           const std::string& code, Timestamp now) = 0;
};

// Something a caller wants to do with a role.
struct Wish {
  std::string action;  // sts:AssumeRole
  Role role;
  // Condition keys besides those every request has; a name may stand several times.
  std::vector<std::pair<std::string, std::string>> keys = {};
};

struct Ruling {
  bool is_allowed = false;
  std::string message = {};  // why not: "User: ... is not authorized to perform: ..."
};

class Judge {
 public:
  virtual ~Judge() = default;
  // What the role's trust policy and the caller's own policies say together: the trust policy must allow, by naming the
  // caller or by leaving it to the caller's account. A web identity (its session names the provider) has no other.
  virtual Task<Result<Ruling>> judge(const Call& call, Wish wish) = 0;
};

// Reads a document of an identity provider: https, or http of this machine. Bounded in size and time; follows no
// redirection. `thumbprints` vouch for the last certificate of a chain that no authority does. Errors: any, whose words
// are for the log; InvalidIdentityToken for a certificate that nobody vouches for.
class Fetcher {
 public:
  virtual ~Fetcher() = default;
  virtual Task<Result<std::string>> get(const std::string& url, const std::vector<std::string>& thumbprints) = 0;
};

}  // namespace lightwell::sts
