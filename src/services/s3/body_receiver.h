// Takes a request's body in: digests it while it is written, and checks it before anything names it.
//
// Small bodies are kept in memory and end up in a row. Larger ones go to a blob in blocks: while one block is hashed on
// the pool and written to the store, the next one comes from the network, so two blocks are in memory at most.

#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "run/bytes.h"
#include "run/pool.h"
#include "services/s3/checksum_rules.h"
#include "services/s3/object.h"
#include "store/blob/blob_store.h"

namespace lightwell::s3 {

// What must hold of the body.
struct BodyTerms {
  std::optional<std::string> content_md5;  // raw
  std::optional<Claim> claim;
  Algorithm algorithm = kDefaultAlgorithm;  // of the checksum to keep
  std::optional<uint64_t> length;           // of Content-Length
  uint64_t bytes_max = 0;
  uint64_t inline_bytes_max = 0;  // what is larger becomes a blob
};

struct ReceivedBody {
  uint64_t size = 0;
  std::string md5;                   // raw
  std::string checksum;              // base64, by the algorithm asked
  std::optional<Checksum> claimed;   // verified; what the client stated
  std::optional<std::string> bytes;  // the whole body, if small
  std::string blob;                  // else its name in the store, committed

  // The blob as segments; none for an empty body.
  std::vector<Segment> segments() const;
};

class BodyReceiver {
 public:
  BodyReceiver(store::BlobStore& blobs, Pool& pool, Ids& ids);

  // On success the bytes are durable, in memory, or both are not needed since there are none. On failure nothing is
  // left. Errors: those of the source, IncompleteBody, EntityTooLarge, BadDigest, MalformedTrailerError, storage_full.
  // `body` and `terms` must outlive the task.
  Task<Result<ReceivedBody>> receive(ByteSource& body, const BodyTerms& terms);

  // A new name for a blob. Names made by this object end in its run, so that recover() can tell them apart.
  std::string new_name();
  bool is_own_name(std::string_view name) const;
  static bool is_blob_name(std::string_view name);  // made by this service, in this run or an earlier one

 private:
  class Intake;

  store::BlobStore& blobs_;
  Pool& pool_;
  Ids& ids_;
  const std::string run_;
};

}  // namespace lightwell::s3
