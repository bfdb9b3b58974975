#include "services/s3/segment_source.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "services/s3/errors.h"
#include "services/s3/range_rules.h"

namespace lightwell::s3 {
namespace {

constexpr uint64_t kBlockBytes = 256 * 1024;

}  // namespace

SegmentSource::SegmentSource(store::BlobStore& blobs, Pool& pool, std::vector<Segment> segments,
                             std::shared_ptr<const void> pin)
    : blobs_(blobs),
      pool_(pool),
      segments_(std::move(segments)),
      pin_(std::move(pin)),
      length_(total_length(segments_)) {}

Task<Result<Bytes>> SegmentSource::read() {
  while (at_ < segments_.size() && done_ == segments_[at_].length) {
    ++at_;
    done_ = 0;
  }
  if (at_ == segments_.size()) co_return Bytes{};
  const Segment& segment = segments_[at_];
  if (done_ == 0) {
    CO_TRY(open_, co_await blobs_.open(segment.blob));
  }
  buffer_.resize(size_t(std::min(kBlockBytes, segment.length - done_)));
  CO_TRY(const size_t got, co_await pool_.run([this, &segment]() -> Result<size_t> {
    const auto offset = off_t(open_.offset + segment.start + done_);
    const ssize_t read = ::pread(open_.file->descriptor(), buffer_.data(), buffer_.size(), offset);
    if (read > 0) return size_t(read);
    return fail(error(errors::internal_error)
                    .log("blob " + segment.blob + ": " + (read < 0 ? std::strerror(errno) : "shorter than its row")));
  }));
  done_ += got;
  co_return as_bytes(std::string_view(buffer_).substr(0, got));
}

}  // namespace lightwell::s3
