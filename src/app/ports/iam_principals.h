// Whom bucket policies name, as S3 asks IAM.

#pragma once

#include "services/iam/principal_names.h"
#include "services/s3/principals.h"

namespace lightwell::app {

class IamPrincipals final : public s3::Principals {
 public:
  // IAM's database, which must outlive this.
  explicit IamPrincipals(store::Database& database) : names_(database) {}

  Task<Result<Names>> ids_of(std::vector<std::string> names) override {
    co_return co_await names_.ids_of(std::move(names));
  }
  Task<Result<Names>> arns_of(std::vector<std::string> ids) override {
    co_return co_await names_.arns_of(std::move(ids));
  }

 private:
  iam::PrincipalNames names_;
};

}  // namespace lightwell::app
