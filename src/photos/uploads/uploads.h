// Uploads: from a file somebody offers to a photo in the library, never twice and never half.
//
// The browser offers name, size and SHA-256; what the library has already is answered at once. The bytes travel as
// parts of an S3 multipart upload to a staging key, through presigned URLs, and an interrupted upload goes on from the
// parts S3 holds. Completing reads the whole object back, trusts no claim, copies it to its final key (S3 shares the
// bytes) and makes the photo, its processing job and its event in one transaction. A row written before each step tells
// recover() what a killed process left undone.

#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "base/time.h"
#include "photos/events.h"
#include "photos/owners/access.h"
#include "run/bytes.h"
#include "run/pool.h"
#include "run/task.h"
#include "store/sql/database.h"

namespace lightwell::photos {

class Objects;
class Processing;
class Remover;
struct Upload;

struct UploadLimits {
  uint64_t file_bytes_max = uint64_t(4) << 30;
  uint64_t part_bytes = 8u << 20;  // grows for files of more than 10,000 parts
  size_t files_per_offer_max = 500;
  size_t parts_per_call_max = 100;
  std::chrono::seconds link_life{900};
  std::chrono::hours open_life{24 * 7};
};

struct OfferedFile {
  std::string client_id;  // given back as it came
  std::string name;
  uint64_t size = 0;
  std::string sha256;  // hex
  std::optional<Timestamp> last_modified;
  std::string type;  // as the browser guesses; a hint only
};

struct ReceivedPart {
  int number = 0;  // 1 and on
  uint64_t size = 0;
};

struct OpenUpload {
  std::string id;
  std::string name;
  std::string sha256;
  uint64_t size = 0;
  uint64_t part_size = 0;  // of every part but the last
  std::vector<ReceivedPart> parts;
  Timestamp created_at;
};

struct OfferAnswer {
  enum class Kind { upload, duplicate, refused };
  std::string client_id;
  Kind kind = Kind::refused;
  OpenUpload upload;     // of an upload
  std::string photo_id;  // of a duplicate
  bool in_trash = false;
  std::optional<Error> refusal;
};

struct PartAnnouncement {
  int number = 0;
  uint64_t size = 0;
  std::string sha256_base64;  // of the part's bytes
};

// A presigned UploadPart request, as PartSigner makes it.
struct PartLink {
  int number = 0;
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;  // to be sent as they are; they are signed
};

struct PartToSign {
  std::string origin;  // scheme, host and port as the browser sees this server, "http://127.0.0.1:8080"
  std::string bucket;
  std::string key;
  std::string upload_id;  // S3's
  int number = 0;
  uint64_t size = 0;
  std::string sha256_base64;
  std::chrono::seconds life{900};
  Timestamp now;
};

// Signs UploadPart for a key that may do nothing else; filled in by app. Content-Length and x-amz-checksum-sha256 are
// among the signed headers.
class PartSigner {
 public:
  virtual ~PartSigner() = default;
  virtual Result<PartLink> sign(const PartToSign& part) = 0;
};

struct Completed {
  bool is_duplicate = false;  // another upload of the same bytes was there first; photo_id is its photo
  bool in_trash = false;
  std::string photo_id;
};

class Uploads {
 public:
  struct Parts {  // all must outlive the uploads
    store::Database& database;
    Objects& objects;
    Events& events;
    Processing& processing;
    Remover& remover;
    PartSigner& signer;
    Pool& pool;  // hashing and file reading
    Ids& ids;
  };
  explicit Uploads(Parts parts, UploadLimits limits = {});
  ~Uploads();

  // One answer for each file, in order. errors: bad_request for more than files_per_offer_max.
  Task<Result<std::vector<OfferAnswer>>> offer(Viewer viewer, std::vector<OfferedFile> files, Timestamp now);
  Task<Result<std::vector<OpenUpload>>> open_uploads(Viewer viewer);  // newest first, at most 1,000
  Task<Result<OpenUpload>> find(Viewer viewer, std::string upload_id);
  // errors: upload_not_found, part_refused (number, size or checksum do not fit).
  Task<Result<std::vector<PartLink>>> sign_parts(Viewer viewer, std::string upload_id,
                                                 std::vector<PartAnnouncement> parts, std::string origin,
                                                 Timestamp now);
  // Answers the same when repeated. errors: upload_not_found, parts_missing, checksum_mismatch, storage_full,
  // storage_failed.
  Task<Result<Completed>> complete(Viewer viewer, std::string upload_id, Timestamp now);
  Task<Result<void>> cancel(Viewer viewer, std::string upload_id);

  // For import on this machine: hashes, recognises a duplicate, stores, and makes the photo, by the same path.
  Task<Result<Completed>> add_file(Viewer viewer, std::string name, std::optional<Timestamp> last_modified,
                                   FileRegion file, Timestamp now);

  // At start, before the doors open: goes on with what a killed process left undone and removes what nobody can claim.
  Task<Result<void>> recover(Timestamp now);
  // Ends uploads that were left open too long; for periodic work.
  Task<Result<void>> sweep(Timestamp now);

 private:
  struct Offered;
  struct Running;
  Result<Offered> offer_one(store::Transaction& transaction, const std::string& owner, const OfferedFile& file,
                            Timestamp now);
  Task<Result<std::vector<ReceivedPart>>> received_parts(const Upload& upload);
  Task<Result<Upload>> find_row(Viewer viewer, std::string upload_id);
  Task<Result<std::string>> begun(const Upload& upload, Timestamp now);
  Result<void> abandon(store::Transaction& transaction, const Upload& upload, Timestamp now);

  Task<Result<Completed>> complete_once(std::string owner, std::string upload_id, Timestamp now);
  Task<Result<Completed>> answer_again(const Upload& upload);
  Task<Result<void>> assemble(const Upload& upload, Timestamp now);
  Task<Result<void>> verify(const Upload& upload, Timestamp now);
  Task<Result<Completed>> publish(const Upload& upload, Timestamp now);
  Task<Result<Completed>> yield_to_first(const Upload& upload, Timestamp now);
  Task<Result<void>> end_orphans(Timestamp now);

  Parts parts_;
  UploadLimits limits_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Running>> running_;  // completions under way, by owner and upload id
};

}  // namespace lightwell::photos
