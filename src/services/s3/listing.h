// A listed object, as both versions of ListObjects answer it.

#pragma once

#include <string>
#include <utility>
#include <vector>

#include "api/s3/types.h"
#include "services/s3/checksum_rules.h"
#include "services/s3/object.h"
#include "services/s3/owners.h"

namespace lightwell::s3 {

inline api::s3::Object listed(Object&& object) {
  api::s3::Object entry;
  entry.key = std::move(object.key);
  entry.last_modified = whole_seconds(object.modified_at);
  entry.e_tag = quoted(object.etag);
  entry.checksum_algorithm.emplace().emplace_back(name_of(object.checksum.algorithm));
  entry.checksum_type = std::string(name_of(object.checksum.type));
  entry.size = int64_t(object.size);
  entry.storage_class = std::move(object.storage_class);
  return entry;
}

inline std::vector<api::s3::CommonPrefix> listed(std::vector<std::string>&& prefixes) {
  std::vector<api::s3::CommonPrefix> entries;
  for (std::string& prefix : prefixes) entries.push_back({.prefix = std::move(prefix)});
  return entries;
}

}  // namespace lightwell::s3
