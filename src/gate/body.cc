#include "gate/body.h"

#include <algorithm>

#include "base/text.h"
#include "gate/errors.h"
#include "wire/sigv4/chunks.h"
#include "wire/sigv4/ecdsa.h"

namespace lightwell::gate {
namespace {

namespace sigv4 = wire::sigv4;

constexpr std::string_view kTrailerSignature = "x-amz-trailer-signature";

Error cut_short() { return error(errors::incomplete_body, "The request body terminated unexpectedly"); }

}  // namespace

DigestedBody::DigestedBody(std::unique_ptr<ByteSource> inner, std::string expected_sha256)
    : inner_(std::move(inner)), expected_(std::move(expected_sha256)), digest_(make_digest(Algorithm::sha256)) {}

Task<Result<Bytes>> DigestedBody::read() {
  CO_TRY(const Bytes bytes, co_await inner_->read());
  if (!bytes.empty()) {
    digest_->update(bytes);
    co_return bytes;
  }
  const std::string computed = to_hex(as_bytes(digest_->finish()));
  if (computed == expected_) co_return bytes;
  co_return fail(error(errors::content_sha256_mismatch)
                     .with("ClientComputedContentSHA256", expected_)
                     .with("S3ComputedContentSHA256", computed));
}

ChunkedBody::ChunkedBody(std::unique_ptr<ByteSource> inner, ChunkedForm form)
    : inner_(std::move(inner)), form_(std::move(form)), previous_signature_(form_.chain.signature) {}

std::optional<std::string> ChunkedBody::trailer(std::string_view name) const {
  for (const auto& [held, value] : trailers_) {
    if (equals_ignore_case(held, name)) return value;
  }
  return std::nullopt;
}

Task<Result<void>> ChunkedBody::fill() {
  CO_TRY(rest_, co_await inner_->read());
  if (rest_.empty()) co_return fail(cut_short());
  co_return Result<void>{};
}

Task<Result<std::string_view>> ChunkedBody::line() {
  line_.clear();
  for (;;) {
    if (rest_.empty()) CO_CHECK(co_await fill());
    const std::string_view text = as_text(rest_);
    const size_t end = text.find('\n');
    line_.append(text.substr(0, end));
    if (line_.size() > sigv4::kChunkLineMax) co_return fail(cut_short());
    rest_ = end == text.npos ? Bytes{} : rest_.subspan(end + 1);
    if (end != text.npos) break;
  }
  if (line_.ends_with('\r')) line_.pop_back();
  co_return std::string_view(line_);
}

Result<void> ChunkedBody::check_size(uint64_t size) {
  if (size != 0 && chunks_ != 0 && last_size_ < kChunkBytesMin) {
    return fail(error(errors::invalid_chunk_size)
                    .with("Chunk", std::to_string(chunks_))
                    .with("BadChunkSize", std::to_string(last_size_)));
  }
  last_size_ = size;
  if (size != 0) ++chunks_;
  decoded_ += size;
  if (decoded_ > form_.decoded_length || (size == 0 && decoded_ != form_.decoded_length)) {
    return fail(errors::incomplete_body);
  }
  return {};
}

Task<Result<bool>> ChunkedBody::begin_chunk() {
  CO_TRY(const std::string_view text, co_await line());
  const auto head = sigv4::parse_chunk_head(text);
  if (!head) co_return fail(cut_short());
  CO_CHECK(check_size(head->size));
  left_in_chunk_ = head->size;
  if (form_.is_signed) {
    chunk_signature_ = head->signature;
    digest_ = form_.chain.key ? make_digest(Algorithm::sha256) : nullptr;
  }
  in_chunk_ = true;
  if (head->size != 0) co_return true;
  CO_CHECK(end_chunk());
  CO_CHECK(co_await read_trailers());
  co_return false;
}

Result<void> ChunkedBody::end_chunk() {
  in_chunk_ = false;
  if (digest_ == nullptr) return {};
  const std::string hash = to_hex(as_bytes(digest_->finish()));
  const ChunkChain& chain = form_.chain;
  const std::string text =
      sigv4::chunk_string_to_sign(chain.timestamp, chain.scope, previous_signature_, hash, chain.key->method());
  if (!chain.key->verify(text, chunk_signature_)) {
    return fail(mismatch(Dialect::s3, chain.access_key_id, text, chunk_signature_, ""));
  }
  previous_signature_ = chunk_signature_;
  return {};
}

Task<Result<void>> ChunkedBody::read_trailers() {
  std::string canonical, signature;
  for (;;) {
    // Some clients end a body without trailers right after the last head.
    if (rest_.empty()) {
      CO_TRY(rest_, co_await inner_->read());
      if (rest_.empty()) break;
    }
    CO_TRY(const std::string_view text, co_await line());
    if (text.empty()) continue;  // an empty line ends the trailers; one may stand before the signature too
    auto trailer = sigv4::parse_trailer_line(text);
    if (!trailer || !form_.has_trailer || trailers_.size() == sigv4::kTrailersMax) {
      co_return fail(errors::malformed_trailer);
    }
    if (trailer->name == kTrailerSignature) {
      signature = trailer->value.substr(0, trailer->value.find(sigv4::kEcdsaPadding));
      continue;
    }
    const auto& names = form_.trailer_names;
    const bool is_announced = std::find(names.begin(), names.end(), trailer->name) != names.end();
    if (!is_announced || this->trailer(trailer->name)) co_return fail(errors::malformed_trailer);
    canonical.append(trailer->name).append(":").append(trailer->value).append("\n");
    trailers_.emplace_back(std::move(trailer->name), std::move(trailer->value));
  }
  co_return end_trailers(canonical, signature);
}

Result<void> ChunkedBody::end_trailers(std::string_view canonical, std::string_view signature) {
  if (!form_.has_trailer) return {};
  if (trailers_.size() != form_.trailer_names.size()) return fail(errors::malformed_trailer);
  if (!form_.is_signed || !form_.chain.key) return {};
  const ChunkChain& chain = form_.chain;
  const std::string text =
      sigv4::trailer_string_to_sign(chain.timestamp, chain.scope, previous_signature_, canonical, chain.key->method());
  if (chain.key->verify(text, signature)) return {};
  return fail(mismatch(Dialect::s3, chain.access_key_id, text, signature, ""));
}

Task<Result<Bytes>> ChunkedBody::read() {
  if (in_chunk_ && left_in_chunk_ == 0) {
    CO_CHECK(end_chunk());
    CO_TRY(const std::string_view empty, co_await line());
    if (!empty.empty()) co_return fail(cut_short());
  }
  if (!in_chunk_) {
    CO_TRY(const bool more, co_await begin_chunk());
    if (!more) co_return Bytes{};
  }
  if (rest_.empty()) CO_CHECK(co_await fill());
  const size_t taken = size_t(std::min<uint64_t>(rest_.size(), left_in_chunk_));
  const Bytes out = rest_.first(taken);
  rest_ = rest_.subspan(taken);
  left_in_chunk_ -= taken;
  if (digest_ != nullptr) digest_->update(out);
  co_return out;
}

}  // namespace lightwell::gate
