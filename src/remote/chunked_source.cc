#include "remote/chunked_source.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace lightwell::remote {
namespace {

namespace sigv4 = wire::sigv4;

constexpr std::string_view kCrc32 = "x-amz-checksum-crc32";
constexpr std::string_view kChunkSignature = ";chunk-signature=";
constexpr std::string_view kTrailerSignature = "x-amz-trailer-signature:";

// Characters of a checksum in base64, from the name of its field; 0 for a name that is no checksum's.
uint64_t value_length(std::string_view name) {
  if (name == "x-amz-checksum-crc32" || name == "x-amz-checksum-crc32c") return 8;
  if (name == "x-amz-checksum-crc64nvme") return 12;
  if (name == "x-amz-checksum-sha1") return 28;
  if (name == "x-amz-checksum-sha256") return 44;
  return 0;
}

std::vector<std::string> names_of(const ByteSource& inner, bool computes_crc32) {
  std::vector<std::string> names = inner.trailer_names();
  if (computes_crc32 && names.empty()) names.emplace_back(kCrc32);
  return names;
}

// Signatures by elliptic curves vary in length; padding makes the body's length known before them.
uint64_t signature_length(const ChunkSigning& signing) {
  return signing.key.method() == sigv4::Method::hmac ? 64 : sigv4::kEcdsaSignatureMax;
}

std::string crc32_base64(uint32_t crc) {
  std::string raw;
  for (const int shift : {24, 16, 8, 0}) raw += char(crc >> shift & 255);
  return to_base64(as_bytes(raw));
}

}  // namespace

ChunkedSource::ChunkedSource(std::unique_ptr<ByteSource> inner, ChunkedSourceForm form)
    : inner_(std::move(inner)), form_(std::move(form)), decoded_length_(inner_->length().value_or(0)) {
  if (form_.signing) previous_signature_ = form_.signing->seed_signature;
}

std::string ChunkedSource::trailer_header(const ByteSource& inner, bool computes_crc32) {
  std::string out;
  for (const std::string& name : names_of(inner, computes_crc32)) out.append(out.empty() ? "" : ",").append(name);
  return out;
}

std::vector<std::string> ChunkedSource::trailer_fields() const {
  return form_.has_trailer ? names_of(*inner_, form_.computes_crc32) : std::vector<std::string>();
}

std::optional<uint64_t> ChunkedSource::length() const {
  const uint64_t signature = form_.signing ? kChunkSignature.size() + signature_length(*form_.signing) : 0;
  const auto chunk = [&](uint64_t size) { return fmt::formatted_size("{:x}", size) + signature + 2 + size + 2; };
  uint64_t total = decoded_length_ / kChunkBytes * chunk(kChunkBytes);
  if (const uint64_t last = decoded_length_ % kChunkBytes; last != 0) total += chunk(last);
  total += 1 + signature + 2;  // the last head
  const auto names = trailer_fields();
  for (const std::string& name : names) total += name.size() + 1 + value_length(name) + 2;
  if (!names.empty() && form_.signing) total += kTrailerSignature.size() + signature_length(*form_.signing) + 2;
  return total + 2;
}

Task<Result<void>> ChunkedSource::gather() {
  data_.clear();
  while (data_.size() < kChunkBytes && !inner_ended_) {
    if (rest_.empty()) {
      CO_TRY(rest_, co_await inner_->read());
      inner_ended_ = rest_.empty();
      continue;
    }
    const size_t taken = std::min(rest_.size(), kChunkBytes - data_.size());
    data_.append(as_text(rest_.first(taken)));
    rest_ = rest_.subspan(taken);
  }
  decoded_ += data_.size();
  if (decoded_ > decoded_length_ || (data_.empty() && decoded_ != decoded_length_)) {
    co_return fail(error(errors::internal_error).log("a body gave other than the length it had told"));
  }
  co_return Result<void>{};
}

std::string ChunkedSource::signature_of(std::string_view string_to_sign) {
  previous_signature_ = form_.signing->key.sign(string_to_sign);
  std::string padded = previous_signature_;
  padded.resize(signature_length(*form_.signing), sigv4::kEcdsaPadding);
  return padded;
}

std::string ChunkedSource::head(std::string_view data) {
  std::string out = fmt::format("{:x}", data.size());
  if (form_.signing) {
    const ChunkSigning& signing = *form_.signing;
    out.append(kChunkSignature)
        .append(signature_of(sigv4::chunk_string_to_sign(signing.timestamp, signing.scope, previous_signature_,
                                                         sha256_hex(data), signing.key.method())));
  }
  return out.append("\r\n");
}

Result<std::string> ChunkedSource::trailers() {
  std::string out, canonical;
  for (const std::string& name : trailer_fields()) {
    const std::string value = inner_->trailer(name).value_or(name == kCrc32 ? crc32_base64(crc32_) : "");
    if (value.size() != value_length(name)) {
      return fail(error(errors::internal_error).log("the trailer " + name + " is missing or no checksum"));
    }
    out.append(name).append(":").append(value).append("\r\n");
    canonical.append(name).append(":").append(value).append("\n");
  }
  if (form_.signing && !out.empty()) {
    const ChunkSigning& signing = *form_.signing;
    const std::string text = sigv4::trailer_string_to_sign(signing.timestamp, signing.scope, previous_signature_,
                                                           canonical, signing.key.method());
    out.append(kTrailerSignature).append(signature_of(text)).append("\r\n");
  }
  return out.append("\r\n");
}

Task<Result<Bytes>> ChunkedSource::read() {
  if (ended_) co_return Bytes{};
  CO_CHECK(co_await gather());
  out_ = head(data_);
  if (data_.empty()) {
    ended_ = true;
    CO_TRY(const std::string tail, trailers());
    out_.append(tail);
  } else {
    if (form_.computes_crc32) crc32_ = crc32(crc32_, as_bytes(data_));
    out_.append(data_).append("\r\n");
  }
  co_return as_bytes(out_);
}

}  // namespace lightwell::remote
