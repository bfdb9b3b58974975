// Tells IAM when its keys and roles were used.

#pragma once

#include "gate/key_uses.h"
#include "services/iam/iam.h"

namespace lightwell::app {

class IamKeyUses final : public gate::KeyUses {
 public:
  explicit IamKeyUses(iam::IamService& iam) : iam_(iam) {}
  void note(const gate::AccessKey& key, std::string_view service, std::string_view region, Timestamp now) override;

 private:
  iam::IamService& iam_;
};

}  // namespace lightwell::app
