// From bytes that have arrived to a photo: complete, import, and what a killed process left undone.

#include <algorithm>

#include "base/log.h"
#include "photos/errors.h"
#include "photos/jobs/processing.h"
#include "photos/library/ledger.h"
#include "photos/library/photo_store.h"
#include "photos/objects/hashing.h"
#include "photos/objects/objects.h"
#include "photos/objects/remover.h"
#include "photos/uploads/upload_rules.h"
#include "photos/uploads/upload_store.h"
#include "photos/uploads/uploads.h"

namespace lightwell::photos {
namespace {

constexpr size_t kSweptAtOnce = 100;

Error missing(const std::vector<int>& numbers) {
  Error failed = error(errors::parts_missing);
  for (const int number : numbers) failed.details.push_back({"Part", std::to_string(number)});
  return failed;
}

Photo photo_of(const Upload& upload, Timestamp now) {
  return {.id = upload.photo_id,
          .owner = upload.owner,
          .name = upload.name,
          .sha256 = upload.sha256,
          .size = upload.size,
          .type = upload.type,
          .kind = upload.kind,
          .taken = taken_without_camera(upload.name, upload.last_modified, now),
          .uploaded_at = now};
}

Error in_our_words(Error failed) {
  if (failed.kind->http_status != 507) return failed;
  return error(errors::storage_full).log(std::move(failed.log_words));
}

}  // namespace

// Several calls for one upload share one completion.
struct Uploads::Running {
  std::vector<Completion<Result<Completed>>> waiters;
};

Task<Result<Completed>> Uploads::complete(Viewer viewer, std::string upload_id, Timestamp now) {
  const std::string owner = owner_seen_by(viewer);
  const std::string name = owner + "/" + upload_id;
  std::optional<Completion<Result<Completed>>> other;
  {
    const std::lock_guard lock(mutex_);
    auto& running = running_[name];
    if (running) {
      other = running->waiters.emplace_back();
    } else {
      running = std::make_shared<Running>();
    }
  }
  if (other) co_return co_await *other;

  Result<Completed> outcome = fail(lightwell::errors::internal_error);
  try {
    outcome = co_await complete_once(owner, std::move(upload_id), now);
  } catch (const std::exception& thrown) {
    log::error("completing an upload threw: {}", thrown.what());
  }
  std::shared_ptr<Running> running;
  {
    const std::lock_guard lock(mutex_);
    running = std::move(running_.extract(name).mapped());
  }
  for (const auto& waiter : running->waiters) waiter.set(outcome);
  co_return outcome;
}

Task<Result<Completed>> Uploads::complete_once(std::string owner, std::string upload_id, Timestamp now) {
  CO_TRY(const Upload upload, co_await find_row({owner}, upload_id));
  if (upload.state == UploadState::done) co_return co_await answer_again(upload);

  auto assembled = co_await assemble(upload, now);
  if (assembled) assembled = co_await verify(upload, now);
  if (!assembled) {
    // A repeated call, a later offer and the sweep see an open upload again.
    CO_CHECK(co_await parts_.database.write([&upload, now](store::Transaction& transaction) {
      return set_completing(transaction, upload.id, false, now);
    }));
    co_return fail(std::move(assembled).error());
  }
  co_return co_await publish(upload, now);
}

Task<Result<Completed>> Uploads::answer_again(const Upload& upload) {
  CO_TRY(const auto flags, co_await parts_.database.read([&upload](store::Reader& reader) {
    return find_flags(reader, upload.owner, upload.photo_id);
  }));
  co_return Completed{.is_duplicate = upload.is_duplicate,
                      .in_trash = flags && flags->standing.place == Place::trash,
                      .photo_id = upload.photo_id};
}

// All parts become one object at the staging key. Repeating it after a kill finds the object there already.
Task<Result<void>> Uploads::assemble(const Upload& upload, Timestamp now) {
  const int count = part_count(upload.size, upload.part_size);
  if (!upload.s3_upload) co_return fail(missing(missing_parts({}, upload.size, upload.part_size)));
  CO_TRY(auto stored, co_await parts_.objects.list_parts(upload.key, *upload.s3_upload));
  if (stored) {
    std::vector<ReceivedPart> received;
    for (const StoredPart& part : *stored) received.push_back({.number = part.number, .size = part.size});
    const auto absent = missing_parts(received, upload.size, upload.part_size);
    if (!absent.empty()) co_return fail(missing(absent));
    std::erase_if(*stored, [count](const StoredPart& part) { return part.number < 1 || part.number > count; });
    CO_CHECK(co_await parts_.database.write(
        [&upload, now](store::Transaction& transaction) { return set_completing(transaction, upload.id, true, now); }));
    CO_TRY(const bool is_known,
           co_await parts_.objects.complete_upload(upload.key, *upload.s3_upload, std::move(*stored)));
    if (is_known) co_return Result<void>{};
  }
  CO_TRY(const auto size, co_await parts_.objects.size_of(upload.key));
  if (size) co_return Result<void>{};
  CO_CHECK(co_await parts_.database.write(
      [&upload](store::Transaction& transaction) { return forget_s3_upload(transaction, upload.id); }));
  co_return fail(missing(missing_parts({}, upload.size, upload.part_size)));
}

// Reads the whole object: nobody's word is taken for its bytes. Others than announced are thrown away.
Task<Result<void>> Uploads::verify(const Upload& upload, Timestamp now) {
  CO_TRY(auto object, co_await parts_.objects.get(upload.key));
  if (!object) co_return fail(error(errors::storage_failed).log("the object that was just written is not there"));
  CO_TRY(const Measured measured, co_await measure(std::move(object->body), parts_.pool));
  if (measured.size == upload.size && to_hex(as_bytes(measured.sha256)) == upload.sha256) co_return Result<void>{};
  CO_CHECK(co_await parts_.database.write(
      [this, &upload, now](store::Transaction& transaction) { return abandon(transaction, upload, now); }));
  co_return fail(errors::checksum_mismatch);
}

// Verified bytes become a photo. The row, its job and its event are one transaction, so no event is ever ahead of its
// row; the constraint on (owner, sha256) decides between two uploads of the same bytes.
Task<Result<Completed>> Uploads::publish(const Upload& upload, Timestamp now) {
  const std::string original = original_key(upload.owner, upload.photo_id);
  if (upload.key != original) {
    CO_TRY(const bool is_copied, co_await parts_.objects.copy(upload.key, original));
    if (!is_copied) co_return fail(error(errors::storage_failed).log("the staged object is not there"));
  }
  const auto added = co_await parts_.database.write([&, now](store::Transaction& transaction) -> Result<void> {
    const Photo photo = photo_of(upload, now);
    REQUIRE_OK(insert_photo(transaction, photo));
    REQUIRE_OK(parts_.processing.enqueue(transaction, photo.id, photo.owner, now));
    Ledger ledger(transaction, parts_.events, photo.owner, now);
    ledger.book(photo.id, std::nullopt, standing_of(photo), Change::added);
    REQUIRE_OK(set_done(transaction, upload.id, photo.id, false, now));
    if (upload.key != original) REQUIRE_OK(parts_.remover.give_up(transaction, upload.key, now));
    return ledger.settle();
  });
  if (added) co_return Completed{.photo_id = upload.photo_id};
  if (added.error().kind != &store::errors::unique_violation) co_return fail(in_our_words(added.error()));
  co_return co_await yield_to_first(upload, now);
}

Task<Result<Completed>> Uploads::yield_to_first(const Upload& upload, Timestamp now) {
  auto yielded = co_await parts_.database.write([&, now](store::Transaction& transaction) -> Result<Completed> {
    TRY(const auto first, find_same_bytes(transaction, upload.owner, upload.sha256));
    if (!first) return fail(error(errors::storage_failed).log("the photo with the same bytes has gone meanwhile"));
    REQUIRE_OK(set_done(transaction, upload.id, first->photo_id, true, now));
    REQUIRE_OK(parts_.remover.give_up(transaction, upload.key, now));
    REQUIRE_OK(parts_.remover.give_up(transaction, original_key(upload.owner, upload.photo_id), now));
    return Completed{.is_duplicate = true, .in_trash = first->in_trash, .photo_id = first->photo_id};
  });
  if (!yielded) co_return fail(in_our_words(std::move(yielded).error()));
  co_return yielded;
}

Task<Result<Completed>> Uploads::add_file(Viewer viewer, std::string name, std::optional<Timestamp> last_modified,
                                          FileRegion file, Timestamp now) {
  OfferedFile offered{.name = std::move(name), .size = file.length, .last_modified = last_modified};
  offered.sha256.assign(64, '0');  // unknown yet; the other rules speak before anything is read
  CO_CHECK(accept(offered, limits_));
  CO_TRY(const Measured measured, co_await measure(Payload(std::vector{file}), parts_.pool));
  offered.sha256 = to_hex(as_bytes(measured.sha256));
  CO_TRY(Accepted accepted, accept(offered, limits_));

  Upload upload{.id = parts_.ids.hex(12),
                .owner = owner_seen_by(viewer),
                .origin = UploadOrigin::import,
                .state = UploadState::completing,
                .sha256 = accepted.sha256,
                .size = file.length,
                .part_size = file.length,
                .name = std::move(accepted.name),
                .type = std::move(accepted.type),
                .kind = accepted.kind,
                .last_modified = last_modified,
                .photo_id = parts_.ids.hex(10),
                .created_at = now};
  upload.key = original_key(upload.owner, upload.photo_id);
  CO_TRY(const auto same,
         co_await parts_.database.write([&upload](store::Transaction& transaction) -> Result<std::optional<SameBytes>> {
           TRY(auto found, find_same_bytes(transaction, upload.owner, upload.sha256));
           if (!found) REQUIRE_OK(insert_upload(transaction, upload));
           return found;
         }));
  if (same) co_return Completed{.is_duplicate = true, .in_trash = same->in_trash, .photo_id = same->photo_id};

  auto stored = co_await parts_.objects.put(upload.key, upload.type, pooled_source(std::move(file), parts_.pool),
                                            upload.size, to_base64(as_bytes(measured.sha256)));
  Result<Completed> outcome = stored ? co_await publish(upload, now) : fail(std::move(stored).error());
  if (!outcome) {
    CO_CHECK(co_await parts_.database.write(
        [this, &upload, now](store::Transaction& transaction) { return abandon(transaction, upload, now); }));
  }
  co_return outcome;
}

Task<Result<void>> Uploads::recover(Timestamp now) {
  CO_TRY(const auto unfinished,
         co_await parts_.database.read([](store::Reader& reader) { return unfinished_uploads(reader); }));
  for (const Upload& upload : unfinished) {
    if (upload.origin == UploadOrigin::import) {
      CO_CHECK(co_await parts_.database.write(
          [this, &upload, now](store::Transaction& transaction) { return abandon(transaction, upload, now); }));
      continue;
    }
    const auto completed = co_await complete({upload.owner}, upload.id, now);
    log::info("uploads: {} was being completed: {}", upload.id, completed ? "done" : completed.error().kind->code);
  }
  co_return co_await end_orphans(now);
}

// What lies under staging/ without a row: begun or assembled by a process that was killed before it could write it
// down.
Task<Result<void>> Uploads::end_orphans(Timestamp now) {
  const std::string prefix(kStagingPrefix);
  CO_TRY(const auto uploads, co_await parts_.objects.list_uploads(prefix));
  for (const OpenStoredUpload& stored : uploads) {
    CO_TRY(const bool is_known, co_await parts_.database.read([&stored](store::Reader& reader) {
      return is_upload(reader, stored.key, stored.upload_id);
    }));
    if (!is_known) CO_CHECK(co_await parts_.objects.abort_upload(stored.key, stored.upload_id));
  }
  CO_TRY(const auto keys, co_await parts_.objects.list(prefix));
  if (keys.empty()) co_return Result<void>{};
  co_return co_await parts_.database.write([this, &keys, now](store::Transaction& transaction) -> Result<void> {
    for (const std::string& key : keys) {
      TRY(const bool is_known, is_upload_key(transaction, key));
      if (!is_known) REQUIRE_OK(parts_.remover.give_up(transaction, key, now));
    }
    return {};
  });
}

Task<Result<void>> Uploads::sweep(Timestamp now) {
  const Timestamp oldest = now - limits_.open_life;
  while (true) {
    CO_TRY(const auto old, co_await parts_.database.read([oldest](store::Reader& reader) {
      return uploads_older_than(reader, oldest, kSweptAtOnce);
    }));
    for (const Upload& upload : old) {
      if (upload.s3_upload) CO_CHECK(co_await parts_.objects.abort_upload(upload.key, *upload.s3_upload));
      CO_CHECK(co_await parts_.database.write(
          [this, &upload, now](store::Transaction& transaction) { return abandon(transaction, upload, now); }));
    }
    if (old.size() < kSweptAtOnce) break;
  }
  co_return co_await parts_.database.write(
      [oldest](store::Transaction& transaction) { return delete_done_before(transaction, oldest); });
}

}  // namespace lightwell::photos
