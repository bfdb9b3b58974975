#include "gate/authorizer.h"

#include <algorithm>

#include "base/text.h"

namespace lightwell::gate {

bool matches_wildcard(std::string_view pattern, std::string_view text) {
  size_t p = 0, t = 0, star = pattern.npos, resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
      ++p;
      ++t;
    } else if (star != pattern.npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

bool permits(const Restriction& restriction, const Intent& intent) {
  const auto any = [](const std::vector<std::string>& patterns, auto fits) {
    return patterns.empty() || std::any_of(patterns.begin(), patterns.end(), fits);
  };
  const std::string action = to_lower(intent.action);
  return any(restriction.actions, [&](const auto& p) { return matches_wildcard(to_lower(p), action); }) &&
         any(restriction.buckets, [&](const auto& p) { return matches_wildcard(p, intent.bucket); }) &&
         any(restriction.prefixes,
             [&](const auto& p) { return !intent.key.empty() && matches_wildcard(p + "*", intent.key); });
}

Task<bool> RestrictionAuthorizer::allows(const AccessKey& key, const Intent& intent) const {
  co_return !key.restriction || permits(*key.restriction, intent);
}

}  // namespace lightwell::gate
