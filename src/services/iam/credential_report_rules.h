// The credential report: one line a user, root first.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html

#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"

namespace lightwell::iam {

inline constexpr std::chrono::hours kReportLife{4};

struct ReportedKey {
  bool is_active = false;
  Timestamp changed_at;
  std::optional<Timestamp> used_at = {};
  std::string region = {};
  std::string service = {};
};

struct ReportedPassword {
  std::optional<Timestamp> used_at;
  Timestamp changed_at;
  std::optional<Timestamp> next_rotation;  // none: it does not end
};

struct ReportedCertificate {
  bool is_active = false;
  Timestamp changed_at;
};

struct ReportedUser {
  std::string name;  // <root_account> for root
  std::string arn;
  Timestamp created_at;
  bool is_root = false;
  std::optional<ReportedPassword> password = {};
  bool is_mfa_active = false;
  std::vector<ReportedKey> keys = {};  // the first two are told
  std::vector<ReportedCertificate> certificates = {};
};

std::string report_header();
// With its end of line.
std::string report_line(const ReportedUser& user);

}  // namespace lightwell::iam
