// Segments as one stream: files are opened one after the other and read on a pool, so that an object of ten thousand
// parts needs one descriptor.

#pragma once

#include <memory>
#include <string>
#include <vector>

#include "run/bytes.h"
#include "run/pool.h"
#include "services/s3/object.h"
#include "store/blob/blob_store.h"

namespace lightwell::s3 {

class SegmentSource final : public ByteSource {
 public:
  // `pin` is kept until the last byte was read or the source is given up.
  SegmentSource(store::BlobStore& blobs, Pool& pool, std::vector<Segment> segments, std::shared_ptr<const void> pin);
  Task<Result<Bytes>> read() override;
  std::optional<uint64_t> length() const override { return length_; }

 private:
  store::BlobStore& blobs_;
  Pool& pool_;
  const std::vector<Segment> segments_;
  const std::shared_ptr<const void> pin_;
  uint64_t length_ = 0;
  size_t at_ = 0;
  uint64_t done_ = 0;  // bytes of the segment at_
  FileRegion open_;    // the blob of the segment at_, if done_ is not 0
  std::string buffer_;
};

}  // namespace lightwell::s3
