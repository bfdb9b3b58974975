// The rows of uploads.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "photos/library/photo.h"
#include "store/sql/database.h"

namespace lightwell::photos {

enum class UploadOrigin { browser = 0, import = 1 };
enum class UploadState { open = 0, completing = 1, done = 2 };

struct Upload {
  std::string id;
  std::string owner;
  UploadOrigin origin = UploadOrigin::browser;
  UploadState state = UploadState::open;
  std::string sha256;  // as announced, hex
  uint64_t size = 0;
  uint64_t part_size = 0;
  std::string name;
  std::string type;
  PhotoKind kind = PhotoKind::image;
  std::optional<Timestamp> last_modified;
  std::string key;
  std::optional<std::string> s3_upload;
  std::string photo_id;  // chosen beforehand; of a done upload, the photo
  bool is_duplicate = false;
  Timestamp created_at;
};

// store::errors::unique_violation when the same file is open already.
Result<void> insert_upload(store::Transaction& transaction, const Upload& upload);
Result<std::optional<Upload>> find_upload(store::Reader& reader, const std::string& owner, const std::string& id);
Result<std::optional<Upload>> find_open_upload(store::Reader& reader, const std::string& owner,
                                               const std::string& sha256, uint64_t size);
Result<std::vector<Upload>> open_uploads_of(store::Reader& reader, const std::string& owner);
Result<std::vector<Upload>> unfinished_uploads(store::Reader& reader);  // completing, of all owners
// Not done, and not touched since.
Result<std::vector<Upload>> uploads_older_than(store::Reader& reader, Timestamp time, size_t count_max);
// Whether an undone upload writes to that key, or is S3's upload of that id.
Result<bool> is_upload_key(store::Reader& reader, const std::string& key);
Result<bool> is_upload(store::Reader& reader, const std::string& key, const std::string& s3_upload);

// False when another has set it before: then that one's holds.
Result<bool> set_s3_upload(store::Transaction& transaction, const std::string& id, const std::string& s3_upload,
                           Timestamp now);
Result<void> forget_s3_upload(store::Transaction& transaction, const std::string& id);
Result<void> touch_upload(store::Transaction& transaction, const std::string& id, Timestamp now);
Result<void> set_completing(store::Transaction& transaction, const std::string& id, bool is_completing, Timestamp now);
Result<void> set_done(store::Transaction& transaction, const std::string& id, const std::string& photo_id,
                      bool is_duplicate, Timestamp now);
Result<void> delete_upload(store::Transaction& transaction, const std::string& id);
Result<void> delete_done_before(store::Transaction& transaction, Timestamp time);

}  // namespace lightwell::photos
