#include "policy/principal.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace lightwell::policy {
namespace {

constexpr std::array<std::string_view, 4> kTypes = {"AWS", "Service", "Federated", "CanonicalUser"};
constexpr size_t kAccountDigits = 12;
constexpr size_t kUniqueIdLengthMin = 16;
constexpr std::string_view kRoot = ":root";

bool is_account_number(std::string_view text) {
  return text.size() == kAccountDigits &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// The account of arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE.
std::string_view account_of(std::string_view arn) {
  if (!arn.starts_with("arn:")) return {};
  for (int colon = 0; colon < 4; ++colon) {
    const size_t found = arn.find(':');
    if (found == arn.npos) return {};
    arn.remove_prefix(found + 1);
  }
  const size_t end = arn.find(':');
  return end == arn.npos ? std::string_view() : arn.substr(0, end);
}

bool is_unique_id(std::string_view text) {
  return text.size() >= kUniqueIdLengthMin && (text.starts_with("AIDA") || text.starts_with("AROA")) &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
}

// AROA… of AROA…:SESSION.
std::string_view role_id(const Principal& principal) {
  return std::string_view(principal.id).substr(0, principal.id.find(':'));
}

bool belongs_to_account(PrincipalKind kind) {
  return kind != PrincipalKind::anonymous && kind != PrincipalKind::service;
}

std::string_view issuer_of(const Principal& principal) {
  return principal.session == nullptr ? std::string_view() : std::string_view(principal.session->issuer_arn);
}

// Providers are written as their ARN, or as the host alone.
bool is_provider(std::string_view provider, std::string_view text) {
  constexpr std::string_view kHost = ":oidc-provider/";
  if (provider.empty()) return false;
  if (provider == text) return true;
  const size_t host = provider.find(kHost);
  return host != provider.npos && provider.substr(host + kHost.size()) == text;
}

}  // namespace

std::string_view to_text(PrincipalType type) { return kTypes[size_t(type)]; }

std::optional<PrincipalType> parse_principal_type(std::string_view name) {
  const auto found = std::find(kTypes.begin(), kTypes.end(), name);
  if (found == kTypes.end()) return std::nullopt;
  return PrincipalType(found - kTypes.begin());
}

PrincipalPattern::PrincipalPattern(PrincipalType type, std::string_view text) : type_(type), text_(text) {
  if (type != PrincipalType::aws) return;
  is_account_ = is_account_number(text);
  account_ = is_account_ ? text : account_of(text);
  if (text.ends_with(kRoot) && text.contains(":iam:")) is_account_ = true;
}

bool PrincipalPattern::is_well_formed() const {
  const bool has_wildcard = text_.find_first_of("*?") != text_.npos;
  switch (type_) {
    case PrincipalType::aws:
      if (is_everybody() || is_account_number(text_) || is_unique_id(text_)) return true;
      return !has_wildcard && is_account_number(account_) && (text_.contains(":iam:") || text_.contains(":sts:"));
    case PrincipalType::service: return is_everybody() || (!has_wildcard && text_.contains('.'));
    case PrincipalType::federated: return is_everybody() || (!has_wildcard && !text_.empty());
    case PrincipalType::canonical_user: return !has_wildcard && !text_.empty();
  }
  return false;
}

Nearness PrincipalPattern::nearness(const Principal& principal, std::string_view canonical_user) const {
  switch (type_) {
    case PrincipalType::aws: return is_everybody() ? Nearness::exact : aws_nearness(principal);
    case PrincipalType::service:
      if (principal.kind != PrincipalKind::service) return Nearness::none;
      return is_everybody() || principal.name == text_ ? Nearness::exact : Nearness::none;
    case PrincipalType::federated:
      if (principal.session == nullptr || principal.session->provider.empty()) return Nearness::none;
      if (!is_everybody() && !is_provider(principal.session->provider, text_)) return Nearness::none;
      return principal.kind == PrincipalKind::assumed_role ? Nearness::issuer : Nearness::exact;
    case PrincipalType::canonical_user:
      return !canonical_user.empty() && canonical_user == text_ ? Nearness::account : Nearness::none;
  }
  return Nearness::none;
}

Nearness PrincipalPattern::aws_nearness(const Principal& principal) const {
  if (!belongs_to_account(principal.kind)) return Nearness::none;
  if (is_account_) {
    if (account_ != principal.account) return Nearness::none;
    return principal.kind == PrincipalKind::root ? Nearness::exact : Nearness::account;
  }
  if (text_ == principal.arn || (!principal.id.empty() && text_ == principal.id)) return Nearness::exact;
  if (text_ == issuer_of(principal)) return Nearness::issuer;
  const bool is_role_id = principal.kind == PrincipalKind::assumed_role && text_ == role_id(principal);
  return is_role_id ? Nearness::issuer : Nearness::none;
}

}  // namespace lightwell::policy
