// What a person does to photos: stars, the archive, the trash and out of it.

#include <algorithm>
#include <map>

#include "photos/errors.h"
#include "photos/jobs/job_store.h"
#include "photos/labels/label_store.h"
#include "photos/library/download_store.h"
#include "photos/library/ledger.h"
#include "photos/library/library.h"
#include "photos/library/photo_store.h"
#include "photos/likeness/likeness.h"
#include "photos/objects/objects.h"
#include "photos/objects/remover.h"
#include "photos/people/people_store.h"
#include "photos/search/index.h"

namespace lightwell::photos {
namespace {

constexpr size_t kRemovedAtOnce = 500;  // photos in one transaction

// The row, its job and its counts go; the bytes follow through the outbox, once no worker can write them any more.
Result<void> remove_photos(store::Transaction& transaction, Remover& remover, Remover& face_remover, Ledger& ledger,
                           const std::vector<Trashed>& photos, Timestamp now) {
  for (const Trashed& photo : photos) {
    TRY(const auto busy_until, leased_until(transaction, JobKind::reading, photo.id));
    REQUIRE_OK(delete_jobs(transaction, photo.id));
    REQUIRE_OK(forget_seen(transaction, photo.id));
    REQUIRE_OK(forget_likeness(transaction, photo.id));
    REQUIRE_OK(forget_faces(transaction, face_remover, photo.owner, photo.id, now));
    REQUIRE_OK(forget_photo(transaction, photo.id));
    REQUIRE_OK(delete_photo(transaction, photo.owner, photo.id));
    REQUIRE_OK(remover.give_up(transaction, original_key(photo.owner, photo.id), now));
    for (const int edge : kPreviewEdges) {
      REQUIRE_OK(remover.give_up(transaction, preview_key(photo.owner, photo.id, edge),
                                 std::max(now, busy_until.value_or(now))));
    }
    ledger.book(photo.id, photo.standing, std::nullopt, Change::removed);
  }
  return {};
}

}  // namespace

Task<Result<int64_t>> Library::change(Viewer viewer, std::vector<std::string> ids, PhotoChanges changes,
                                      Timestamp now) {
  CO_CHECK(check_ids(ids));
  CO_CHECK(check_changes(changes));
  const auto edit = [changes](Flags& flags) {
    flags.standing.is_favourite = changes.is_favourite.value_or(flags.standing.is_favourite);
    flags.is_archived = changes.is_archived.value_or(flags.is_archived);
    flags.rating = changes.rating.value_or(flags.rating);
    const bool is_trashed = flags.standing.place == Place::trash;
    flags.standing.place = place_of(flags.is_archived, is_trashed);
  };
  co_return co_await edit_all(std::move(viewer), std::move(ids), edit, Change::changed, now);
}

Task<Result<int64_t>> Library::trash(Viewer viewer, std::vector<std::string> ids, Timestamp now) {
  CO_CHECK(check_ids(ids));
  const auto edit = [](Flags& flags) { flags.standing.place = Place::trash; };
  co_return co_await edit_all(std::move(viewer), std::move(ids), edit, Change::trashed, now);
}

Task<Result<int64_t>> Library::restore(Viewer viewer, std::vector<std::string> ids, Timestamp now) {
  CO_CHECK(check_ids(ids));
  const auto edit = [](Flags& flags) { flags.standing.place = place_of(flags.is_archived, false); };
  co_return co_await edit_all(std::move(viewer), std::move(ids), edit, Change::restored, now);
}

Task<Result<int64_t>> Library::edit_all(Viewer viewer, std::vector<std::string> ids, std::function<void(Flags&)> edit,
                                        Change change, Timestamp now) {
  const std::string owner = owner_seen_by(viewer);
  co_return co_await parts_.database.write(
      [this, owner, &ids, &edit, change, now](store::Transaction& transaction) -> Result<int64_t> {
        Ledger ledger(transaction, parts_.events, owner, now);
        int64_t changed = 0;
        for (const std::string& id : ids) {
          TRY(const auto before, find_flags(transaction, owner, id));
          if (!before) continue;
          Flags after = *before;
          edit(after);
          // A date in the trash is kept when nothing moves: a second delete does not prolong the thirty days.
          if (after == *before) continue;
          const bool is_trashed = after.standing.place == Place::trash;
          REQUIRE_OK(update_flags(transaction, owner, id, after,
                                  is_trashed ? before->trashed_at.value_or(now) : std::optional<Timestamp>()));
          REQUIRE_OK(show_faces(transaction, owner, id, !is_trashed));
          ledger.book(id, before->standing, after.standing, change);
          ++changed;
        }
        REQUIRE_OK(ledger.settle());
        return changed;
      });
}

Task<Result<int64_t>> Library::empty_trash(Viewer viewer, std::optional<std::vector<std::string>> ids, Timestamp now) {
  const std::string owner = owner_seen_by(viewer);
  if (ids) CO_CHECK(check_ids(*ids));
  int64_t removed = 0;
  while (true) {
    CO_TRY(const size_t count,
           co_await parts_.database.write([&, now](store::Transaction& transaction) -> Result<size_t> {
             std::vector<Trashed> photos;
             if (ids) {
               TRY(photos, trash_among(transaction, owner, *ids));
             } else {
               TRY(photos, trash_of(transaction, owner, kRemovedAtOnce));
             }
             Ledger ledger(transaction, parts_.events, owner, now);
             REQUIRE_OK(remove_photos(transaction, parts_.remover, parts_.face_remover, ledger, photos, now));
             REQUIRE_OK(ledger.settle());
             return photos.size();
           }));
    removed += int64_t(count);
    if (ids || count < kRemovedAtOnce) co_return removed;
  }
}

Task<Result<void>> Library::sweep(Timestamp now) {
  while (true) {
    CO_TRY(const size_t count,
           co_await parts_.database.write([&, now](store::Transaction& transaction) -> Result<size_t> {
             REQUIRE_OK(delete_downloads_before(transaction, now - kDownloadLife));
             TRY(const auto photos, trashed_before(transaction, now - kTrashLife, kRemovedAtOnce));
             std::map<std::string, std::vector<Trashed>> by_owner;
             for (const Trashed& photo : photos) by_owner[photo.owner].push_back(photo);
             for (const auto& [owner, theirs] : by_owner) {
               Ledger ledger(transaction, parts_.events, owner, now);
               REQUIRE_OK(remove_photos(transaction, parts_.remover, parts_.face_remover, ledger, theirs, now));
               REQUIRE_OK(ledger.settle());
             }
             return photos.size();
           }));
    if (count < kRemovedAtOnce) co_return Result<void>{};
  }
}

}  // namespace lightwell::photos
