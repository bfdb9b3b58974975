// UpdateSigningCertificate makes a certificate inactive, or active again.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateSigningCertificate.html

#include "services/iam/caller.h"
#include "services/iam/certificate_store.h"
#include "services/iam/iam.h"

namespace lightwell::iam {

Task<Result<api::iam::UpdateSigningCertificateOutput>> IamService::update_signing_certificate(
    const Call& call, api::iam::UpdateSigningCertificateRequest& request) {
  if (request.status == api::iam::values::status_type::expired) {
    co_return fail(errors::invalid_input_exception, "The status of a signing certificate can be Active or Inactive.");
  }
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const Subject subject, subject_of(transaction, call, request.user_name));
    TRY(const Certificate one,
        require_certificate(transaction, call.account, subject.user_id(), request.certificate_id));
    return set_certificate_active(transaction, one.id, request.status == api::iam::values::status_type::active);
  }));
  co_return api::iam::UpdateSigningCertificateOutput{};
}

}  // namespace lightwell::iam
