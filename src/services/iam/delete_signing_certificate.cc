// DeleteSigningCertificate removes a signing certificate.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteSigningCertificate.html

#include "services/iam/caller.h"
#include "services/iam/certificate_store.h"
#include "services/iam/iam.h"

namespace lightwell::iam {

Task<Result<api::iam::DeleteSigningCertificateOutput>> IamService::delete_signing_certificate(
    const Call& call, api::iam::DeleteSigningCertificateRequest& request) {
  CO_CHECK(co_await write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const Subject subject, subject_of(transaction, call, request.user_name));
    TRY(const Certificate one,
        require_certificate(transaction, call.account, subject.user_id(), request.certificate_id));
    return iam::delete_certificate(transaction, one.id);
  }));
  co_return api::iam::DeleteSigningCertificateOutput{};
}

}  // namespace lightwell::iam
