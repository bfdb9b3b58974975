// The keys that open the doors: declared ones, then IAM's.

#pragma once

#include "gate/credentials.h"
#include "services/iam/iam.h"

namespace lightwell::app {

class KnownKeys final : public gate::Credentials {
 public:
  // Both must outlive this.
  KnownKeys(const gate::DeclaredKeys& declared, iam::IamService& iam) : declared_(declared), iam_(iam) {}

  Task<Result<std::optional<gate::AccessKey>>> find(std::string_view access_key_id,
                                                    std::string_view session_token) const override;

 private:
  const gate::DeclaredKeys& declared_;
  iam::IamService& iam_;
};

}  // namespace lightwell::app
