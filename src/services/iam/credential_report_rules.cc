#include "services/iam/credential_report_rules.h"

#include <fmt/format.h>

namespace lightwell::iam {
namespace {

constexpr size_t kKeysTold = 2;

std::string when(Timestamp time) {
  std::string text = iso8601_seconds(time);
  text.pop_back();
  return text + "+00:00";
}

std::string when(const std::optional<Timestamp>& time) { return time ? when(*time) : "N/A"; }

const char* truth(bool is) { return is ? "true" : "false"; }

std::string password_columns(const ReportedUser& user) {
  if (user.is_root) return "not_supported,no_information,not_supported,not_supported";
  if (!user.password) return "false,N/A,N/A,N/A";
  const ReportedPassword& password = *user.password;
  return fmt::format("true,{},{},{}", password.used_at ? when(*password.used_at) : "no_information",
                     when(password.changed_at), when(password.next_rotation));
}

std::string key_columns(const ReportedKey* key) {
  if (key == nullptr) return "false,N/A,N/A,N/A,N/A";
  return fmt::format("{},{},{},{},{}", truth(key->is_active), when(key->changed_at), when(key->used_at),
                     key->used_at ? key->region : "N/A", key->used_at ? key->service : "N/A");
}

std::string certificate_columns(const ReportedCertificate* one) {
  if (one == nullptr) return "false,N/A";
  return fmt::format("{},{}", truth(one->is_active), when(one->changed_at));
}

template <class T>
const T* at(const std::vector<T>& all, size_t i) {
  return i < all.size() ? &all[i] : nullptr;
}

}  // namespace

std::string report_header() {
  return "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,"
         "password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,"
         "access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,"
         "access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,"
         "access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated\n";
}

std::string report_line(const ReportedUser& user) {
  std::string line = fmt::format("{},{},{},{},{}", user.name, user.arn, when(user.created_at), password_columns(user),
                                 truth(user.is_mfa_active));
  for (size_t i = 0; i < kKeysTold; ++i) line += "," + key_columns(at(user.keys, i));
  for (size_t i = 0; i < kKeysTold; ++i) line += "," + certificate_columns(at(user.certificates, i));
  return line + "\n";
}

}  // namespace lightwell::iam
