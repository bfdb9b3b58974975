// The rows of multipart uploads under way and of their parts.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/s3/object.h"
#include "store/sql/database.h"

namespace lightwell::s3 {

Result<void> insert_upload(store::Transaction& transaction, int64_t bucket, const Upload& upload);
// Errors: NoSuchUpload.
Result<Upload> open_upload(store::Reader& reader, int64_t bucket, const std::string& key, const std::string& id);
// Removes the row alone; its content stays.
Result<void> remove_upload(store::Transaction& transaction, int64_t bucket, const Upload& upload);
// Removes every upload of a bucket with what was received.
Result<void> remove_uploads_of(store::Transaction& transaction, int64_t bucket);

struct UploadQuery {
  int64_t bucket = 0;
  std::string prefix;
  std::string delimiter;
  std::string from_key;  // the first key that may be listed, and
  std::string after_id;  // of that key, only ids behind this one
  int32_t max = 0;
};
struct UploadPage {
  std::vector<Upload> uploads;
  std::vector<std::string> common_prefixes;
  bool is_truncated = false;
  std::string last_key;  // or common prefix
  std::string last_id;   // empty after a common prefix
};
Result<UploadPage> list_uploads(store::Reader& reader, const UploadQuery& query);

// Takes the place of a part with the same number, whose bytes are released.
Result<void> replace_part(store::Transaction& transaction, int64_t content, const Part& part,
                          const std::vector<Segment>& segments);
// By rising number, from behind `after`, `max` at most.
Result<std::vector<Part>> list_parts(store::Reader& reader, int64_t content, int after, int max);

}  // namespace lightwell::s3
