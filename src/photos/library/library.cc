// What a person looks at: months, photos, previews, originals, downloads.

#include "photos/library/library.h"

#include <algorithm>

#include "photos/errors.h"
#include "photos/library/download_store.h"
#include "photos/library/library_rules.h"
#include "photos/library/month_store.h"
#include "photos/library/photo_store.h"
#include "photos/library/zip_source.h"
#include "photos/objects/objects.h"

namespace lightwell::photos {
namespace {

// Keeps a download alive for as long as its bytes are asked for.
class DownloadBody final : public ByteSource {
 public:
  DownloadBody(std::unique_ptr<ByteSource> zip, store::Database& database, DownloadKey key, Timestamp opened_at)
      : zip_(std::move(zip)), database_(database), key_(std::move(key)), opened_at_(opened_at) {}

  Task<Result<Bytes>> read() override {
    const auto now = std::chrono::steady_clock::now();
    if (now - touched_ >= kTouchEvery) {
      touched_ = now;
      const auto elapsed = std::chrono::duration_cast<microseconds>(now - began_);
      co_await touch(opened_at_ + elapsed);
    }
    co_return co_await zip_->read();
  }
  std::optional<uint64_t> length() const override { return zip_->length(); }
  void interrupt() override { zip_->interrupt(); }

 private:
  static constexpr std::chrono::minutes kTouchEvery{1};

  // A download that cannot be kept alive still goes on.
  Task<void> touch(Timestamp now) {
    (void)co_await database_.write([this, now](store::Transaction& transaction) {
      return photos::use_download(transaction, key_, Timestamp{}, now);
    });
  }

  const std::unique_ptr<ByteSource> zip_;
  store::Database& database_;
  const DownloadKey key_;
  const Timestamp opened_at_;
  const std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point touched_ = began_;
};

}  // namespace

Library::Library(Parts parts) : parts_(parts) {}

Task<Result<Timeline>> Library::timeline(Viewer viewer, View view) {
  const std::string owner = owner_seen_by(viewer);
  co_return co_await parts_.database.read([owner, view](store::Reader& reader) -> Result<Timeline> {
    Timeline timeline;
    TRY(timeline.months, month_counts(reader, owner, view));
    for (const MonthCount& month : timeline.months) timeline.total += month.count;
    TRY(timeline.version, newest_event(reader, owner));
    return timeline;
  });
}

Task<Result<MonthTiles>> Library::month(Viewer viewer, View view, std::string month) {
  const std::optional<int> number = parse_month(month);
  if (!number) co_return fail(errors::bad_request, "A month is written as 2024-05.");
  const std::string owner = owner_seen_by(viewer);
  co_return co_await parts_.database.read(
      [owner, view, number](store::Reader& reader) { return month_tiles(reader, owner, view, *number); });
}

Task<Result<Photo>> Library::find(Viewer viewer, std::string id) {
  const std::string owner = owner_seen_by(viewer);
  CO_TRY(auto photo, co_await parts_.database.lookup(
                         [owner, &id](store::Reader& reader) { return find_photo(reader, owner, id); }));
  if (!photo) co_return fail(errors::photo_not_found);
  CO_CHECK(check_may_see(viewer, photo->owner));
  co_return std::move(*photo);
}

Task<Result<Neighbours>> Library::neighbours(Viewer viewer, View view, std::string id) {
  const std::string owner = owner_seen_by(viewer);
  co_return co_await parts_.database.read([owner, view, &id](store::Reader& reader) -> Result<Neighbours> {
    TRY(const auto photo, find_photo(reader, owner, id));
    if (!photo) return fail(errors::photo_not_found);
    Neighbours found;
    TRY(found.previous, neighbour(reader, owner, view, *photo, Side::newer));
    TRY(found.next, neighbour(reader, owner, view, *photo, Side::older));
    return found;
  });
}

Task<Result<Preview>> Library::preview(Viewer viewer, std::string id, int edge) {
  if (std::ranges::find(kPreviewEdges, edge) == std::end(kPreviewEdges)) {
    co_return fail(errors::bad_request, "Previews have 256 or 1440 pixels.");
  }
  CO_TRY(const Photo photo, co_await find(viewer, std::move(id)));
  if (photo.state != PhotoState::ready) co_return fail(errors::preview_not_ready);
  CO_TRY(auto object, co_await parts_.objects.get(preview_key(photo.owner, photo.id, edge)));
  if (!object) co_return fail(errors::preview_not_ready);
  co_return Preview{.body = std::move(object->body), .size = object->size, .e_tag = std::move(object->e_tag)};
}

Task<Result<Original>> Library::original(Viewer viewer, std::string id, std::optional<std::string> range) {
  CO_TRY(Photo photo, co_await find(viewer, std::move(id)));
  CO_TRY(auto object, co_await parts_.objects.get(original_key(photo.owner, photo.id), std::move(range)));
  if (!object) co_return fail(error(errors::storage_failed).log("the bytes of photo " + photo.id + " are missing"));
  co_return Original{.name = std::move(photo.name),
                     .type = std::move(photo.type),
                     .e_tag = std::move(object->e_tag),
                     .last_modified = object->last_modified,
                     .size = photo.size,
                     .content_range = std::move(object->content_range),
                     .body = std::move(object->body)};
}

Task<Result<std::string>> Library::prepare_download(Viewer viewer, std::string session_id, std::vector<std::string> ids,
                                                    Timestamp now) {
  CO_CHECK(check_ids(ids, kDownloadMax));
  const DownloadKey key{
      .id = parts_.ids.base64url(18), .owner = owner_seen_by(viewer), .session = std::move(session_id)};
  co_return co_await parts_.database.write([&key, &ids, now](store::Transaction& transaction) -> Result<std::string> {
    REQUIRE_OK(insert_download(transaction, key, ids, now));
    return key.id;
  });
}

Task<Result<std::vector<Photo>>> Library::use_download(DownloadKey key, Timestamp now) {
  co_return co_await parts_.database.write([&key, now](store::Transaction& transaction) -> Result<std::vector<Photo>> {
    TRY(const auto ids, photos::use_download(transaction, key, now - kDownloadLife, now));
    if (!ids) return fail(errors::download_not_found);
    std::vector<Photo> found;
    for (const std::string& id : *ids) {
      TRY(auto photo, find_photo(transaction, key.owner, id));
      if (photo) found.push_back(std::move(*photo));
    }
    return found;
  });
}

Task<Result<Download>> Library::open_download(Viewer viewer, std::string session_id, std::string download_id,
                                              Timestamp now) {
  const DownloadKey key{.id = std::move(download_id), .owner = owner_seen_by(viewer), .session = std::move(session_id)};
  CO_TRY(const auto photos, co_await use_download(key, now));
  if (photos.empty()) co_return fail(errors::download_not_found, "None of these photos exists any more.");
  std::vector<ZipEntry> entries;
  std::vector<std::string> keys;
  for (const Photo& photo : photos) {
    const auto east = std::chrono::minutes(photo.taken.zone_offset_minutes.value_or(0));
    entries.push_back({.name = photo.name, .size = photo.size, .modified = photo.taken.local - east});
    keys.push_back(original_key(photo.owner, photo.id));
  }
  auto open = [&objects = parts_.objects, keys = std::move(keys)](size_t index) {
    return open_original(objects, keys[index]);
  };
  co_return Download{.file_name = "lightwell-" + iso8601_seconds(now).substr(0, 10) + ".zip",
                     .body = std::make_unique<DownloadBody>(zip_source(std::move(entries), std::move(open)),
                                                            parts_.database, key, now)};
}

Task<Result<Payload>> Library::open_original(Objects& objects, std::string key) {
  CO_TRY(auto object, co_await objects.get(key));
  if (!object) co_return fail(error(errors::storage_failed).log("the bytes at " + key + " are missing"));
  co_return std::move(object->body);
}

}  // namespace lightwell::photos
