#include "photos/jobs/processing.h"

#include <atomic>

#include "photos/errors.h"
#include "photos/testing/world.h"

namespace lightwell::photos {
namespace {

Result<Reading> crash(const std::string&) { return fail(errors::reader_failed, "The reader ended."); }

Task<void> take_over_late(World& world) {
  world.clock.advance(std::chrono::seconds(181));
  CHECK(*co_await world.server->processing.work_one());
}

Task<void> remove_for_good(World& world, std::string id) {
  CHECK(co_await world.server->library.trash(world.owner, {id}, kTestNow) == 1);
  CHECK(co_await world.server->library.empty_trash(world.owner, std::nullopt, kTestNow) == 1);
  CHECK(co_await world.server->remover.remove_due());
}

}  // namespace

TEST_CASE_FIXTURE(World, "a photo that was read knows its camera, its place and its date, and has previews") {
  reader.script = [](const std::string&) -> Result<Reading> {
    Reading reading = ScriptedReader::ready();
    reading.type = "image/heic";
    reading.kind = PhotoKind::animation;
    reading.orientation = 6;
    reading.frames = 3;
    reading.taken =
        Taken{.local = *parse_iso8601("2019-08-07T06:05:04Z"), .zone_offset_minutes = 120, .from = TakenFrom::exif};
    reading.rating = 4;
    reading.exif = {
        .camera_make = "Canon", .camera_model = "EOS R5", .exposure_seconds = 0.004, .iso = 400, .has_flashed = false};
    reading.gps = Gps{.latitude = -33.8, .longitude = 151.2, .altitude_m = 12.5};
    return reading;
  };
  const std::string id = add_ready("a.jpg", "abcd");
  const Photo read = photo(id);
  CHECK(read.state == PhotoState::ready);
  CHECK(read.type == "image/heic");
  CHECK(read.kind == PhotoKind::animation);
  CHECK(read.width == 4000);
  CHECK(read.height == 3000);
  CHECK(read.orientation == 6);
  CHECK(read.frames == 3);
  CHECK(read.taken.from == TakenFrom::exif);
  CHECK(read.taken.zone_offset_minutes == 120);
  CHECK(read.rating == 4);
  CHECK(read.exif.camera_make == "Canon");
  CHECK(read.exif.exposure_seconds == 0.004);
  CHECK(read.exif.iso == 400);
  CHECK(read.exif.has_flashed == false);
  CHECK_FALSE(read.exif.lens);
  REQUIRE(read.gps);
  CHECK(read.gps->latitude == -33.8);
  CHECK(read.gps->altitude_m == 12.5);
  CHECK(read.thumbhash == "hash");
  CHECK(run(server->library.timeline(owner, View::photos))->months.at(0).month == "2019-08");
  CHECK(s3.has(preview_key("owner-1", id, 256)));
  CHECK(s3.has(preview_key("owner-1", id, 1440)));
  const auto summary = run(server->processing.summary(owner));
  CHECK(summary->waiting + summary->running + summary->failed == 0);
}

TEST_CASE_FIXTURE(World, "no event comes before the row it speaks of") {
  // The course project this grew from lost labels: its event could arrive before the row was written, found nothing,
  // and the photo said "processing" for ever. Here whoever hears of a photo finds it, each time.
  const auto watch = server->events.watch(owner);
  std::atomic<bool> is_over = false;
  int seen = 0;
  const auto follow = [](World& world, Watch& watch, std::atomic<bool>& is_over, int& seen) -> Task<void> {
    int64_t after = 0;
    while (!is_over || (co_await world.server->events.newest(world.owner)).value() > after) {
      co_await watch.wait(world.loop, std::chrono::milliseconds(5));
      const auto batch = co_await world.server->events.since(world.owner, after);
      for (const Event& event : batch->events) {
        const auto found = co_await world.server->library.find(world.owner, event.photo_id);
        CHECK(found);
        after = event.sequence;
        ++seen;
      }
    }
  };
  TaskGroup group;
  group.spawn(loop, follow(*this, *watch, is_over, seen));
  REQUIRE(run(server->processing.start(loop, loop)));
  for (int i = 0; i < 20; ++i) add("a.jpg", fmt::format("bytes {}", i));
  CHECK(run(server->processing.wait_until_idle(loop, std::chrono::seconds(20))));
  is_over = true;
  group.wait();
  server->processing.stop();
  CHECK(seen == 40);  // added and changed, each once
  CHECK(rows("SELECT COUNT(*) FROM photos WHERE state = 1") == 20);
  CHECK(rows("SELECT COUNT(*) FROM jobs WHERE kind = 0") == 0);
}

TEST_CASE_FIXTURE(World, "a picture that cannot be read is given up at once, visibly and in words") {
  reader.script = [](const std::string&) -> Result<Reading> {
    return fail(errors::bad_picture, "This file is not a picture.");
  };
  const std::string id = add_ready("notes.jpg", "some text");
  CHECK(photo(id).state == PhotoState::failed);
  CHECK(photo(id).failure == "This file is not a picture.");
  const auto failures = run(server->processing.failures(owner));
  REQUIRE(failures->size() == 1);
  CHECK(failures->at(0).photo_id == id);
  CHECK(failures->at(0).name == "notes.jpg");
  CHECK(failures->at(0).message == "This file is not a picture.");
  CHECK(run(server->processing.summary(owner))->failed == 1);
  CHECK(run(server->processing.failures(stranger))->empty());
  CHECK(total(View::photos) == 1);  // its bytes are kept and can be downloaded
  CHECK(run(server->library.original(owner, id, std::nullopt)));
}

TEST_CASE_FIXTURE(World, "a reader that crashes is tried three times, each later than the last") {
  reader.script = crash;
  const std::string id = add("a.jpg", "abcd");
  CHECK(*run(server->processing.work_one()));
  CHECK_FALSE(*run(server->processing.work_one()));  // not yet again
  clock.advance(std::chrono::seconds(5));
  CHECK(*run(server->processing.work_one()));
  clock.advance(std::chrono::seconds(5));
  CHECK_FALSE(*run(server->processing.work_one()));
  CHECK(photo(id).state == PhotoState::processing);
  clock.advance(std::chrono::seconds(5));
  CHECK(*run(server->processing.work_one()));
  CHECK(photo(id).state == PhotoState::failed);
  CHECK(photo(id).failure == "The reader ended.");

  CHECK(run(server->processing.retry(stranger, std::vector{id}, clock.now())) == 0);
  reader.script = [](const std::string&) { return ScriptedReader::ready(); };
  CHECK(run(server->processing.retry(owner, std::vector{id}, clock.now())) == 1);
  CHECK(photo(id).state == PhotoState::processing);
  process_all();
  CHECK(photo(id).state == PhotoState::ready);
  CHECK(photo(id).failure.empty());
  CHECK(run(server->processing.retry(owner, std::vector{id}, clock.now())) == 0);
}

TEST_CASE_FIXTURE(World, "what was not looked at is tried for as long as it takes") {
  reader.script = [](const std::string&) -> Result<Reading> { return fail(lightwell::errors::slow_down); };
  const std::string id = add("a.jpg", "abcd");
  for (int i = 0; i < 10; ++i) {
    CHECK(*run(server->processing.work_one()));
    clock.advance(std::chrono::seconds(5));
  }
  CHECK(photo(id).state == PhotoState::processing);
  reader.script = [](const std::string&) { return ScriptedReader::ready(); };
  s3.fault = [](std::string_view operation, bool) -> std::optional<Error> {
    return operation == "PutObject" ? std::optional(error(lightwell::errors::storage_full)) : std::nullopt;
  };
  CHECK(*run(server->processing.work_one()));
  CHECK(photo(id).state == PhotoState::processing);
  s3.fault = nullptr;
  clock.advance(std::chrono::seconds(30));
  CHECK(*run(server->processing.work_one()));
  CHECK(photo(id).state == PhotoState::ready);
}

TEST_CASE_FIXTURE(World, "a photo whose bytes are missing says so") {
  const std::string id = add("a.jpg", "abcd");
  s3.objects.clear();
  process_all();
  CHECK(photo(id).failure == "The bytes of this photo are missing from the storage.");
}

TEST_CASE_FIXTURE(World, "the jobs a killed process left are done by the next, and do not count against the photo") {
  const std::string id = add("a.jpg", "abcd");
  for (int kill = 0; kill < 5; ++kill) {
    reader.script = [](const std::string&) -> Result<Reading> { throw std::runtime_error("killed"); };
    const auto dies = [](World& world) -> Task<Result<void>> {
      try {
        (void)co_await world.server->processing.work_one();
      } catch (const std::runtime_error&) {
      }
      co_return Result<void>{};
    };
    REQUIRE(run(dies(*this)));
    CHECK(run(server->processing.summary(owner))->running == 1);
    CHECK_FALSE(*run(server->processing.work_one()));
    restart();
    reader.script = [](const std::string&) -> Result<Reading> { return fail(lightwell::errors::stopped); };
    REQUIRE(run(server->processing.start(loop, loop)));
    server->processing.stop();
  }
  reader.script = [](const std::string&) { return ScriptedReader::ready(); };
  restart();
  REQUIRE(run(server->processing.start(loop, loop)));
  CHECK(run(server->processing.wait_until_idle(loop, std::chrono::seconds(20))));
  CHECK(photo(id).state == PhotoState::ready);
}

TEST_CASE_FIXTURE(World, "a job whose lease ran out is taken over, and the late worker changes nothing") {
  const std::string id = add("a.jpg", "abcd");
  bool is_late = false;
  reader.script = [&](const std::string&) {
    Reading reading = ScriptedReader::ready();
    reading.width = is_late ? 1 : 4000;
    is_late = true;
    return Result<Reading>(reading);
  };
  reader.meanwhile = [this] { return take_over_late(*this); };
  CHECK(*run(server->processing.work_one()));
  CHECK(is_late);
  CHECK(photo(id).width == 4000);
  CHECK(photo(id).version == 2);
}

TEST_CASE_FIXTURE(World, "a photo that is removed for good while it is read leaves no preview") {
  for (const bool is_readable : {true, false}) {
    const std::string id = add("a.jpg", "abcd");
    reader.script = [&](const std::string&) -> Result<Reading> {
      if (is_readable) return ScriptedReader::ready();
      return fail(errors::bad_picture);
    };
    reader.meanwhile = [this, id] { return remove_for_good(*this, id); };
    CHECK(*run(server->processing.work_one()));
    CHECK(run(server->remover.remove_due()));
    CHECK(s3.objects.empty());
    CHECK(total(View::trash) == 0);
    CHECK(rows("SELECT COUNT(*) FROM jobs WHERE kind = 0") == 0);
    CHECK(rows("SELECT COUNT(*) FROM removals") == 0);
  }
}

TEST_CASE_FIXTURE(World, "what a person set is not overwritten by what the file says") {
  reader.script = [](const std::string&) {
    Reading reading = ScriptedReader::ready();
    reading.rating = 2;
    return Result<Reading>(reading);
  };
  const std::string id = add("a.jpg", "abcd");
  REQUIRE(run(server->library.change(owner, {id}, {.is_favourite = true, .rating = 5}, clock.now())));
  process_all();
  CHECK(photo(id).rating == 5);
  CHECK(photo(id).is_favourite);
}

TEST_CASE("strips that were read when their previews were low are read again, in the background") {
  const auto database = std::move(*store::open_sqlite({}));
  REQUIRE(database->migrate("photos.owners", owners_schema()));
  REQUIRE(database->migrate("photos.library", library_schema()));
  REQUIRE(database->migrate("photos.uploads", uploads_schema()));
  REQUIRE(database->migrate("photos.jobs", {jobs_schema()[0], jobs_schema()[1]}));
  const auto fill = [](store::Transaction& transaction) -> Result<void> {
    struct Old {
      std::string_view id;
      int state, width, height;
    };
    for (const Old& old : {Old{"wide", 1, 9000, 1000}, Old{"high", 1, 300, 2400}, Old{"photo", 1, 4000, 3000},
                           Old{"panorama", 1, 5000, 1000}, Old{"unreadable", 2, 0, 0}, Old{"waiting", 0, 0, 0}}) {
      REQUIRE_OK(transaction.execute(
          "INSERT INTO photos (id, owner, sha256, size, name, type, kind, width, height, orientation, frames,"
          " taken_local, taken_from, month, uploaded_at, state, failure, place, archived, favourite, rating, thumbhash,"
          " version) VALUES ($1, 'o', $1, 1, 'n', 't', 0, $2, $3, 1, 1, 0, 0, 202401, 5, $4, '', 0, 0, 0, 0, $5, 1)",
          {old.id, old.width, old.height, old.state, Bytes{}}));
    }
    REQUIRE_OK(transaction.execute("INSERT INTO jobs VALUES (0, 'waiting', 'o', 0, 0, 0, 7, '', '', 0, '', 7)"));
    return {};
  };
  REQUIRE(sync_wait(database->write(fill)));
  REQUIRE(migrate(*database));
  std::vector<std::string> jobs;
  const auto look = [&jobs](store::Reader& reader) {
    return reader.each("SELECT photo_id, lane FROM jobs WHERE kind = 0 ORDER BY photo_id", {},
                       [&jobs](const store::Row& row) {
                         jobs.push_back(fmt::format("{} {}", row.text(0), row.integer(1)));
                         return true;
                       });
  };
  REQUIRE(sync_wait(database->read(look)));
  CHECK(jobs == std::vector<std::string>{"high 1", "waiting 0", "wide 1"});
}

TEST_CASE_FIXTURE(World, "stopping lets go of the queue and loses nothing") {
  REQUIRE(run(server->processing.start(loop, loop)));
  for (int i = 0; i < 30; ++i) add("a.jpg", fmt::format("bytes {}", i));
  server->processing.stop();
  restart();
  CHECK(rows("SELECT COUNT(*) FROM jobs WHERE kind = 0") + rows("SELECT COUNT(*) FROM photos WHERE state = 1") == 30);
  REQUIRE(run(server->processing.start(loop, loop)));
  CHECK(run(server->processing.wait_until_idle(loop, std::chrono::seconds(20))));
  CHECK(rows("SELECT COUNT(*) FROM photos WHERE state = 1") == 30);
}

}  // namespace lightwell::photos
