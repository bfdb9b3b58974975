// GetCredentialReport tells the report that GenerateCredentialReport wrote, for four hours.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetCredentialReport.html

#include "services/iam/account_store.h"
#include "services/iam/credential_report_rules.h"
#include "services/iam/iam.h"

namespace lightwell::iam {

Task<Result<api::iam::GetCredentialReportResponse>> IamService::get_credential_report(
    const Call& call, api::iam::GetCredentialReportRequest& request) {
  (void)request;
  CO_TRY(auto report, co_await read([&](store::Reader& reader) { return find_report(reader, call.account); }));
  if (!report) co_return fail(errors::credential_report_not_present_exception);
  if (report->made_at + kReportLife <= call.now) co_return fail(errors::credential_report_expired_exception);
  api::iam::GetCredentialReportResponse response;
  response.content = std::move(report->content);
  response.report_format = api::iam::values::report_format_type::text_csv;
  response.generated_time = report->made_at;
  co_return response;
}

}  // namespace lightwell::iam
