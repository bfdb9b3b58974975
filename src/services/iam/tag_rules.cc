#include "services/iam/tag_rules.h"

#include <set>

#include "base/text.h"
#include "services/iam/errors.h"

namespace lightwell::iam {
namespace {

Result<void> check_key(std::set<std::string>& seen, const std::string& key) {
  std::string lower = to_lower(key);
  if (lower.starts_with("aws:")) {
    return fail(errors::invalid_input_exception, "Tag keys that begin with aws: are reserved for system use.");
  }
  if (!seen.insert(std::move(lower)).second) {
    return fail(errors::invalid_input_exception,
                "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
  }
  return {};
}

}  // namespace

Result<void> check_tags(const std::vector<api::iam::Tag>& tags) {
  std::set<std::string> seen;
  for (const api::iam::Tag& tag : tags) REQUIRE_OK(check_key(seen, tag.key));
  return {};
}

Result<void> check_tag_keys(const std::vector<std::string>& keys) {
  std::set<std::string> seen;
  for (const std::string& key : keys) REQUIRE_OK(check_key(seen, key));
  return {};
}

}  // namespace lightwell::iam
