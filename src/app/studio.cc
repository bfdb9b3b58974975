#include "app/studio.h"

#include <thread>

#include "base/log.h"
#include "gate/credentials.h"
#include "photos/schema.h"

namespace lightwell::app {
namespace {

constexpr size_t kHashesAtOnce = 2;
constexpr size_t kHashesWaitingMax = 32;

std::unique_ptr<photos::Throttle> throttle_of(const Configuration& configuration, store::Database& database) {
  if (configuration.testing) return std::make_unique<photos::NoThrottle>();
  return std::make_unique<photos::DatabaseThrottle>(database);
}

size_t children_of(const Configuration& configuration) {
  if (configuration.image_children != 0) return configuration.image_children;
  return std::max<size_t>(1, std::thread::hardware_concurrency());
}

void log_failure(std::string_view what, const Result<void>& outcome) {
  if (!outcome) log::warning("{}: {} {}", what, outcome.error().message, outcome.error().log_words);
}

}  // namespace

Studio::Studio(const Configuration& configuration, Stores& stores, Machines& machines, api::s3::S3& s3,
               const wire::sigv4::Credentials& uploader, const Clock& clock, Ids& ids, Interlude& interlude)
    : database_(*stores.database),
      reader_(machines.images),
      hashing_("argon2", kHashesAtOnce, kHashesWaitingMax),
      signer_(uploader, configuration.region),
      throttle_(throttle_of(configuration, *stores.database)),
      objects(s3, {.account = configuration.account, .arn = gate::root_arn(configuration.account)}, ids, clock),
      events(*stores.database),
      search(*stores.database),
      remover(*stores.database, objects, clock),
      library({.database = *stores.database, .objects = objects, .events = events, .remover = remover, .ids = ids}),
      processing({.database = *stores.database,
                  .objects = objects,
                  .events = events,
                  .remover = remover,
                  .reader = reader_,
                  .ids = ids,
                  .clock = clock,
                  .interlude = configuration.testing ? &interlude : nullptr},
                 {.workers = children_of(configuration)}),
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
  co_return co_await processing.start(loop, loop);
}

void Studio::stop() {
  events.stop();
  processing.stop();
  remover.stop();
}

Task<void> Studio::sweep(Timestamp now) {
  log_failure("sweeping sessions", co_await owners.sweep(now));
  log_failure("sweeping uploads", co_await uploads.sweep(now));
  log_failure("sweeping the trash", co_await library.sweep(now));
  log_failure("sweeping events", co_await events.sweep(now));
  log_failure("indexing photos", co_await search.catch_up());
}

Task<Result<void>> Studio::reset() {
  CO_CHECK(co_await photos::reset(database_));
  co_return co_await objects.ensure_bucket();
}

}  // namespace lightwell::app
