// ListSigningCertificates lists the signing certificates of a user, or the caller's own.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListSigningCertificates.html

#include "base/text.h"
#include "services/iam/caller.h"
#include "services/iam/certificate_store.h"
#include "services/iam/iam.h"
#include "services/iam/listing_rules.h"

namespace lightwell::iam {

Task<Result<api::iam::ListSigningCertificatesResponse>> IamService::list_signing_certificates(
    const Call& call, api::iam::ListSigningCertificatesRequest& request) {
  CO_TRY(const Paging page, paging("certificates of " + call.account + "/" + to_lower(request.user_name.value_or("")),
                                   request.marker, request.max_items));
  Subject subject;
  CO_TRY(auto all, co_await read([&](store::Reader& reader) -> Result<std::vector<Certificate>> {
           TRY(subject, subject_of(reader, call, request.user_name));
           return certificates_of(reader, call.account, subject.user_id());
         }));
  std::ranges::sort(all, {}, &Certificate::id);
  std::erase_if(all, [&](const Certificate& one) { return one.id <= page.after; });
  api::iam::ListSigningCertificatesResponse response;
  cut_page(all, page, response, [](const Certificate& one) { return one.id; });
  response.certificates.emplace();
  for (const Certificate& certificate : all) {
    auto& one = response.certificates->emplace_back();
    if (subject.user) one.user_name = subject.user->name;
    one.certificate_id = certificate.id;
    one.certificate_body = certificate.body;
    one.status =
        certificate.is_active ? api::iam::values::status_type::active : api::iam::values::status_type::inactive;
    one.upload_date = certificate.uploaded_at;
  }
  co_return response;
}

}  // namespace lightwell::iam
