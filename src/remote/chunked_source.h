// Puts the aws-chunked coding on a body under way: chunk heads, signatures, and a checksum of what was really sent.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html

#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/digest.h"
#include "run/bytes.h"
#include "wire/sigv4/signature.h"

namespace lightwell::remote {

inline constexpr size_t kChunkBytes = 64 * 1024;

struct ChunkSigning {
  wire::sigv4::RequestKey key;
  std::string timestamp;
  wire::sigv4::Scope scope;
  std::string seed_signature;
};

struct ChunkedSourceForm {
  std::optional<ChunkSigning> signing = {};
  bool computes_crc32 = false;  // and sends it as the trailer x-amz-checksum-crc32
  bool has_trailer = false;     // that one, or those the inner source brings
};

class ChunkedSource final : public ByteSource {
 public:
  // `inner` must know its length.
  ChunkedSource(std::unique_ptr<ByteSource> inner, ChunkedSourceForm form);
  Task<Result<Bytes>> read() override;
  std::optional<uint64_t> length() const override;
  uint64_t decoded_length() const { return decoded_length_; }
  // x-amz-trailer; "" where there is none. The inner source's own trailers pass through.
  static std::string trailer_header(const ByteSource& inner, bool computes_crc32);

 private:
  Task<Result<void>> gather();  // up to a whole chunk into data_
  std::string head(std::string_view data);
  std::string signature_of(std::string_view string_to_sign);  // the next of the chain, as it travels
  Result<std::string> trailers();
  std::vector<std::string> trailer_fields() const;

  std::unique_ptr<ByteSource> inner_;
  ChunkedSourceForm form_;
  const uint64_t decoded_length_;
  uint64_t decoded_ = 0;
  Bytes rest_;  // of the inner source's last read
  std::string data_;
  std::string out_;
  std::string previous_signature_;
  uint32_t crc32_ = 0;
  bool inner_ended_ = false;
  bool ended_ = false;
};

}  // namespace lightwell::remote
