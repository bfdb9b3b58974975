// What STS asks of the world, answered by IAM, the gate and the network.

#pragma once

#include <functional>
#include <string>

#include "gate/authorizer.h"
#include "gate/credentials.h"
#include "http/client.h"
#include "run/timer.h"
#include "services/iam/iam.h"
#include "services/sts/ports.h"
#include "services/sts/sts.h"

namespace lightwell::app {

class StsIdentities final : public sts::Identities {
 public:
  // Both must outlive it. `declared`: the keys of the configuration.
  StsIdentities(iam::IamService& iam, const gate::DeclaredKeys& declared) : iam_(iam), declared_(declared) {}

  Task<Result<std::optional<sts::Role>>> role(const std::string& account, const std::string& name) override;
  Task<Result<std::optional<sts::OpenIdProvider>>> provider(const std::string& account,
                                                            const std::string& host) override;
  Task<Result<bool>> exists(const std::string& account, const sts::Origin& origin) override;
  Task<Result<bool>> has_policy(const std::string& account, const std::string& arn) override;
  Task<Result<std::optional<std::string>>> account_of_key(const std::string& access_key_id) override;
  Task<Result<bool>> is_code_right(const Principal& principal, const std::string& serial, const std::string& code,
                                   Timestamp now) override;

 private:
  iam::IamService& iam_;
  const gate::DeclaredKeys& declared_;
};

// A role's trust policy, judged with the caller's own policies by the gate's authorizer, which remembers why.
class RoleJudge final : public sts::Judge {
 public:
  // `is_enforced`: else every caller that an account vouches for may assume every role.
  RoleJudge(const gate::Authorizer& authorizer, bool is_enforced)
      : authorizer_(authorizer), is_enforced_(is_enforced) {}
  Task<Result<sts::Ruling>> judge(const Call& call, sts::Wish wish) override;

 private:
  const gate::Authorizer& authorizer_;
  const bool is_enforced_;
};

// Documents of identity providers: at most 256 KiB, within five seconds, certificates checked, by thumbprints where no
// authority vouches for them.
class IssuerFetcher final : public sts::Fetcher {
 public:
  // Both must outlive it and its last task.
  IssuerFetcher(http::Client& client, Timer& timer) : client_(client), timer_(timer) {}
  Task<Result<std::string>> get(const std::string& url, const std::vector<std::string>& thumbprints) override;

 private:
  http::Client& client_;
  Timer& timer_;
};

// EC2's encoded authorization message, before it is sealed.
// https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html
std::string denial_document(const policy::Request& request, const policy::Decision& decision);

}  // namespace lightwell::app
