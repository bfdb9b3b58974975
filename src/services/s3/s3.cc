#include "services/s3/s3.h"

#include <limits>

#include "base/log.h"
#include "services/s3/bucket_rules.h"
#include "services/s3/bucket_store.h"
#include "services/s3/errors.h"
#include "services/s3/garbage_store.h"
#include "services/s3/schema.h"
#include "services/s3/segment_source.h"

namespace lightwell::s3 {
namespace {

constexpr size_t kRegionsMax = 64;   // files that one answer may hold open
constexpr int kLookupPartsMax = 64;  // more are read on a thread of the store
constexpr size_t kDigestHereMax = 16 * 1024;
constexpr size_t kSweepBatch = 256;

}  // namespace

S3Service::S3Service(store::Database& database, store::BlobStore& blobs, Pool& pool, Ids& ids, Options options,
                     Principals* principals)
    : database_(database),
      blobs_(blobs),
      pool_(pool),
      ids_(ids),
      options_(std::move(options)),
      receiver_(blobs, pool, ids),
      guards_(database),
      owners_(options_.account_names),
      principals_(principals) {}

Result<void> S3Service::migrate() { return database_.migrate("s3", migrations()); }

Task<Result<S3Service::Found>> S3Service::find(const Call& call, std::string bucket_name, std::string key,
                                               std::optional<std::string> expected_owner, Want want,
                                               std::optional<int32_t> part_number) {
  bool is_long = false;
  const auto look = [&](store::Reader& reader, int parts_max) -> Result<Found> {
    TRY(const Bucket bucket, open_bucket(reader, call, bucket_name, expected_owner));
    TRY(auto object, find_object(reader, bucket.id, key));
    if (!object) return fail(error(errors::no_such_key).with("Key", key));
    Found found{.object = *std::move(object)};
    is_long = found.object.parts > parts_max;
    if (is_long) return found;
    TRY(found.headers, read_headers(reader, found.object.content));
    if (want == Want::content) {
      TRY(found.content, read_content(reader, found.object.content));
    }
    if (part_number) {
      TRY(found.part, find_part_range(reader, found.object.content, *part_number));
    }
    return found;
  };
  auto found = co_await database_.lookup([&](store::Reader& reader) { return look(reader, kLookupPartsMax); });
  if (!is_long) co_return found;
  co_return co_await database_.read(
      [&](store::Reader& reader) { return look(reader, std::numeric_limits<int>::max()); });
}

Task<Result<Payload>> S3Service::open(const Found& found, ByteRange range) {
  if (found.content.bytes) co_return Payload(found.content.bytes->substr(range.first, range.length));
  std::vector<Segment> segments = slice(found.content.segments, range);
  if (segments.size() > kRegionsMax) {
    auto pin = pins_.hold(segments);
    // From here on nothing is swept; what was swept before shows in the rows.
    CO_TRY(const Content now,
           co_await database_.read([&](store::Reader& reader) { return read_content(reader, found.object.content); }));
    if (now.segments != found.content.segments) co_return fail(lightwell::errors::not_found);
    co_return Payload(std::make_unique<SegmentSource>(blobs_, pool_, std::move(segments), std::move(pin)));
  }
  std::vector<FileRegion> regions;
  for (const Segment& segment : segments) {
    CO_TRY(FileRegion region, co_await blobs_.open(segment.blob));
    region.offset += segment.start;
    region.length = segment.length;
    regions.push_back(std::move(region));
  }
  co_return Payload(std::move(regions));
}

Task<Result<std::vector<std::string>>> S3Service::digest_range(const Found& found, ByteRange range,
                                                               std::vector<Algorithm> algorithms) {
  std::vector<std::unique_ptr<Digest>> digests;
  for (const Algorithm algorithm : algorithms) digests.push_back(make_digest(algorithm));
  std::unique_ptr<ByteSource> source;
  if (found.content.bytes) {
    source = source_of(found.content.bytes->substr(range.first, range.length));
  } else {
    auto segments = slice(found.content.segments, range);
    auto pin = pins_.hold(segments);
    source = std::make_unique<SegmentSource>(blobs_, pool_, std::move(segments), std::move(pin));
  }
  while (true) {
    CO_TRY(const Bytes bytes, co_await source->read());
    if (bytes.empty()) break;
    const auto update = [&]() -> Result<void> {
      for (const auto& digest : digests) digest->update(bytes);
      return {};
    };
    if (bytes.size() <= kDigestHereMax) {
      CO_CHECK(update());
    } else {
      CO_CHECK(co_await pool_.run(update));
    }
  }
  std::vector<std::string> raw;
  for (const auto& digest : digests) raw.push_back(digest->finish());
  co_return raw;
}

Task<Result<void>> S3Service::require_bucket(const Call& call, std::string bucket,
                                             std::optional<std::string> expected_owner) {
  co_return co_await database_.read([&](store::Reader& reader) -> Result<void> {
    REQUIRE_OK(open_bucket(reader, call, bucket, expected_owner));
    return {};
  });
}

Task<Result<Call>> S3Service::permitted(const Call& call, std::string action, std::string bucket, std::string key) {
  Call owners = call;
  if (options_.permit) {
    CO_TRY(owners.account, co_await options_.permit(call, std::move(action), bucket_arn(bucket) + '/' + key));
  }
  co_return owners;
}

Task<Result<std::string>> S3Service::write_blob(std::string bytes) {
  std::string name = receiver_.new_name();
  CO_TRY(const auto writer, co_await blobs_.create(name));
  CO_CHECK(co_await writer->write(as_bytes(bytes)));
  CO_CHECK(co_await writer->commit());
  co_return name;
}

Task<void> S3Service::drop_blob(std::string blob) {
  if (blob.empty()) co_return;
  const auto removed = co_await blobs_.remove(blob);
  if (!removed) log::warning("s3: blob {} was not removed and waits for the next start", blob);
}

Task<Result<size_t>> S3Service::recover() {
  std::vector<std::string> names;
  CO_CHECK(co_await blobs_.each([&](std::string_view name, uint64_t) {
    if (BodyReceiver::is_blob_name(name) && !receiver_.is_own_name(name)) names.emplace_back(name);
    return true;
  }));
  size_t removed = 0;
  for (size_t first = 0; first < names.size(); first += kSweepBatch) {
    const std::vector<std::string> batch(names.begin() + ptrdiff_t(first),
                                         names.begin() + ptrdiff_t(std::min(first + kSweepBatch, names.size())));
    CO_TRY(const auto unknown,
           co_await database_.read([&](store::Reader& reader) { return find_unknown(reader, batch); }));
    for (const std::string& name : unknown) {
      CO_CHECK(co_await blobs_.remove(name));
      ++removed;
    }
  }
  if (removed != 0) log::info("s3: {} unfinished blobs of an earlier run were removed", removed);
  co_return removed;
}

Task<Result<size_t>> S3Service::sweep() {
  size_t removed = 0;
  std::string after;
  while (true) {
    CO_TRY(const auto garbage,
           co_await database_.read([&](store::Reader& reader) { return list_garbage(reader, after, kSweepBatch); }));
    if (garbage.empty()) co_return removed;
    after = garbage.back();
    std::vector<std::string> gone;
    for (const std::string& blob : garbage) {
      if (pins_.is_held(blob)) continue;
      // The file first: a kill between the two leaves a row, and removing twice does no harm.
      if (const auto done = co_await blobs_.remove(blob); done) {
        gone.push_back(blob);
      } else {
        log::warning("s3: blob {} cannot be removed: {}", blob, done.error().log_words);
      }
    }
    CO_CHECK(
        co_await database_.write([&](store::Transaction& transaction) { return forget_garbage(transaction, gone); }));
    removed += gone.size();
  }
}

Task<Result<void>> S3Service::reset() {
  CO_CHECK(co_await database_.write([](store::Transaction& transaction) { return delete_everything(transaction); }));
  std::vector<std::string> names;
  CO_CHECK(co_await blobs_.each([&](std::string_view name, uint64_t) {
    if (BodyReceiver::is_blob_name(name)) names.emplace_back(name);
    return true;
  }));
  for (const std::string& name : names) CO_CHECK(co_await blobs_.remove(name));
  guards_.forget_all();
  co_return Result<void>();
}

Task<Result<Tags>> S3Service::object_tags(std::string bucket_name, std::string key) {
  co_return co_await database_.lookup([&](store::Reader& reader) -> Result<Tags> {
    TRY(const auto bucket, find_bucket(reader, bucket_name));
    if (!bucket) return Tags{};
    TRY(const auto object, find_object(reader, bucket->id, key));
    if (!object) return Tags{};
    TRY(ContentHeaders headers, read_headers(reader, object->content));
    return std::move(headers.tags);
  });
}

Task<Result<std::optional<std::vector<api::s3::CORSRule>>>> S3Service::cors_rules(std::string bucket_name) {
  using Rules = std::optional<std::vector<api::s3::CORSRule>>;
  co_return co_await database_.read([&](store::Reader& reader) -> Result<Rules> {
    TRY(const auto bucket, find_bucket(reader, bucket_name));
    if (!bucket) return Rules();
    TRY(auto rules, read_cors_rules(reader, bucket->id));
    return rules.empty() ? Rules() : Rules(std::move(rules));
  });
}

}  // namespace lightwell::s3
