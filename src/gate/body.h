// Bodies that check themselves while they are read.
//
// Whatever is wrong comes as an error of a read, at the latest of the one that would have told the end: a service that
// commits only after the end never commits a body whose signature, digest or length is wrong.

#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/digest.h"
#include "gate/verifier.h"
#include "run/bytes.h"

namespace lightwell::gate {

// Compares the body's SHA-256 with what x-amz-content-sha256 said. Fails with XAmzContentSHA256Mismatch.
class DigestedBody final : public ByteSource {
 public:
  DigestedBody(std::unique_ptr<ByteSource> inner, std::string expected_sha256);
  Task<Result<Bytes>> read() override;
  std::optional<uint64_t> length() const override { return inner_->length(); }

 private:
  std::unique_ptr<ByteSource> inner_;
  const std::string expected_;
  std::unique_ptr<Digest> digest_;
};

// Every chunk but the last of an aws-chunked body carries at least this many bytes.
inline constexpr uint64_t kChunkBytesMin = 8192;

struct ChunkedForm {
  bool is_signed = false;
  bool has_trailer = false;
  std::vector<std::string> trailer_names = {};  // of x-amz-trailer, lower-case
  uint64_t decoded_length = 0;                  // x-amz-decoded-content-length
  ChunkChain chain = {};                        // its key is not set: signatures are not compared
};

// Takes the aws-chunked coding off. Fails with SignatureDoesNotMatch, IncompleteBody, InvalidChunkSizeError or
// MalformedTrailerError.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
class ChunkedBody final : public ByteSource {
 public:
  ChunkedBody(std::unique_ptr<ByteSource> inner, ChunkedForm form);
  Task<Result<Bytes>> read() override;
  std::optional<uint64_t> length() const override { return form_.decoded_length; }
  std::vector<std::string> trailer_names() const override { return form_.trailer_names; }
  std::optional<std::string> trailer(std::string_view name) const override;

 private:
  Task<Result<void>> fill();              // more of the inner body into rest_, which must be empty
  Task<Result<std::string_view>> line();  // up to a line's end, which is taken too
  Task<Result<bool>> begin_chunk();       // false after the last
  Task<Result<void>> read_trailers();
  Result<void> end_chunk();
  Result<void> end_trailers(std::string_view canonical, std::string_view signature);
  Result<void> check_size(uint64_t size);

  std::unique_ptr<ByteSource> inner_;
  const ChunkedForm form_;
  Bytes rest_;  // read from the inner body, not yet taken
  std::string line_;
  uint64_t left_in_chunk_ = 0;
  uint64_t decoded_ = 0;
  uint64_t chunks_ = 0;
  uint64_t last_size_ = 0;
  bool in_chunk_ = false;
  std::string previous_signature_;
  std::string chunk_signature_;
  std::unique_ptr<Digest> digest_;
  std::vector<std::pair<std::string, std::string>> trailers_;
};

}  // namespace lightwell::gate
