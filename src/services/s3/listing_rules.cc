#include "services/s3/listing_rules.h"

#include <algorithm>

#include "base/text.h"
#include "services/s3/errors.h"

namespace lightwell::s3 {
namespace {

constexpr char kTokenVersion = '1';

}  // namespace

std::string behind_prefix(std::string_view prefix) {
  std::string end(prefix);
  while (!end.empty() && uint8_t(end.back()) == 0xff) end.pop_back();
  if (end.empty()) return "\xff";
  end.back() = char(uint8_t(end.back()) + 1);
  return end;
}

std::string behind_key(std::string_view key) { return std::string(key) + '\0'; }

std::optional<std::string> common_prefix(std::string_view key, std::string_view prefix, std::string_view delimiter) {
  if (delimiter.empty() || !key.starts_with(prefix)) return std::nullopt;
  const size_t at = key.find(delimiter, prefix.size());
  if (at == std::string_view::npos) return std::nullopt;
  return std::string(key.substr(0, at + delimiter.size()));
}

std::string begin_after_marker(std::string_view marker, std::string_view prefix, std::string_view delimiter) {
  if (marker.empty()) return {};
  if (const auto rolled = common_prefix(marker, prefix, delimiter)) return behind_prefix(*rolled);
  return behind_key(marker);
}

std::string make_token(std::string_view first_key) {
  return to_base64url(as_bytes(std::string(1, kTokenVersion) + std::string(first_key)));
}

Result<std::string> read_token(const std::string& token) {
  auto raw = from_base64url(token);
  if (!raw || raw->empty() || raw->front() != kTokenVersion) {
    return fail(error(errors::invalid_argument, "The continuation token provided is incorrect")
                    .with("ArgumentName", "continuation-token"));
  }
  return raw->substr(1);
}

Result<int32_t> page_size(const std::optional<int32_t>& asked, const char* argument) {
  if (!asked) return kListMax;
  if (*asked < 0) {
    return fail(error(errors::invalid_argument,
                      "Argument " + std::string(argument) + " must be an integer between 0 and 2147483647")
                    .with("ArgumentName", argument)
                    .with("ArgumentValue", std::to_string(*asked)));
  }
  return std::min(*asked, kListMax);
}

Result<void> check_encoding_type(const std::optional<std::string>& encoding_type) {
  if (!encoding_type || *encoding_type == "url") return {};
  return fail(error(errors::invalid_argument, "Invalid Encoding Method specified in Request")
                  .with("ArgumentName", "encoding-type")
                  .with("ArgumentValue", *encoding_type));
}

}  // namespace lightwell::s3
