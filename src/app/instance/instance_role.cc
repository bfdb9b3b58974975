#include "app/instance/instance_role.h"

#include "base/log.h"

namespace lightwell::app {
namespace {

using namespace std::chrono_literals;

constexpr seconds kLifetime = 6h;
// SDKs come for new ones when fifteen minutes are left of the old.
constexpr seconds kRenewedAfter = 3h;

}  // namespace

InstanceRole::InstanceRole(iam::IamService& iam, sts::StsService& sts, const Clock& clock, std::string account,
                           std::string profile, std::string instance)
    : iam_(iam),
      sts_(sts),
      clock_(clock),
      account_(std::move(account)),
      profile_(std::move(profile)),
      instance_(std::move(instance)) {}

Task<std::optional<metadata::Profile>> InstanceRole::profile() {
  if (profile_.empty()) co_return std::nullopt;
  auto found = co_await iam_.instance_profile(account_, profile_);
  if (!found) log::warning("metadata: instance profile {}: {}", profile_, found.error().log_words);
  if (!found || !*found) co_return std::nullopt;
  const iam::ProfileFacts& facts = **found;
  co_return metadata::Profile{.arn = facts.profile.arn(), .id = facts.profile.id, .role = facts.role_name};
}

std::optional<metadata::RoleCredentials> InstanceRole::kept(const std::string& role) {
  const std::lock_guard lock(mutex_);
  if (!given_ || given_->role != role) return std::nullopt;
  if (given_->credentials.issued_at + kRenewedAfter <= clock_.now()) return std::nullopt;
  return given_->credentials;
}

Task<Result<metadata::RoleCredentials>> InstanceRole::credentials(std::string role) {
  if (auto known = kept(role)) {
    // A role that was deleted, and made again under its name, is another.
    CO_TRY(const auto still, co_await sts_.find(known->access_key_id, known->token));
    if (still) co_return std::move(*known);
  }
  const Timestamp now = clock_.now();
  CO_TRY(
      auto made,
      co_await sts_.assume_for_service(
          {.account = account_, .role = role, .service = "ec2.amazonaws.com", .name = instance_, .duration = kLifetime},
          now));
  metadata::RoleCredentials credentials = {.access_key_id = std::move(*made.access_key_id),
                                           .secret_access_key = std::move(*made.secret_access_key),
                                           .token = std::move(*made.session_token),
                                           .issued_at = std::chrono::floor<seconds>(now),
                                           .expires_at = *made.expiration};
  const std::lock_guard lock(mutex_);
  given_ = Given{.role = std::move(role), .credentials = credentials};
  co_return credentials;
}

void InstanceRole::reset() {
  const std::lock_guard lock(mutex_);
  given_.reset();
}

}  // namespace lightwell::app
