#include "services/iam/tag_rules.h"

#include <set>

#include "base/text.h"
#include "services/iam/errors.h"

namespace lightwell::iam {
namespace {

bool ignores_case(std::string_view entity) { return entity.starts_with("AIDA") || entity.starts_with("AROA"); }

Result<void> check_key(std::set<std::string>& seen, std::string_view entity, const std::string& key) {
  if (to_lower(key).starts_with("aws:")) {
    return fail(errors::invalid_input_exception, "Tag keys that begin with aws: are reserved for system use.");
  }
  if (seen.insert(compared_key(entity, key)).second) return {};
  return fail(errors::invalid_input_exception,
              ignores_case(entity) ? "Duplicate tag keys found. Please note that Tag keys are case insensitive."
                                   : "Duplicate tag keys found.");
}

}  // namespace

std::string compared_key(std::string_view entity, std::string_view key) {
  return ignores_case(entity) ? to_lower(key) : std::string(key);
}

Result<void> check_tags(std::string_view entity, const std::vector<api::iam::Tag>& tags) {
  std::set<std::string> seen;
  for (const api::iam::Tag& tag : tags) REQUIRE_OK(check_key(seen, entity, tag.key));
  return {};
}

Result<void> check_tag_keys(std::string_view entity, const std::vector<std::string>& keys) {
  std::set<std::string> seen;
  for (const std::string& key : keys) REQUIRE_OK(check_key(seen, entity, key));
  return {};
}

}  // namespace lightwell::iam
