// The rows of objects and of what they hold. Every function works inside its caller's closure, so that an operation
// reads one snapshot and writes one transaction.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/s3/object.h"
#include "services/s3/range_rules.h"
#include "store/sql/database.h"

namespace lightwell::s3 {

Result<std::optional<Object>> find_object(store::Reader& reader, int64_t bucket, const std::string& key);

// Puts the row in place of the one that has the key, whose content is released.
Result<void> replace_object(store::Transaction& transaction, int64_t bucket, const Object& object);
// Removes the row and releases its content.
Result<void> remove_object(store::Transaction& transaction, int64_t bucket, const Object& object);

struct ListQuery {
  int64_t bucket = 0;
  std::string prefix;
  std::string delimiter;
  std::string from;  // the first key that may be listed
  int32_t max = 0;
};
struct ListPage {
  std::vector<Object> objects;
  std::vector<std::string> common_prefixes;
  bool is_truncated = false;
  std::string last;  // the last key or common prefix listed
  std::string next;  // where the next page begins
};
// Seeks past each common prefix instead of walking through it.
Result<ListPage> list_objects(store::Reader& reader, const ListQuery& query);

// A new content with nothing in it yet; answers its id. `upload`: the multipart upload that fills it.
Result<int64_t> insert_content(store::Transaction& transaction, const ContentHeaders& headers,
                               const std::optional<std::string>& bytes,
                               const std::optional<std::string>& upload = std::nullopt);
Result<void> insert_segments(store::Transaction& transaction, int64_t content, int part,
                             const std::vector<Segment>& segments);
// A new content with these headers and the bytes, parts and segments of `source`.
Result<int64_t> copy_content(store::Transaction& transaction, int64_t source, const ContentHeaders& headers);
// Removes the content's rows. Blobs nobody names any more become garbage.
Result<void> release_content(store::Transaction& transaction, int64_t content);
Result<void> release_part(store::Transaction& transaction, int64_t content, int number);

Result<ContentHeaders> read_headers(store::Reader& reader, int64_t content);
Result<Content> read_content(store::Reader& reader, int64_t content);
// Where the part lies that comes `ordinal`th (1 and on) in a multipart object; nothing past the last.
Result<std::optional<ByteRange>> find_part_range(store::Reader& reader, int64_t content, int ordinal);
Result<void> write_tags(store::Transaction& transaction, int64_t content, const Tags& tags);
// The upload that made a content.
Result<std::optional<std::string>> find_upload_of(store::Reader& reader, int64_t content);

}  // namespace lightwell::s3
