#include "services/s3/body_receiver.h"

#include <algorithm>

#include "base/log.h"
#include "run/start.h"
#include "services/s3/errors.h"

namespace lightwell::s3 {
namespace {

constexpr size_t kBlockBytes = 256 * 1024;
constexpr size_t kDigestHereMax = 16 * 1024;  // hashing this much costs less than another thread's wake-up
constexpr std::string_view kNameMark = "s3";
constexpr size_t kNameBytes = 16;
constexpr size_t kRunBytes = 4;

// Reads a source in blocks of a size of our own.
class Blocks {
 public:
  explicit Blocks(ByteSource& source) : source_(source) {}

  // A full block, or less at the end, or none behind it.
  Task<Result<std::shared_ptr<std::string>>> next() {
    auto block = std::make_shared<std::string>();
    block->reserve(size_t(std::min<uint64_t>(source_.length().value_or(kBlockBytes), kBlockBytes)));
    while (block->size() < kBlockBytes && !ended_) {
      if (rest_.empty()) {
        CO_TRY(rest_, co_await source_.read());
        ended_ = rest_.empty();
      }
      const size_t taken = std::min(rest_.size(), kBlockBytes - block->size());
      block->append(as_text(rest_.first(taken)));
      rest_ = rest_.subspan(taken);
    }
    co_return block;
  }
  bool ended() const { return ended_; }

 private:
  ByteSource& source_;
  Bytes rest_;
  bool ended_ = false;
};

Error wrong_checksum(Algorithm algorithm) {
  return error(errors::bad_digest,
               "The " + std::string(name_of(algorithm)) + " you specified did not match the calculated checksum.");
}

}  // namespace

// The digests and the writer of one body. Shared with the jobs that work on its blocks, so that a body that fails
// while one of them runs takes nothing away from it.
class BodyReceiver::Intake {
 public:
  Intake(Pool& pool, const BodyTerms& terms) : pool_(pool), md5_(make_digest(Algorithm::md5)) {
    add(terms.algorithm);
    if (terms.claim) add(terms.claim->algorithm);
  }

  // Hashes and writes side by side. One block at a time.
  static Task<Result<void>> absorb(std::shared_ptr<Intake> self, std::shared_ptr<const std::string> block) {
    const Bytes bytes = as_bytes(*block);
    self->size_ += bytes.size();
    if (bytes.size() <= kDigestHereMax) {
      self->md5_->update(bytes);
      self->update_checksums(bytes);
      if (self->writer_) co_return co_await self->writer_->write(bytes);
      co_return Result<void>();
    }
    auto md5 = start(hash(self, block, [](Intake& intake, Bytes bytes) { intake.md5_->update(bytes); }));
    auto checksums = start(hash(self, block, [](Intake& intake, Bytes bytes) { intake.update_checksums(bytes); }));
    Result<void> written;
    if (self->writer_) written = co_await self->writer_->write(bytes);
    const Result<void> md5_done = co_await md5.join();
    const Result<void> checksums_done = co_await checksums.join();
    CO_CHECK(written);
    CO_CHECK(md5_done);
    co_return checksums_done;
  }

  // Ends the digests and holds them against the terms.
  Result<ReceivedBody> finish(const ByteSource& body, const BodyTerms& terms) {
    ReceivedBody received{.size = size_, .md5 = md5_->finish()};
    if (terms.content_md5 && *terms.content_md5 != received.md5) {
      return fail(error(errors::bad_digest)
                      .with("ExpectedDigest", to_hex(as_bytes(*terms.content_md5)))
                      .with("CalculatedDigest", to_base64(as_bytes(received.md5))));
    }
    for (auto& [algorithm, digest] : checksums_) {
      const std::string raw = digest->finish();
      const std::string value = to_base64(as_bytes(raw));
      if (algorithm == terms.algorithm) received.checksum = value;
      if (!terms.claim || terms.claim->algorithm != algorithm) continue;
      TRY(const std::string claimed, claimed_value(body, *terms.claim));
      if (claimed != value) return fail(wrong_checksum(algorithm));
      received.claimed = Checksum{algorithm, ChecksumType::full_object, value};
    }
    return received;
  }

  void write_to(std::unique_ptr<store::BlobWriter> writer) { writer_ = std::move(writer); }
  store::BlobWriter* writer() { return writer_.get(); }
  uint64_t size() const { return size_; }

 private:
  using Hash = void (*)(Intake&, Bytes);

  static Task<Result<void>> hash(std::shared_ptr<Intake> self, std::shared_ptr<const std::string> block, Hash hash) {
    co_return co_await self->pool_.run([self, block, hash]() -> Result<void> {
      hash(*self, as_bytes(*block));
      return {};
    });
  }

  static Result<std::string> claimed_value(const ByteSource& body, const Claim& claim) {
    if (claim.value) return *claim.value;
    const auto trailer = body.trailer(checksum_header(claim.algorithm));
    if (!trailer) return fail(errors::malformed_trailer_error);
    const std::string value(trim(*trailer));
    const auto raw = from_base64(value);
    if (!raw || raw->size() != checksum_bytes(claim.algorithm)) {
      return fail(errors::invalid_request,
                  "Value for " + checksum_header(claim.algorithm) + " trailing header is invalid.");
    }
    return value;
  }

  void add(Algorithm algorithm) {
    for (const auto& [known, digest] : checksums_) {
      if (known == algorithm) return;
    }
    checksums_.emplace_back(algorithm, make_digest(algorithm));
  }
  void update_checksums(Bytes bytes) {
    for (auto& [algorithm, digest] : checksums_) digest->update(bytes);
  }

  Pool& pool_;
  std::unique_ptr<Digest> md5_;
  std::vector<std::pair<Algorithm, std::unique_ptr<Digest>>> checksums_;
  std::unique_ptr<store::BlobWriter> writer_;
  uint64_t size_ = 0;
};

std::vector<Segment> ReceivedBody::segments() const {
  if (size == 0 || blob.empty()) return {};
  return {{blob, 0, size}};
}

BodyReceiver::BodyReceiver(store::BlobStore& blobs, Pool& pool, Ids& ids)
    : blobs_(blobs), pool_(pool), ids_(ids), run_(std::string(kNameMark) + ids.hex(kRunBytes)) {}

std::string BodyReceiver::new_name() { return ids_.hex(kNameBytes) + run_; }

bool BodyReceiver::is_own_name(std::string_view name) const { return is_blob_name(name) && name.ends_with(run_); }

bool BodyReceiver::is_blob_name(std::string_view name) {
  return name.size() == 2 * kNameBytes + kNameMark.size() + 2 * kRunBytes &&
         name.substr(2 * kNameBytes).starts_with(kNameMark);
}

Task<Result<ReceivedBody>> BodyReceiver::receive(ByteSource& body, const BodyTerms& terms) {
  const auto too_large = [&](uint64_t size) {
    return fail(error(errors::entity_too_large)
                    .with("ProposedSize", std::to_string(size))
                    .with("MaxSizeAllowed", std::to_string(terms.bytes_max)));
  };
  const auto expected = terms.length ? terms.length : body.length();
  if (expected && *expected > terms.bytes_max) co_return too_large(*expected);

  const auto intake = std::make_shared<Intake>(pool_, terms);
  Blocks blocks(body);
  CO_TRY(auto block, co_await blocks.next());
  const bool is_small = blocks.ended() && block->size() <= terms.inline_bytes_max;
  std::string name;
  if (!is_small && !block->empty()) {
    name = new_name();
    CO_TRY(auto writer, co_await blobs_.create(name));
    intake->write_to(std::move(writer));
  }
  while (true) {
    const bool is_last = blocks.ended();
    auto absorbing = start(Intake::absorb(intake, block));
    if (is_last) {
      CO_CHECK(co_await absorbing.join());
      break;
    }
    auto next = co_await blocks.next();
    CO_CHECK(co_await absorbing.join());
    if (!next) co_return std::unexpected(std::move(next).error());
    if (intake->size() + (*next)->size() > terms.bytes_max) co_return too_large(intake->size() + (*next)->size());
    if ((*next)->empty()) break;
    block = *std::move(next);
  }

  if (expected && intake->size() != *expected) co_return fail(errors::incomplete_body);
  CO_TRY(ReceivedBody received, intake->finish(body, terms));
  if (is_small) {
    received.bytes = *block;
  } else if (!name.empty()) {
    CO_CHECK(co_await intake->writer()->commit());
    received.blob = std::move(name);
  }
  co_return received;
}

}  // namespace lightwell::s3
