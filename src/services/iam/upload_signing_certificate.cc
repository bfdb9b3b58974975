// UploadSigningCertificate keeps a user's X.509 signing certificate.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UploadSigningCertificate.html

#include "services/iam/caller.h"
#include "services/iam/certificate_rules.h"
#include "services/iam/certificate_store.h"
#include "services/iam/iam.h"
#include "services/iam/name_rules.h"

namespace lightwell::iam {
namespace {

constexpr size_t kIdLength = 32;

}  // namespace

Task<Result<api::iam::UploadSigningCertificateResponse>> IamService::upload_signing_certificate(
    const Call& call, api::iam::UploadSigningCertificateRequest& request) {
  CO_TRY(const std::string fingerprint, read_certificate(request.certificate_body, call.now));
  Certificate certificate{.id = unique_id("", ids_, kIdLength),
                          .account = call.account,
                          .fingerprint = fingerprint,
                          .body = request.certificate_body,
                          .uploaded_at = call.now};
  CO_TRY(const Subject subject, co_await write([&](store::Transaction& transaction) -> Result<Subject> {
           TRY(Subject found, subject_of(transaction, call, request.user_name));
           certificate.user_id = found.user_id();
           TRY(const auto others, certificates_of(transaction, call.account, certificate.user_id));
           for (const Certificate& other : others) {
             if (other.fingerprint == fingerprint) {
               return fail(errors::duplicate_certificate_exception, "The certificate already exists.");
             }
           }
           if (others.size() >= options_.certificates_of_user_max) {
             return fail(over_quota("CertificatesPerUser", options_.certificates_of_user_max));
           }
           REQUIRE_OK(insert_certificate(transaction, certificate));
           return found;
         }));
  api::iam::UploadSigningCertificateResponse response;
  auto& out = response.certificate.emplace();
  if (subject.user) out.user_name = subject.user->name;
  out.certificate_id = certificate.id;
  out.certificate_body = certificate.body;
  out.status = api::iam::values::status_type::active;
  out.upload_date = certificate.uploaded_at;
  co_return response;
}

}  // namespace lightwell::iam
