#include "services/ec2/key_pair_rules.h"

#include <algorithm>

#include "base/text.h"
#include "services/ec2/errors.h"

namespace lightwell::ec2 {
namespace {

constexpr size_t kNameMax = 255;
constexpr size_t kTagKeyMax = 128;
constexpr size_t kTagValueMax = 256;
constexpr std::string_view kTagFilter = "tag:";

std::unexpected<Error> refuse(std::string words) { return fail(errors::invalid_parameter_value, std::move(words)); }

bool matches(std::string_view pattern, std::string_view text) {
  size_t at = 0, here = 0, star = pattern.npos, resume = 0;
  while (here < text.size()) {
    const bool is_literal = at + 1 < pattern.size() && pattern[at] == '\\';
    if (at < pattern.size() && !is_literal && pattern[at] == '*') {
      star = at++;
      resume = here;
    } else if (is_literal ? pattern[at + 1] == text[here]
                          : at < pattern.size() && (pattern[at] == '?' || pattern[at] == text[here])) {
      at += is_literal ? 2 : 1;
      ++here;
    } else if (star != pattern.npos) {
      at = star + 1;
      here = ++resume;
    } else {
      return false;
    }
  }
  while (at < pattern.size() && pattern[at] == '*') ++at;
  return at == pattern.size();
}

bool fits(const KeyPair& pair, const std::string& name, const std::vector<std::string>& values) {
  if (name == "key-pair-id") return fits_one(values, pair.id);
  if (name == "key-name") return fits_one(values, pair.name);
  if (name == "fingerprint") return fits_one(values, pair.fingerprint);
  if (name == "tag-key") {
    return std::any_of(pair.tags.begin(), pair.tags.end(),
                       [&](const auto& tag) { return fits_one(values, tag.first); });
  }
  const auto tag = pair.tags.find(name.substr(kTagFilter.size()));
  return tag != pair.tags.end() && fits_one(values, tag->second);
}

Result<void> check_tag(const std::string& key, const std::string& value) {
  if (key.empty()) return refuse("Tag key cannot be null or empty.");
  if (to_lower(key).starts_with("aws:")) {
    return refuse("Tag keys starting with 'aws:' are reserved for internal use");
  }
  if (code_points(key) > kTagKeyMax) {
    return refuse(fmt::format("Tag key exceeds the maximum length of {} characters", kTagKeyMax));
  }
  if (code_points(value) > kTagValueMax) {
    return refuse(fmt::format("Tag value exceeds the maximum length of {} characters", kTagValueMax));
  }
  return {};
}

}  // namespace

std::string make_key_pair_id(Ids& ids) { return "key-" + ids.hex(9).substr(0, 17); }

Result<void> check_key_name(const std::string& name) {
  if (name.empty()) return fail(errors::missing_parameter, "The request must contain the parameter KeyName");
  if (std::any_of(name.begin(), name.end(), [](char c) { return c < ' ' || c > '~'; })) {
    return refuse("Value for parameter KeyName is invalid. Character sets beyond ASCII are not supported.");
  }
  if (name.size() > kNameMax) {
    return refuse(
        fmt::format("Value ({}) for parameter KeyName is invalid. Length exceeds maximum of {}.", name, kNameMax));
  }
  if (name.front() == ' ' || name.back() == ' ') {
    return refuse(fmt::format("Value ({}) for parameter KeyName is invalid. It begins or ends with a space.", name));
  }
  return {};
}

Result<KeyType> parse_key_type(const std::optional<std::string>& text) {
  if (!text || *text == "rsa") return KeyType::rsa;
  if (*text == "ed25519") return KeyType::ed25519;
  return refuse(fmt::format("Value ({}) for parameter KeyType is invalid. Valid values are: rsa, ed25519", *text));
}

Result<KeyFormat> parse_key_format(const std::optional<std::string>& text) {
  if (!text || *text == "pem") return KeyFormat::pem;
  if (*text == "ppk") return KeyFormat::ppk;
  return refuse(fmt::format("Value ({}) for parameter KeyFormat is invalid. Valid values are: pem, ppk", *text));
}

Result<Tags> checked_tags(const TagSpecifications& specifications) {
  std::vector<api::ec2::Tag> tags;
  if (!specifications) return Tags{};
  for (const api::ec2::TagSpecification& specification : *specifications) {
    const std::string type = specification.resource_type.value_or("");
    if (type != api::ec2::values::resource_type::key_pair) {
      return refuse(fmt::format("'{}' is not a valid taggable resource type for this operation.", type));
    }
    if (specification.tags) tags.insert(tags.end(), specification.tags->begin(), specification.tags->end());
  }
  return checked_tags(tags);
}

Result<Tags> checked_tags(const std::vector<api::ec2::Tag>& tags) {
  Tags checked;
  for (const api::ec2::Tag& tag : tags) {
    const std::string key = tag.key.value_or("");
    const std::string value = tag.value.value_or("");
    REQUIRE_OK(check_tag(key, value));
    if (!checked.emplace(key, value).second) return refuse(fmt::format("Duplicate tag key '{}' specified.", key));
  }
  if (checked.size() > kTagsMax) return fail(errors::tag_limit_exceeded);
  return checked;
}

std::optional<std::vector<api::ec2::Tag>> tag_list(const Tags& tags) {
  if (tags.empty()) return std::nullopt;
  std::vector<api::ec2::Tag> list;
  for (const auto& [key, value] : tags) list.push_back({.key = key, .value = value});
  return list;
}

Result<void> check_filters(const Filters& filters, std::span<const std::string_view> names) {
  if (!filters) return {};
  size_t values = 0;
  for (const api::ec2::Filter& filter : *filters) {
    const std::string name = filter.name.value_or("");
    const bool is_known = std::ranges::find(names, name) != names.end() ||
                          (name.starts_with(kTagFilter) && name.size() > kTagFilter.size());
    if (!is_known) return refuse(fmt::format("The filter '{}' is invalid", name));
    if (!filter.values || filter.values->empty()) {
      return refuse(fmt::format("The filter '{}' needs at least one value", name));
    }
    values += filter.values->size();
  }
  if (values > kFilterValuesMax) return fail(errors::filter_limit_exceeded);
  return {};
}

Result<void> check_plain_filters(const Filters& filters, std::span<const std::string_view> names) {
  for (const api::ec2::Filter& filter : filters.value_or(std::vector<api::ec2::Filter>{})) {
    const std::string name = filter.name.value_or("");
    if (name.starts_with(kTagFilter)) return refuse(fmt::format("The filter '{}' is invalid", name));
  }
  return check_filters(filters, names);
}

Result<void> check_filters(const Filters& filters) {
  constexpr std::string_view kNames[] = {"key-pair-id", "key-name", "fingerprint", "tag-key"};
  return check_filters(filters, kNames);
}

bool fits_one(const std::vector<std::string>& patterns, std::string_view text) {
  return std::ranges::any_of(patterns, [&](const std::string& pattern) { return matches(pattern, text); });
}

bool fits(const KeyPair& pair, const Filters& filters) {
  return !filters || std::all_of(filters->begin(), filters->end(), [&](const api::ec2::Filter& filter) {
    return fits(pair, *filter.name, *filter.values);
  });
}

}  // namespace lightwell::ec2
