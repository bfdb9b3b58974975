#include "photos/jobs/analysis.h"

#include <doctest/doctest.h>

#include "photos/errors.h"
#include "photos/testing/world.h"

namespace lightwell::photos {
namespace {

Task<void> remove_for_good(World& world, std::string id) {
  CHECK(co_await world.server->library.trash(world.owner, {id}, kTestNow) == 1);
  CHECK(co_await world.server->library.empty_trash(world.owner, std::nullopt, kTestNow) == 1);
}

Task<void> take_over(World& world) {
  world.clock.advance(std::chrono::seconds(181));
  CHECK(*co_await world.server->analysis.work_one());
}

}  // namespace

// A preview is what its photo's reader makes; here it is the photo's own bytes, so that each shows something else.
struct AnalysisWorld : World {
  AnalysisWorld() {
    reader.script = [](const std::string& bytes) {
      Reading reading = ScriptedReader::ready();
      reading.previews.back().webp = bytes;
      return Result<Reading>(reading);
    };
  }
  std::string add_shot(const std::string& bytes, MemoryRekognition::Shot shot) {
    rekognition.shots[bytes] = std::move(shot);
    return add_ready(bytes + ".jpg", bytes);
  }
  Findings findings(const std::string& id) { return *run(server->labels.find(owner, id)); }
  std::vector<PhotoFace> faces(const std::string& id) { return *run(server->people.faces_on(owner, id)); }
  QueueStatus status() { return *run(server->analysis.status(owner)); }
};

TEST_CASE_FIXTURE(AnalysisWorld, "a photo is shown before it is analysed, and knows afterwards what is on it") {
  const std::string id =
      add_shot("dogs", {.labels = {{"Dog", 96.5}, {"Grass", 70}}, .texts = {"NO PARKING"}, .faces = {{"Ada", 0.5}}});
  CHECK(photo(id).state == PhotoState::ready);
  CHECK(findings(id).analysis.state == AnalysisState::waiting);
  CHECK(status().counts.waiting == 1);
  analyse_all();

  const Findings found = findings(id);
  CHECK(found.analysis.state == AnalysisState::done);
  REQUIRE(found.labels.size() == 2);
  CHECK(found.labels[0].name == "Dog");
  CHECK(found.labels[0].confidence == 96.5);
  CHECK(found.labels[0].parents == std::vector<std::string>{"Thing"});
  CHECK(found.labels[0].instances.at(0).box.left == 0.25);
  REQUIRE(found.texts.size() == 1);
  CHECK(found.texts[0].text == "NO PARKING");
  CHECK(found.colours.at(0).hex == "#aabbcc");
  CHECK(found.quality->sharpness == 80);
  REQUIRE(faces(id).size() == 1);
  CHECK(faces(id)[0].person->photo_count == 1);
  CHECK(run(server->people.crop(owner, faces(id)[0].id))->starts_with("crop at 0.4"));
  CHECK(run(server->people.crop(stranger, faces(id)[0].id)).error().kind == &errors::face_not_found);
  CHECK(run(server->labels.find(stranger, id)).error().kind == &errors::photo_not_found);
  CHECK(status().done == 1);
  CHECK(status().state == QueueState::idle);
}

TEST_CASE_FIXTURE(AnalysisWorld, "an open page hears that a photo was analysed") {
  const std::string id = add_shot("dogs", {.labels = {{"Dog", 96}}});
  const int64_t before = *run(server->events.newest(owner));
  analyse_all();
  const auto batch = run(server->events.since(owner, before));
  REQUIRE(batch->events.size() == 1);
  CHECK(batch->events[0].photo_id == id);
  CHECK(batch->events[0].change == Change::changed);
}

TEST_CASE_FIXTURE(AnalysisWorld, "without models photos wait, say why, and nothing fails") {
  eyes.in_the_way = "Models are not installed.";
  add_shot("dogs", {.labels = {{"Dog", 96}}});
  CHECK_FALSE(*run(server->analysis.work_one()));
  CHECK(status().state == QueueState::blocked);
  CHECK(status().reason == "Models are not installed.");
  CHECK(status().counts.waiting == 1);
  eyes.in_the_way.reset();
  analyse_all();
  CHECK(status().counts.waiting == 0);
}

TEST_CASE_FIXTURE(AnalysisWorld, "a model that is of no use holds up the queue, in its words, and is asked for again") {
  bool is_broken = true;
  rekognition.fault = [&](std::string_view operation, bool) -> std::optional<Error> {
    if (!is_broken || operation != "DetectLabels") return std::nullopt;
    return error(api::rekognition::errors::resource_not_ready_exception, "The model for objects is of no use.");
  };
  const std::string first = add_shot("first", {});
  const std::string second = add_shot("second", {});
  CHECK(*run(server->analysis.work_one()));
  CHECK_FALSE(*run(server->analysis.work_one()));
  CHECK(status().state == QueueState::blocked);
  CHECK(status().reason == "The model for objects is of no use.");
  is_broken = false;
  clock.advance(std::chrono::seconds(61));
  analyse_all();
  CHECK(findings(first).analysis.state == AnalysisState::done);
  CHECK(findings(second).analysis.state == AnalysisState::done);
}

TEST_CASE_FIXTURE(AnalysisWorld, "a model that is mended is asked at once") {
  rekognition.fault = [&](std::string_view, bool) -> std::optional<Error> {
    if (eyes.lacking.empty()) return std::nullopt;
    return error(api::rekognition::errors::resource_not_ready_exception, "The model for objects is of no use.");
  };
  eyes.lacking = {"Things were not looked for."};
  const std::string id = add_shot("first", {});
  CHECK(*run(server->analysis.work_one()));
  CHECK(status().state == QueueState::blocked);
  eyes.lacking.clear();
  CHECK(status().state == QueueState::working);
  clock.advance(std::chrono::seconds(5));  // as long as any failed look waits
  analyse_all();
  CHECK(findings(id).analysis.state == AnalysisState::done);
}

TEST_CASE_FIXTURE(AnalysisWorld, "a pause survives a restart, and resuming goes on") {
  REQUIRE(run(server->analysis.pause(owner, clock.now())));
  const std::string id = add_shot("dogs", {.labels = {{"Dog", 96}}});
  restart();
  CHECK_FALSE(*run(server->analysis.work_one()));
  CHECK(status().state == QueueState::paused);
  CHECK(findings(id).analysis.state == AnalysisState::paused);
  REQUIRE(run(server->analysis.resume(owner, clock.now())));
  analyse_all();
  CHECK(findings(id).analysis.state == AnalysisState::done);
}

TEST_CASE_FIXTURE(AnalysisWorld, "what the service cannot do now is tried again; what it never can fails in words") {
  int failures = 2;
  rekognition.fault = [&](std::string_view operation, bool) -> std::optional<Error> {
    if (operation != "DetectText" || failures-- <= 0) return std::nullopt;
    return error(api::rekognition::errors::internal_server_error);
  };
  const std::string id = add_shot("dogs", {.labels = {{"Dog", 96}}});
  for (int i = 0; i < 3; ++i) {
    CHECK(*run(server->analysis.work_one()));
    clock.advance(std::chrono::seconds(60));
  }
  CHECK(findings(id).analysis.state == AnalysisState::done);

  rekognition.fault = [](std::string_view, bool) -> std::optional<Error> {
    return error(api::rekognition::errors::invalid_image_format_exception);
  };
  const std::string broken = add_shot("cats", {});
  analyse_all();
  CHECK(findings(broken).analysis.state == AnalysisState::failed);
  CHECK_FALSE(findings(broken).analysis.message.empty());
  CHECK(photo(broken).state == PhotoState::ready);
  CHECK(run(server->analysis.failures(owner))->at(0).photo_id == broken);
  rekognition.fault = nullptr;
  CHECK(run(server->analysis.retry(stranger, std::nullopt, clock.now())) == 0);
  CHECK(run(server->analysis.retry(owner, std::nullopt, clock.now())) == 1);
  analyse_all();
  CHECK(findings(broken).analysis.state == AnalysisState::done);
}

TEST_CASE_FIXTURE(AnalysisWorld, "where only the models of text or faces are missing, labels are seen all the same") {
  rekognition.fault = [](std::string_view operation, bool) -> std::optional<Error> {
    if (operation == "DetectLabels") return std::nullopt;
    return error(api::rekognition::errors::resource_not_ready_exception, "The models are away.");
  };
  const std::string id = add_shot("dogs", {.labels = {{"Dog", 96}}, .texts = {"x"}, .faces = {{"Ada", 0.1}}});
  analyse_all();
  CHECK(findings(id).analysis.state == AnalysisState::done);
  CHECK(findings(id).labels.size() == 1);
  CHECK(findings(id).texts.empty());
  CHECK(faces(id).empty());
  REQUIRE(findings(id).analysis.left_out.size() == 2);
  CHECK(findings(id).analysis.left_out[0] == "Text was not looked for. The models are away.");
  CHECK(findings(id).analysis.left_out[1].starts_with("Faces were not looked for. "));
  rekognition.fault = nullptr;
  REQUIRE(run(server->analysis.repeat(owner, std::vector{id}, clock.now())) == 1);
  analyse_all();
  CHECK(findings(id).analysis.left_out.empty());
}

TEST_CASE_FIXTURE(AnalysisWorld, "what the eyes lack is told beside what was seen, until another analysis") {
  eyes.lacking = {"Things were not looked for. The model for objects is of no use."};
  const std::string id = add_shot("dogs", {.labels = {{"Dog", 96}}, .texts = {"x"}});
  analyse_all();
  CHECK(findings(id).labels.size() == 1);
  CHECK(findings(id).texts.size() == 1);
  CHECK(findings(id).analysis.left_out == eyes.lacking);
  eyes.lacking.clear();
  REQUIRE(run(server->analysis.repeat(owner, std::vector{id}, clock.now())) == 1);
  analyse_all();
  CHECK(findings(id).analysis.left_out.empty());
}

TEST_CASE_FIXTURE(AnalysisWorld,
                  "an analysis gives way to a reset, and takes its faces out of the new world's collection") {
  Interlude interlude;
  Analysis analysis({.core = {*database, server->events, ids, clock, &interlude},
                     .objects = server->objects,
                     .face_remover = server->face_remover,
                     .eyes = eyes,
                     .detector = server->detector,
                     .likeness = server->likeness});
  add_shot("first", {.labels = {{"Dog", 96}}, .faces = {{"Ada", 0.1}}});
  bool is_reset = false;
  eyes.meanwhile = [&]() -> Task<void> {
    const auto act = [&]() -> Task<Result<void>> {
      rekognition.collections.clear();
      is_reset = true;
      co_return co_await reset(*database);
    };
    CHECK(co_await interlude.play(loop, std::chrono::seconds(5), act));
  };
  CHECK(*run(analysis.work_one()));
  CHECK(is_reset);
  CHECK(rekognition.collections.size() == 1);  // the faces were indexed after the reset
  CHECK(rekognition.faces() == 0);
  for (const char* sql :
       {"SELECT COUNT(*) FROM photos", "SELECT COUNT(*) FROM jobs", "SELECT COUNT(*) FROM photo_labels",
        "SELECT COUNT(*) FROM photo_analyses", "SELECT COUNT(*) FROM faces"}) {
    CAPTURE(sql);
    CHECK(rows(sql) == 0);
  }
  CHECK_FALSE(*run(analysis.work_one()));
}

TEST_CASE_FIXTURE(AnalysisWorld, "a picture too small for the service is done at once, and says so") {
  eyes.width = 161;
  eyes.height = 1;
  rekognition.fault = [](std::string_view, bool) -> std::optional<Error> {
    return error(api::rekognition::errors::invalid_parameter_exception);
  };
  const std::string id = add_shot("line", {});
  CHECK(*run(server->analysis.work_one()));
  CHECK(findings(id).analysis.state == AnalysisState::done);
  REQUIRE(findings(id).analysis.left_out.size() == 1);
  CHECK(findings(id).analysis.left_out[0].contains("too small"));
}

TEST_CASE_FIXTURE(AnalysisWorld, "what the service refuses for good is not tried again") {
  rekognition.fault = [](std::string_view, bool) -> std::optional<Error> {
    return error(api::rekognition::errors::invalid_parameter_exception);
  };
  const std::string id = add_shot("odd", {});
  CHECK(*run(server->analysis.work_one()));
  CHECK(findings(id).analysis.state == AnalysisState::failed);
  CHECK(findings(id).analysis.message.contains("refuses"));
}

TEST_CASE_FIXTURE(AnalysisWorld, "a throttled service is asked for as long as it takes") {
  rekognition.fault = [](std::string_view, bool) -> std::optional<Error> {
    return error(api::rekognition::errors::provisioned_throughput_exceeded_exception);
  };
  const std::string id = add_shot("dogs", {.labels = {{"Dog", 96}}});
  for (int i = 0; i < 10; ++i) {
    CHECK(*run(server->analysis.work_one()));
    clock.advance(std::chrono::seconds(5));
  }
  CHECK(findings(id).analysis.state == AnalysisState::waiting);
}

TEST_CASE_FIXTURE(AnalysisWorld, "an analysis cut off after its faces were indexed leaves none of them double") {
  for (const bool adds_again : {false, true}) {
    rekognition.adds_again = adds_again;
    const std::string id = add_shot(adds_again ? "again" : "known", {.faces = {{"Ada", 0.1}, {"Bea", 0.6}}});
    int cuts = 2;
    rekognition.fault = [&](std::string_view operation, bool is_done) -> std::optional<Error> {
      if (operation != "IndexFaces" || !is_done || cuts-- <= 0) return std::nullopt;
      return error(lightwell::errors::stopped);
    };
    for (int i = 0; i < 3; ++i) CHECK(*run(server->analysis.work_one()));
    CHECK(faces(id).size() == 2);
    CHECK(run(server->face_remover.remove_due()));
    CHECK(rows("SELECT COUNT(*) FROM faces") == int64_t(rekognition.faces()));
  }
}

TEST_CASE_FIXTURE(AnalysisWorld, "faces that no row knows are given up after a start") {
  add_shot("first", {.faces = {{"Ada", 0.1}}});
  analyse_all();
  rekognition.fault = [](std::string_view operation, bool is_done) -> std::optional<Error> {
    if (operation != "IndexFaces" || !is_done) return std::nullopt;
    return error(api::rekognition::errors::invalid_image_format_exception);
  };
  add_shot("second", {.faces = {{"Bea", 0.1}}});
  analyse_all();
  CHECK(rekognition.faces() == 2);
  restart();
  REQUIRE(run(server->analysis.reconcile(clock.now())));
  CHECK(run(server->face_remover.remove_due()) == 1);
  CHECK(rekognition.faces() == 1);
}

TEST_CASE_FIXTURE(AnalysisWorld, "analysing again replaces what was seen and keeps what a person said") {
  const std::string id = add_shot("dogs", {.labels = {{"Dog", 96}, {"Cat", 60}}, .faces = {{"Ada", 0.5}}});
  analyse_all();
  CHECK(run(server->labels.change(owner, {id}, {.add = {"Rex"}, .remove = {"cat"}}, clock.now())) == 1);
  const std::string face = faces(id)[0].id;
  rekognition.shots["dogs"] = {.labels = {{"Wolf", 80}, {"Cat", 70}}, .faces = {{"Ada", 0.51}}};
  CHECK(run(server->analysis.repeat(owner, std::nullopt, clock.now())) == 1);
  analyse_all();
  const auto labels = findings(id).labels;
  REQUIRE(labels.size() == 3);
  CHECK(labels[0].name == "Rex");
  CHECK(labels[0].is_own);
  CHECK_FALSE(labels[0].confidence);
  CHECK(labels[1].name == "Wolf");
  CHECK(labels[2].name == "Cat");
  CHECK(labels[2].is_hidden);
  REQUIRE(faces(id).size() == 1);
  CHECK(faces(id)[0].id == face);
  CHECK(faces(id)[0].box.left == doctest::Approx(0.51));
  CHECK(run(server->face_remover.remove_due()) == 1);
  CHECK(rekognition.faces() == 1);
}

TEST_CASE_FIXTURE(AnalysisWorld, "a photo that is removed for good takes along its labels, its people and its faces") {
  const std::string id = add_shot("dogs", {.labels = {{"Dog", 96}}, .texts = {"x"}, .faces = {{"Ada", 0.5}}});
  analyse_all();
  CHECK(run(server->library.trash(owner, {id}, clock.now())) == 1);
  CHECK(run(server->library.empty_trash(owner, std::nullopt, clock.now())) == 1);
  CHECK(run(server->face_remover.remove_due()) == 1);
  CHECK(rekognition.faces() == 0);
  for (const std::string_view left :
       {"SELECT COUNT(*) FROM photo_labels", "SELECT COUNT(*) FROM label_boxes", "SELECT COUNT(*) FROM photo_texts",
        "SELECT COUNT(*) FROM photo_colours", "SELECT COUNT(*) FROM photo_analyses", "SELECT COUNT(*) FROM faces",
        "SELECT COUNT(*) FROM face_crops", "SELECT COUNT(*) FROM people", "SELECT COUNT(*) FROM photo_likeness",
        "SELECT COUNT(*) FROM jobs", "SELECT COUNT(*) FROM removals WHERE kind = 1"}) {
    CAPTURE(left);
    CHECK(rows(left) == 0);
  }
}

TEST_CASE_FIXTURE(AnalysisWorld, "a photo that is removed for good while it is analysed leaves no face") {
  const std::string id = add_shot("dogs", {.faces = {{"Ada", 0.5}}});
  eyes.meanwhile = [this, id] { return remove_for_good(*this, id); };
  CHECK(*run(server->analysis.work_one()));
  CHECK(run(server->face_remover.remove_due()) == 1);
  CHECK(rekognition.faces() == 0);
  CHECK(rows("SELECT COUNT(*) FROM faces") == 0);
}

TEST_CASE_FIXTURE(AnalysisWorld, "an analysis whose lease ran out is taken over, and counts once") {
  const std::string id = add_shot("dogs", {.labels = {{"Dog", 96}}, .faces = {{"Ada", 0.5}}});
  eyes.meanwhile = [this] { return take_over(*this); };
  CHECK(*run(server->analysis.work_one()));
  CHECK(faces(id).size() == 1);
  CHECK(rows("SELECT COUNT(*) FROM jobs") == 0);
}

TEST_CASE_FIXTURE(AnalysisWorld, "what somebody waits for is analysed before what was there already") {
  const std::string old = add_shot("old", {});
  analyse_all();
  CHECK(run(server->analysis.repeat(owner, std::nullopt, clock.now())) == 1);
  clock.advance(std::chrono::seconds(5));
  const std::string fresh = add_shot("fresh", {});
  CHECK(*run(server->analysis.work_one()));
  CHECK(findings(fresh).analysis.state == AnalysisState::done);
  CHECK(findings(old).analysis.state == AnalysisState::waiting);
}

TEST_CASE_FIXTURE(AnalysisWorld, "the pace and the time left are told while photos are analysed") {
  for (int i = 0; i < 6; ++i) add_shot(fmt::format("photo {}", i), {});
  for (int i = 0; i < 3; ++i) {
    CHECK(*run(server->analysis.work_one()));
    clock.advance(std::chrono::seconds(2));
  }
  const QueueStatus now = status();
  CHECK(now.state == QueueState::working);
  CHECK(now.done == 3);
  CHECK(now.per_minute == 30);
  CHECK(now.seconds_left == 7);
}

TEST_CASE("photos that were read before there was an analysis wait for theirs") {
  const auto database = std::move(*store::open_sqlite({}));
  REQUIRE(database->migrate("photos.owners", owners_schema()));
  REQUIRE(database->migrate("photos.library", library_schema()));
  REQUIRE(database->migrate("photos.uploads", uploads_schema()));
  REQUIRE(database->migrate("photos.jobs", {jobs_schema().front()}));
  const auto fill = [](store::Transaction& transaction) -> Result<void> {
    for (const int state : {0, 1, 2}) {
      const std::string id = fmt::format("photo-{}", state);
      REQUIRE_OK(transaction.execute(
          "INSERT INTO photos (id, owner, sha256, size, name, type, kind, width, height, orientation, frames,"
          " taken_local, taken_from, month, uploaded_at, state, failure, place, archived, favourite, rating, thumbhash,"
          " version) VALUES ($1, 'o', $1, 1, 'n', 't', 0, 1, 1, 1, 1, 0, 0, 202401, 5, $2, '', 0, 0, 0, 0, $3, 1)",
          {id, state, Bytes{}}));
    }
    REQUIRE_OK(transaction.execute("INSERT INTO jobs VALUES ('photo-0', 'o', 0, 1, 7, '', '', 0, '', 7)"));
    return {};
  };
  REQUIRE(sync_wait(database->write(fill)));
  REQUIRE(migrate(*database));
  std::vector<std::string> jobs;
  const auto look = [&jobs](store::Reader& reader) {
    return reader.each(
        "SELECT kind, photo_id, lane, attempts FROM jobs ORDER BY kind, photo_id", {}, [&jobs](const store::Row& row) {
          jobs.push_back(fmt::format("{} {} {} {}", row.integer(0), row.text(1), row.integer(2), row.integer(3)));
          return true;
        });
  };
  REQUIRE(sync_wait(database->read(look)));
  CHECK(jobs == std::vector<std::string>{"0 photo-0 0 1", "1 photo-1 1 0"});
}

}  // namespace lightwell::photos
