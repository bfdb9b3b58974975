// GenerateCredentialReport writes down every user's credentials, at most once in four hours.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GenerateCredentialReport.html

#include "services/iam/account_store.h"
#include "services/iam/certificate_store.h"
#include "services/iam/credential_report_rules.h"
#include "services/iam/iam.h"
#include "services/iam/key_store.h"
#include "services/iam/login_profile_store.h"
#include "services/iam/mfa_store.h"
#include "services/iam/user_store.h"

namespace lightwell::iam {
namespace {

constexpr size_t kUsersAtOnce = 500;

Result<void> add_credentials(store::Reader& reader, const LastUses& uses, const std::string& account,
                             const std::optional<std::string>& user_id, ReportedUser& reported) {
  TRY(const auto devices, devices_of(reader, account, user_id));
  reported.is_mfa_active = !devices.empty();
  TRY(const auto keys, keys_of(reader, account, user_id));
  for (const AccessKey& key : keys) {
    ReportedKey& out = reported.keys.emplace_back(ReportedKey{key.is_active, key.changed_at});
    TRY(const auto use, last_use(reader, uses, key.id));
    if (!use) continue;
    out.used_at = use->at;
    out.region = use->region;
    out.service = use->service;
  }
  TRY(const auto certificates, certificates_of(reader, account, user_id));
  for (const Certificate& one : certificates) reported.certificates.push_back({one.is_active, one.uploaded_at});
  return {};
}

Result<std::string> line_of(store::Reader& reader, const LastUses& uses, const std::optional<PasswordPolicy>& policy,
                            const User& user) {
  ReportedUser reported{.name = user.name, .arn = user.arn(), .created_at = user.created_at};
  TRY(const auto profile, find_login_profile(reader, user.id));
  if (profile) {
    reported.password = {user.password_last_used_at, profile->changed_at, expires_at(policy, profile->changed_at)};
  }
  REQUIRE_OK(add_credentials(reader, uses, user.account, user.id, reported));
  return report_line(reported);
}

// `has_declared_key`: root's key that the configuration or the credentials file has, and no row.
Result<std::string> write_report(store::Transaction& transaction, const LastUses& uses, const Call& call,
                                 bool has_declared_key) {
  TRY(const Timestamp created, account_created(transaction, call.account, call.now));
  TRY(const auto policy, find_password_policy(transaction, call.account));
  ReportedUser root{.name = "<root_account>",
                    .arn = "arn:aws:iam::" + call.account + ":root",
                    .created_at = created,
                    .is_root = true};
  if (has_declared_key) root.keys.push_back({.is_active = true, .changed_at = created});
  REQUIRE_OK(add_credentials(transaction, uses, call.account, std::nullopt, root));
  std::string report = report_header() + report_line(root);
  Paging page{.max = kUsersAtOnce};
  for (;;) {
    TRY(const auto users, list_users(transaction, call.account, "/", page));
    for (size_t i = 0; i < std::min(users.size(), page.max); ++i) {
      TRY(const std::string line, line_of(transaction, uses, policy, users[i]));
      report += line;
    }
    if (users.size() <= page.max) return report;
    page.after = user_page_key(users[page.max - 1]);
  }
}

}  // namespace

Task<Result<api::iam::GenerateCredentialReportResponse>> IamService::generate_credential_report(
    const Call& call, api::iam::GenerateCredentialReportRequest& request) {
  (void)request;
  CO_TRY(const bool is_new, co_await write([&](store::Transaction& transaction) -> Result<bool> {
           TRY(const auto kept, find_report(transaction, call.account));
           if (kept && kept->made_at + kReportLife > call.now) return false;
           const bool has_declared_key = options_.has_declared_key && options_.has_declared_key(call.account);
           TRY(std::string content, write_report(transaction, uses_, call, has_declared_key));
           REQUIRE_OK(keep_report(transaction, call.account, {std::move(content), call.now}));
           return true;
         }));
  api::iam::GenerateCredentialReportResponse response;
  response.state =
      is_new ? api::iam::values::report_state_type::started : api::iam::values::report_state_type::complete;
  if (is_new) response.description = "No report exists. Starting a new report generation task";
  co_return response;
}

}  // namespace lightwell::iam
