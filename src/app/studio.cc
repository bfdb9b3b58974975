#include "app/studio.h"

#include <thread>

#include "app/library_rights.h"
#include "base/log.h"
#include "photos/schema.h"

namespace lightwell::app {
namespace {

constexpr size_t kHashesAtOnce = 2;
constexpr size_t kHashesWaitingMax = 32;

std::unique_ptr<photos::Throttle> throttle_of(const Configuration& configuration, store::Database& database) {
  if (configuration.testing) return std::make_unique<photos::NoThrottle>();
  return std::make_unique<photos::DatabaseThrottle>(database);
}

// As many workers as the engine has children.
size_t children_of(size_t configured) {
  if (configured != 0) return configured;
  return std::max<size_t>(1, std::thread::hardware_concurrency());
}

Interlude* stage_of(const Configuration& configuration, Interlude& interlude) {
  return configuration.testing ? &interlude : nullptr;
}

void log_failure(std::string_view what, const Result<void>& outcome) {
  if (!outcome) log::warning("{}: {} {}", what, outcome.error().message, outcome.error().log_words);
}

}  // namespace

Studio::Studio(const Configuration& configuration, Stores& stores, Machines& machines, api::s3::S3& s3,
               api::rekognition::Rekognition& rekognition, const wire::sigv4::Credentials& uploader, const Clock& clock,
               Ids& ids, Interlude& interlude)
    : database_(*stores.database),
      reader_(machines.images),
      eyes_(machines.images, machines.vision),
      sentences_(machines.vision),
      sentence_search_(sentences_, gallery_),
      hashing_("argon2", kHashesAtOnce, kHashesWaitingMax),
      signer_(uploader, configuration.region),
      throttle_(throttle_of(configuration, *stores.database)),
      objects(s3, library_principal(configuration.account), ids, clock),
      detector(rekognition, library_principal(configuration.account), ids, clock),
      events(*stores.database),
      search(*stores.database, &sentence_search_),
      remover(
          *stores.database, photos::Removal::object, [this](auto keys) { return objects.remove(std::move(keys)); },
          clock),
      face_remover(
          *stores.database, photos::Removal::face, [this](auto keys) { return detector.remove_faces(std::move(keys)); },
          clock),
      library({.database = *stores.database,
               .objects = objects,
               .events = events,
               .remover = remover,
               .face_remover = face_remover,
               .ids = ids}),
      labels(*stores.database, events),
      people({.database = *stores.database, .events = events, .ids = ids}),
      likeness(*stores.database, library),
      analysis({.core = {*stores.database, events, ids, clock, stage_of(configuration, interlude)},
                .objects = objects,
                .face_remover = face_remover,
                .eyes = eyes_,
                .detector = detector,
                .likeness = likeness},
               {.workers = children_of(configuration.vision_children)}),
      processing({.core = {*stores.database, events, ids, clock, stage_of(configuration, interlude)},
                  .objects = objects,
                  .remover = remover,
                  .reader = reader_,
                  .analysis = analysis},
                 {.workers = children_of(configuration.image_children)}),
      uploads({.database = *stores.database,
               .objects = objects,
               .events = events,
               .processing = processing,
               .remover = remover,
               .signer = signer_,
               .pool = *stores.pool,
               .ids = ids}),
      owners({.database = *stores.database, .hashing = hashing_, .throttle = *throttle_, .ids = ids}) {}

Result<void> Studio::migrate() { return photos::migrate(database_); }

Task<Result<void>> Studio::start(Loop& loop, Timestamp now) {
  CO_CHECK(co_await objects.ensure_bucket());
  CO_CHECK(co_await uploads.recover(now));
  remover.start(loop, loop);
  face_remover.start(loop, loop);
  CO_CHECK(co_await analysis.start(loop, loop));
  co_return co_await processing.start(loop, loop);
}

void Studio::stop() {
  events.stop();
  processing.stop();
  analysis.stop();
  face_remover.stop();
  remover.stop();
}

Task<void> Studio::sweep(Timestamp now) {
  log_failure("sweeping sessions", co_await owners.sweep(now));
  log_failure("sweeping uploads", co_await uploads.sweep(now));
  log_failure("sweeping the trash", co_await library.sweep(now));
  log_failure("sweeping events", co_await events.sweep(now));
  log_failure("indexing photos", co_await search.catch_up());
  log_failure("sweeping edits", co_await people.sweep(now));
  log_failure("looking for faces that nobody knows", co_await analysis.reconcile(now));
  likeness.tidy(now);
  gallery_.tidy(now);
}

Task<Result<void>> Studio::reset() {
  CO_CHECK(co_await photos::reset(database_));
  co_return co_await objects.ensure_bucket();
}

}  // namespace lightwell::app
