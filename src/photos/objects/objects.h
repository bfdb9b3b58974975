// Objects: the application's bytes, in one bucket of S3. Which key holds what is decided here and nowhere else:
//
//   staging/RANDOM                  an upload on its way
//   originals/OWNER/PHOTO           the file, byte for byte, for ever
//   previews/OWNER/PHOTO/EDGE.webp  what processing made
//
// S3's errors become the application's: storage_full, storage_failed; "there is none" is an answer, not an error.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/call.h"
#include "base/ids.h"
#include "base/result.h"
#include "base/time.h"
#include "run/bytes.h"
#include "run/task.h"

namespace lightwell::api::s3 {
class S3;
}

namespace lightwell::photos {

inline constexpr std::string_view kStagingPrefix = "staging/";
std::string staging_key(Ids& ids);
std::string original_key(const std::string& owner, const std::string& photo_id);
std::string preview_key(const std::string& owner, const std::string& photo_id, int edge);
inline constexpr int kPreviewEdges[] = {256, 1440};  // pixels

struct StoredObject {
  Payload body;
  uint64_t size = 0;  // of the body
  std::string e_tag;  // quoted
  Timestamp last_modified;
  std::optional<std::string> content_range;
};

struct StoredPart {
  int number = 0;
  uint64_t size = 0;
  std::string e_tag;
  std::optional<std::string> sha256_base64;
};

struct OpenStoredUpload {
  std::string key;
  std::string upload_id;
};

class Objects {
 public:
  // All must outlive the objects. `principal`: whom S3 sees.
  Objects(api::s3::S3& s3, Principal principal, Ids& ids, const Clock& clock, std::string bucket = "lightwell-photos");

  const std::string& bucket() const { return bucket_; }
  Task<Result<void>> ensure_bucket();

  // With `sha256_base64` S3 refuses other bytes (errors::checksum_mismatch).
  Task<Result<void>> put(std::string key, std::string type, std::unique_ptr<ByteSource> body, uint64_t size,
                         std::optional<std::string> sha256_base64 = {});
  // Nothing when there is no such object. `range` as the HTTP header; S3's InvalidRange passes as it is.
  Task<Result<std::optional<StoredObject>>> get(std::string key, std::optional<std::string> range = {});
  Task<Result<std::optional<uint64_t>>> size_of(std::string key);
  // False when there is no object at `from`.
  Task<Result<bool>> copy(std::string from, std::string to);
  // Answers the keys that could not be removed; removing what is not there succeeds. At most 1,000 keys.
  Task<Result<std::vector<std::string>>> remove(std::vector<std::string> keys);
  Task<Result<std::vector<std::string>>> list(std::string prefix);

  // Multipart uploads whose parts carry SHA-256.
  Task<Result<std::string>> create_upload(std::string key);
  // Nothing when S3 knows no such upload (any more).
  Task<Result<std::optional<std::vector<StoredPart>>>> list_parts(std::string key, std::string upload_id);
  // False when S3 knows no such upload.
  Task<Result<bool>> complete_upload(std::string key, std::string upload_id, std::vector<StoredPart> parts);
  Task<Result<void>> abort_upload(std::string key, std::string upload_id);
  Task<Result<std::vector<OpenStoredUpload>>> list_uploads(std::string prefix);

 private:
  Call call() const;

  api::s3::S3& s3_;
  const Principal principal_;
  Ids& ids_;
  const Clock& clock_;
  const std::string bucket_;
};

}  // namespace lightwell::photos
