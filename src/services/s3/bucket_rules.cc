#include "services/s3/bucket_rules.h"

#include <algorithm>
#include <array>

#include "base/digest.h"
#include "base/text.h"
#include "services/s3/errors.h"

namespace lightwell::s3 {
namespace {

constexpr std::array<std::string_view, 3> kReservedPrefixes = {"xn--", "sthree-", "amzn-s3-demo-"};
constexpr std::array<std::string_view, 5> kReservedSuffixes = {"-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"};

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

bool looks_like_address(std::string_view name) {
  int groups = 1;
  for (const char c : name) {
    if (c == '.') {
      ++groups;
    } else if (c < '0' || c > '9') {
      return false;
    }
  }
  return groups == 4;
}

bool is_region(std::string_view name) {
  const size_t dashes = size_t(std::count(name.begin(), name.end(), '-'));
  return dashes >= 2 && dashes <= 4 && name.back() >= '1' && name.back() <= '9' &&
         std::all_of(name.begin(), name.end(), [](char c) { return is_letter_or_digit(c) || c == '-'; });
}

}  // namespace

Result<void> check_bucket_name(const std::string& name) {
  const auto refuse = [&] { return fail(error(errors::invalid_bucket_name).with("BucketName", name)); };
  if (name.size() < 3 || name.size() > 63) return refuse();
  if (!is_letter_or_digit(name.front()) || !is_letter_or_digit(name.back())) return refuse();
  if (name.find("..") != std::string::npos || looks_like_address(name)) return refuse();
  for (const char c : name) {
    if (!is_letter_or_digit(c) && c != '.' && c != '-') return refuse();
  }
  for (const std::string_view prefix : kReservedPrefixes) {
    if (name.starts_with(prefix)) return refuse();
  }
  for (const std::string_view suffix : kReservedSuffixes) {
    if (name.ends_with(suffix)) return refuse();
  }
  return {};
}

Result<std::string> bucket_region(const std::string& endpoint_region, const std::optional<std::string>& constraint) {
  if (!constraint || constraint->empty()) {
    if (endpoint_region == "us-east-1") return endpoint_region;
    return fail(errors::illegal_location_constraint_exception,
                "The unspecified location constraint is incompatible for the region specific endpoint this request "
                "was sent to.");
  }
  const std::string region = *constraint == "EU" ? "eu-west-1" : *constraint;
  if (region == "us-east-1" || !is_region(region)) {
    return fail(error(errors::invalid_location_constraint).with("LocationConstraint", *constraint));
  }
  // us-east-1 is the global endpoint: from there a bucket may be made anywhere.
  if (endpoint_region != "us-east-1" && endpoint_region != region) {
    return fail(errors::illegal_location_constraint_exception,
                "The " + *constraint +
                    " location constraint is incompatible for the region specific endpoint this request was sent to.");
  }
  return region;
}

std::optional<std::string> location_constraint(const std::string& region) {
  if (region == "us-east-1") return std::nullopt;
  return region;
}

std::string canonical_id(const std::string& account) { return sha256_hex("canonical user of account " + account); }

Result<void> require_owner(const Call& call) {
  if (call.principal.account == call.account) return {};
  return fail(error(errors::method_not_allowed).with("ResourceType", "BUCKETPOLICY"));
}

std::string bucket_arn(const std::string& name) { return "arn:aws:s3:::" + name; }

}  // namespace lightwell::s3
