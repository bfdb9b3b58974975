#include "services/s3/tag_rules.h"

#include "base/text.h"
#include "services/s3/errors.h"

namespace lightwell::s3 {
namespace {

constexpr size_t kTagKeyMax = 128;    // code points
constexpr size_t kTagValueMax = 256;  // code points

// Letters, digits and white space of any language, and + - = . _ : / @
bool has_allowed_characters(std::string_view text) {
  constexpr std::string_view kSigns = "+-=._:/@ ";
  for (const char c : text) {
    const bool is_ascii_word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!is_ascii_word && uint8_t(c) < 0x80 && kSigns.find(c) == std::string_view::npos) return false;
  }
  return true;
}

Error bad_header(const std::string& header) {
  return error(errors::invalid_argument,
               "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag "
               "name duplicates.")
      .with("ArgumentName", "x-amz-tagging")
      .with("ArgumentValue", header);
}

Result<void> check_tag(const std::string& key, const std::string& value) {
  const bool is_key_valid =
      is_utf8(key) && !key.empty() && code_points(key) <= kTagKeyMax && has_allowed_characters(key);
  if (!is_key_valid) {
    return fail(error(errors::invalid_tag, "The TagKey you have provided is invalid").with("TagKey", key));
  }
  if (!is_utf8(value) || code_points(value) > kTagValueMax || !has_allowed_characters(value)) {
    return fail(error(errors::invalid_tag, "The TagValue you have provided is invalid")
                    .with("TagKey", key)
                    .with("TagValue", value));
  }
  if (to_lower(key.substr(0, 4)) == "aws:") {
    return fail(errors::invalid_tag, "System tags cannot be added/updated by requester");
  }
  return {};
}

}  // namespace

Result<Tags> check_tags(const std::vector<std::pair<std::string, std::string>>& tags, size_t tags_max) {
  if (tags.size() > tags_max) {
    return fail(errors::bad_request, "Object tags cannot be greater than " + std::to_string(tags_max));
  }
  Tags checked;
  for (const auto& [key, value] : tags) {
    REQUIRE_OK(check_tag(key, value));
    if (!checked.emplace(key, value).second) {
      return fail(error(errors::invalid_tag, "Cannot provide multiple Tags with the same key").with("TagKey", key));
    }
  }
  return checked;
}

Result<Tags> parse_tagging_header(const std::string& header) {
  std::vector<std::pair<std::string, std::string>> pairs;
  std::string_view rest = header;
  while (!rest.empty()) {
    const size_t end = rest.find('&');
    const std::string_view pair = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    if (pair.empty()) continue;
    const size_t equals = pair.find('=');
    const auto key = percent_decode(pair.substr(0, equals), true);
    const auto value = equals == std::string_view::npos ? std::string() : percent_decode(pair.substr(equals + 1), true);
    if (!key || !value) return fail(bad_header(header));
    for (const auto& [other, unused] : pairs) {
      if (other == *key) return fail(bad_header(header));
    }
    pairs.emplace_back(*key, *value);
  }
  return check_tags(pairs);
}

}  // namespace lightwell::s3
