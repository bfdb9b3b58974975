// STS, embedded: temporary credentials that expire, and who one is. One operation lives in one file of its name.
//
// Nothing is stored for a session: its token holds everything (session_token.h). Roles, users, devices and identity
// providers are IAM's; they are read through ports.h.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/sts/handlers.h"
#include "base/ids.h"
#include "base/seal.h"
#include "services/sts/errors.h"
#include "services/sts/issuers.h"
#include "services/sts/ports.h"
#include "services/sts/sealing_keys.h"
#include "services/sts/session_token.h"
#include "services/sts/web_identity_rules.h"
#include "store/sql/database.h"

namespace lightwell::sts {

struct Options {
  // AWS lets no root assume a role. With --testing whoever comes is a root, and may whatever a trust policy says.
  bool may_root_assume_roles = false;
};

class StsService final : public api::sts::Sts {
 public:
  // Everything given must outlive the service and its last task. `seal`: for secrets at rest.
  StsService(store::Database& database, const Seal& seal, Identities& identities, Judge& judge, Fetcher& fetcher,
             Ids& ids, Options options = {});

  // Brings the tables up to date and reads the keys. Blocks; before anything else.
  Result<void> open(Timestamp now) { return keys_.open(now); }
  // Changes the keys when it is time. To be called from time to time.
  Task<Result<void>> sweep(Timestamp now) { return keys_.rotate(now); }
  // Ends every session. For --testing alone.
  Task<Result<void>> reset(Timestamp now) { return keys_.replace(now); }

  // What temporary credentials stand for. Nothing for a token we did not make, one made for another key, and one whose
  // user, role or key has gone since.
  Task<Result<std::optional<Grant>>> find(std::string access_key_id, std::string session_token);

  // Credentials of a role for a service of AWS's that works in its name (ec2.amazonaws.com), if the trust policy lets
  // it. Errors: AccessDenied, which also stands for a role that is not there.
  struct ServiceSession {
    std::string account;
    std::string role;
    std::string service;
    std::string name;
    seconds duration;
  };
  Task<Result<api::sts::Credentials>> assume_for_service(ServiceSession wanted, Timestamp now);

  // What a denied EC2 call carries; DecodeAuthorizationMessage opens it.
  std::string encode_message(std::string_view account, std::string_view message) const;

#define OPERATION(method, Input, Output) \
  Task<Result<api::sts::Output>> method(const Call& call, api::sts::Input& request) override
  OPERATION(assume_role, AssumeRoleRequest, AssumeRoleResponse);
  OPERATION(assume_role_with_web_identity, AssumeRoleWithWebIdentityRequest, AssumeRoleWithWebIdentityResponse);
  OPERATION(decode_authorization_message, DecodeAuthorizationMessageRequest, DecodeAuthorizationMessageResponse);
  OPERATION(get_access_key_info, GetAccessKeyInfoRequest, GetAccessKeyInfoResponse);
  OPERATION(get_caller_identity, GetCallerIdentityRequest, GetCallerIdentityResponse);
  OPERATION(get_federation_token, GetFederationTokenRequest, GetFederationTokenResponse);
  OPERATION(get_session_token, GetSessionTokenRequest, GetSessionTokenResponse);
#undef OPERATION

 private:
  // What a role's session is to be.
  struct RoleSession {
    Role role;
    Session session;  // without its times
    seconds duration;
  };
  struct Issued {
    api::sts::Credentials credentials;
    int32_t token_size = 0;
    int32_t token_percent = 0;
  };
  // Credentials for a principal whose session has no times yet.
  Issued issue(Principal principal, Session session, Origin origin, seconds duration, Timestamp now,
               std::optional<int32_t> token_min = {});
  Issued issue(RoleSession wanted, Timestamp now, std::optional<int32_t> token_min = {});

  // Whoever comes, with --testing.
  bool is_administrator(const Call& call) const;
  // Errors: AccessDenied.
  Task<Result<Role>> find_role(const Call& call, const std::string& arn);
  // Errors: AccessDenied, where the code is not that of the caller's device. True: a code was given, and is right.
  Task<Result<bool>> check_code(const Call& call, const std::optional<std::string>& serial,
                                const std::optional<std::string>& code);
  // What limits a session, read and measured. Errors: MalformedPolicyDocument, ValidationError.
  Task<Result<void>> add_policies(Session& session, const std::string& account,
                                  const std::optional<std::string>& policy, std::vector<std::string> arns);
  // The trust policy and the caller's policies allow the session: `action`, and sts:TagSession and
  // sts:SetSourceIdentity where it has tags or a source identity. `keys`: of conditions. Errors: AccessDenied.
  using Keys = std::vector<std::pair<std::string, std::string>>;
  Task<Result<void>> demand(const Call& call, std::string action, const Role& role, const Session& session, Keys keys,
                            bool passes_tags);
  // Who a token speaks for, once its signature, its times and its audience are right. Errors: InvalidIdentityToken,
  // ExpiredTokenException, IDPCommunicationError.
  Task<Result<WebIdentity>> believe(const Jwt& token, const std::string& account, Timestamp now);

  SealingKeys keys_;
  Identities& identities_;
  Judge& judge_;
  Issuers issuers_;
  Ids& ids_;
  const Options options_;
};

// "arn:… is not authorized to perform: ACTION on resource: ARN", as AWS says it where no policy is to be told of.
Error not_authorized(const Call& call, std::string_view action, std::string_view resource);

}  // namespace lightwell::sts
