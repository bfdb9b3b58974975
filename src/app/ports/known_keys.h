// The keys that open the doors: declared ones, those of sessions, which STS gave out, then IAM's.

#pragma once

#include "gate/credentials.h"
#include "services/iam/iam.h"
#include "services/sts/sts.h"

namespace lightwell::app {

class KnownKeys final : public gate::Credentials {
 public:
  // All must outlive this.
  KnownKeys(const gate::DeclaredKeys& declared, iam::IamService& iam, sts::StsService& sts)
      : declared_(declared), iam_(iam), sts_(sts) {}

  Task<Result<std::optional<gate::AccessKey>>> find(std::string_view access_key_id,
                                                    std::string_view session_token) const override;

 private:
  Task<Result<std::optional<gate::AccessKey>>> find_session(std::string_view access_key_id,
                                                            std::string_view session_token) const;

  const gate::DeclaredKeys& declared_;
  iam::IamService& iam_;
  sts::StsService& sts_;
};

}  // namespace lightwell::app
