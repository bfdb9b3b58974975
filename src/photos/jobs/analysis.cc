#include "photos/jobs/analysis.h"

#include "base/log.h"
#include "photos/errors.h"
#include "photos/eyes/crop_rules.h"
#include "photos/jobs/image_reader.h"
#include "photos/jobs/job_store.h"
#include "photos/jobs/processing_rules.h"
#include "photos/labels/label_store.h"
#include "photos/library/ledger.h"
#include "photos/library/photo_store.h"
#include "photos/likeness/likeness.h"
#include "photos/objects/objects.h"
#include "photos/objects/remover.h"
#include "photos/people/growth.h"
#include "photos/search/index.h"
#include "run/start.h"

namespace lightwell::photos {
namespace {

constexpr int kLookedAtEdge = 1440;
constexpr std::string_view kTooSmall = "This picture is too small or too narrow to look for anything in it.";
constexpr std::chrono::minutes kModelsAskedEvery{1};
constexpr size_t kRepeatedAtOnce = 1000;  // photos in one transaction

// Photos whose previews are there.
Result<std::vector<std::string>> readable_photos(store::Reader& reader, const std::string& owner,
                                                 const std::string& after) {
  return reader.all("SELECT id FROM photos WHERE owner = $1 AND state = 1 AND id > $2 ORDER BY id LIMIT $3",
                    {owner, after, kRepeatedAtOnce}, [](const store::Row& row) { return row.string(0); });
}

Result<bool> is_readable(store::Reader& reader, const std::string& owner, const std::string& id) {
  TRY(const auto found, reader.first("SELECT 1 FROM photos WHERE owner = $1 AND id = $2 AND state = 1", {owner, id},
                                     [](const store::Row&) { return true; }));
  return found.has_value();
}

}  // namespace

struct Analysis::Seen {
  Upright upright;
  Glimpse glimpse;
  SeenPicture picture;
  std::vector<SeenFace> faces;
};

Analysis::Analysis(Parts parts, JobLimits limits)
    : JobQueue(JobKind::analysing, parts.core, std::move(limits)), parts_(parts) {}

Analysis::~Analysis() { stop(); }

Task<Result<void>> Analysis::process(Job job, Interlude::Scene* scene) {
  if (scene != nullptr) scene->step_aside();
  auto seen = co_await look(job);
  if (scene != nullptr && !scene->step_back()) {
    // The photo is gone with its world; what was put into the collection since goes too.
    if (seen) co_await take_back(job, *seen);
    co_return Result<void>{};
  }
  if (!seen) co_return co_await fail_with(std::move(job), std::move(seen).error());
  co_return co_await finish(std::move(job), std::move(*seen));
}

Task<Result<Analysis::Seen>> Analysis::look(const Job& job) {
  CO_TRY(auto preview, co_await parts_.objects.get(preview_key(job.owner, job.photo_id, kLookedAtEdge)));
  if (!preview) {
    co_return fail(errors::bad_picture, "The preview of this photo is missing from the storage.");
  }
  Seen seen;
  CO_TRY(seen.upright, co_await parts_.eyes.upright(std::move(preview->body)));
  if (std::min(seen.upright.width, seen.upright.height) < Detector::kSideMin) {
    CO_TRY(seen.glimpse, co_await parts_.eyes.glimpse(std::move(seen.upright.jpeg)));
    seen.picture.left_out.emplace_back(kTooSmall);
    co_return seen;
  }
  // Text takes about as long as all the rest.
  auto reading = lightwell::start(parts_.detector.read(seen.upright.jpeg));
  auto recognised = co_await recognise(job, seen);
  auto texts = co_await reading.join();
  if (recognised && !texts) recognised = std::unexpected(texts.error());
  if (!recognised) {
    co_await take_back(job, seen);
    co_return fail(std::move(recognised).error());
  }
  seen.picture.texts = std::move(texts->texts);
  auto& left_out = seen.picture.left_out;
  if (!texts->left_out.empty()) left_out.insert(left_out.begin(), std::move(texts->left_out));
  co_return seen;
}

Task<Result<void>> Analysis::recognise(const Job& job, Seen& seen) {
  const std::string& jpeg = seen.upright.jpeg;
  CO_TRY(seen.glimpse, co_await parts_.eyes.glimpse(jpeg));
  CO_TRY(seen.picture, co_await parts_.detector.look(jpeg));
  seen.picture.left_out = parts_.eyes.lacks();
  CO_TRY(SeenFaces faces, co_await parts_.detector.index_faces(job.owner, job.photo_id, jpeg));
  seen.faces = std::move(faces.faces);
  if (!faces.left_out.empty()) seen.picture.left_out.push_back(std::move(faces.left_out));
  std::vector<Box> boxes;
  for (const SeenFace& face : seen.faces) {
    boxes.push_back(crop_around(face.box, seen.upright.width, seen.upright.height));
  }
  auto crops = co_await parts_.eyes.crops(jpeg, std::move(boxes));
  // A face is worth knowing without its picture; the next analysis makes it.
  for (size_t i = 0; crops && i < std::min(crops->size(), seen.faces.size()); ++i) {
    seen.faces[i].crop = std::move((*crops)[i]);
  }
  co_return Result<void>{};
}

Task<void> Analysis::take_back(const Job& job, const Seen& seen) {
  std::vector<std::string> keys;
  for (const SeenFace& face : seen.faces) keys.push_back(face_removal_key(job.owner, face.service_id));
  const auto left = co_await parts_.detector.remove_faces(std::move(keys));
  if (left && !left->empty()) log::warning("analysing: {} faces stay in the collection", left->size());
}

Task<Result<void>> Analysis::finish(Job job, Seen seen) {
  const Timestamp now = core_.clock.now();
  std::vector<std::string> fresh_ids;
  for (size_t i = 0; i < seen.faces.size(); ++i) fresh_ids.push_back(core_.ids.hex(8));
  co_return co_await core_.database.write(
      [this, now, &job, &seen, &fresh_ids](store::Transaction& transaction) -> Result<void> {
        TRY(const auto photo, find_photo(transaction, job.owner, job.photo_id));
        if (!photo) return forget(transaction, job, seen, now);
        TRY(const bool is_ours, holds_lease(transaction, job));
        // Whoever took the job over finds these faces in the collection, and gives them up.
        if (!is_ours) return {};
        REQUIRE_OK(replace_seen(transaction, job.owner, job.photo_id, photo->version, seen.picture, now));
        REQUIRE_OK(parts_.likeness.record(transaction, job.owner, job.photo_id, seen.glimpse, now));
        const PhotoFaces faces{.owner = job.owner,
                               .photo_id = job.photo_id,
                               .taken_local = photo->taken.local,
                               .is_shown = !photo->trashed_at,
                               .faces = std::move(seen.faces),
                               .fresh_ids = std::move(fresh_ids)};
        REQUIRE_OK(Growth(transaction, parts_.face_remover, faces, now).run());
        REQUIRE_OK(index_photo(transaction, job.owner, job.photo_id));
        REQUIRE_OK(delete_job(transaction, job));
        Ledger ledger(transaction, core_.events, job.owner, now);
        ledger.book(job.photo_id, standing_of(*photo), standing_of(*photo), Change::changed);
        return ledger.settle();
      });
}

// The photo was removed for good while it was looked at: its faces go after it.
Result<void> Analysis::forget(store::Transaction& transaction, const Job& job, const Seen& seen, Timestamp now) {
  for (const SeenFace& face : seen.faces) {
    REQUIRE_OK(parts_.face_remover.give_up(transaction, face_removal_key(job.owner, face.service_id), now));
  }
  return {};
}

std::optional<std::string> Analysis::obstacle() const {
  if (auto words = parts_.eyes.obstacle()) return words;
  const Timestamp now = core_.clock.now();
  const std::lock_guard lock(lack_mutex_);
  if (!lack_ || now >= lack_->until || lack_->lacks != parts_.eyes.lacks()) return std::nullopt;
  return lack_->words;
}

Task<Result<void>> Analysis::fail_with(Job job, Error failed) {
  if (failed.kind == &errors::models_missing) {
    const std::lock_guard lock(lack_mutex_);
    lack_ = Lack{.words = failed.message, .until = core_.clock.now() + kModelsAskedEvery, .lacks = parts_.eyes.lacks()};
  }
  Verdict verdict = judge(failed, job.attempts, limits());
  co_return co_await settle_failure(std::move(job), std::move(failed), std::move(verdict));
}

Task<Result<int64_t>> Analysis::repeat(Viewer viewer, std::optional<std::vector<std::string>> ids, Timestamp now) {
  if (ids) CO_CHECK(check_ids(*ids));
  const std::string owner = owner_seen_by(viewer);
  int64_t repeated = 0;
  std::string after;
  while (true) {
    CO_TRY(const size_t count,
           co_await core_.database.write([&, now](store::Transaction& transaction) -> Result<size_t> {
             std::vector<std::string> chosen;
             if (ids) {
               chosen = *ids;
             } else {
               TRY(chosen, readable_photos(transaction, owner, after));
               if (!chosen.empty()) after = chosen.back();
             }
             size_t waiting = 0;
             for (const std::string& id : chosen) {
               TRY(const bool can_be, is_readable(transaction, owner, id));
               if (!can_be) continue;
               REQUIRE_OK(insert_job(transaction, JobKind::analysing, id, owner,
                                     ids ? JobLane::first : JobLane::background, now));
               ++waiting;
             }
             ring_after(transaction);
             core_.events.wake_after(transaction, owner);
             return waiting;
           }));
    repeated += int64_t(count);
    if (ids || count < kRepeatedAtOnce) co_return repeated;
  }
}

Task<Result<void>> Analysis::reconcile(Timestamp now) {
  if (is_reconciled_) co_return Result<void>{};
  CO_TRY(const auto owners, co_await core_.database.read([](store::Reader& reader) {
    return reader.all("SELECT DISTINCT owner FROM photo_analyses", {},
                      [](const store::Row& row) { return row.string(0); });
  }));
  for (const std::string& owner : owners) CO_CHECK(co_await reconcile_owner(owner, now));
  is_reconciled_ = true;
  co_return Result<void>{};
}

Task<Result<void>> Analysis::reconcile_owner(const std::string& owner, Timestamp now) {
  std::optional<std::string> after;
  do {
    CO_TRY(FaceList list, co_await parts_.detector.list_faces(owner, std::move(after)));
    after = std::move(list.next);
    CO_TRY(const size_t unknown,
           co_await core_.database.write([&, now](store::Transaction& transaction) -> Result<size_t> {
             size_t count = 0;
             for (const ListedFace& face : list.faces) {
               TRY(const auto known, find_face_by_service_id(transaction, owner, face.service_id));
               TRY(const auto busy, leased_until(transaction, JobKind::analysing, face.photo_id));
               if (known || busy) continue;
               REQUIRE_OK(parts_.face_remover.give_up(transaction, face_removal_key(owner, face.service_id), now));
               ++count;
             }
             return count;
           }));
    if (unknown > 0) log::info("analysing: {} faces that a killed process left are removed", unknown);
  } while (after);
  co_return Result<void>{};
}

}  // namespace lightwell::photos
