// Tags of objects, between the generated lists and the service's own map.

#pragma once

#include <utility>
#include <vector>

#include "api/s3/types.h"
#include "services/s3/tag_rules.h"

namespace lightwell::s3 {

inline Result<Tags> tags_of(const std::vector<api::s3::Tag>& set) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const api::s3::Tag& tag : set) pairs.emplace_back(tag.key, tag.value);
  return check_tags(pairs);
}

inline std::vector<api::s3::Tag> tag_set(const Tags& tags) {
  std::vector<api::s3::Tag> set;
  for (const auto& [key, value] : tags) {
    set.emplace_back();
    set.back().key = key;
    set.back().value = value;
  }
  return set;
}

}  // namespace lightwell::s3
