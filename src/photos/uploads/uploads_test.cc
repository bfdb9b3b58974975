#include "photos/uploads/uploads.h"

#include <unistd.h>

#include <sys/mman.h>

#include <random>
#include <set>

#include "photos/errors.h"
#include "photos/testing/world.h"

namespace lightwell::photos {
namespace {

FileRegion memory_file(const std::string& bytes) {
  const int descriptor = ::memfd_create("test", MFD_CLOEXEC);
  REQUIRE(::pwrite(descriptor, bytes.data(), bytes.size(), 0) == ssize_t(bytes.size()));
  return {.file = std::make_shared<FileHandle>(descriptor), .length = bytes.size()};
}

std::string original_of(World& world, const std::string& photo) {
  const auto found = world.s3.objects.find(original_key("owner-1", photo));
  return found == world.s3.objects.end() ? "(none)" : found->second.bytes;
}

// Nothing lies in the bucket but what photos need, once the remover has had its turn.
void check_no_orphans(World& world) {
  REQUIRE(world.run(world.server->remover.remove_due()));
  CHECK(world.s3.count("staging/") == 0);
  CHECK(world.s3.multiparts.empty());
  CHECK(world.s3.count("originals/") == size_t(world.rows("SELECT COUNT(*) FROM photos")));
  CHECK(world.rows("SELECT COUNT(*) FROM removals") == 0);
}

}  // namespace

TEST_CASE_FIXTURE(World, "a file in three parts becomes a photo with the same bytes, a job and an event") {
  const std::string id = add("sunrise.jpg", "0123456789");

  const Photo added = photo(id);
  CHECK(added.name == "sunrise.jpg");
  CHECK(added.size == 10);
  CHECK(added.sha256 == sha256_hex("0123456789"));
  CHECK(added.state == PhotoState::processing);
  CHECK(added.taken.from == TakenFrom::upload);
  CHECK(original_of(*this, id) == "0123456789");
  CHECK(total(View::photos) == 1);
  CHECK(run(server->processing.summary(owner))->waiting == 1);
  const auto batch = run(server->events.since(owner, 0));
  REQUIRE(batch->events.size() == 1);
  CHECK(batch->events[0].change == Change::added);
  CHECK(batch->events[0].photo_id == id);
  check_no_orphans(*this);
}

TEST_CASE_FIXTURE(World, "the file's own date counts until the camera's is known") {
  OfferedFile offered = file("a.jpg", "abcd");
  offered.last_modified = *parse_iso8601("2024-05-06T07:08:09Z");
  const auto answers = run(server->uploads.offer(owner, {offered}, clock.now()));
  send_parts(answers->front().upload, "abcd");
  const auto completed = run(server->uploads.complete(owner, answers->front().upload.id, clock.now()));
  REQUIRE(completed);
  CHECK(photo(completed->photo_id).taken.from == TakenFrom::file);
  CHECK(run(server->library.timeline(owner, View::photos))->months.at(0).month == "2024-05");
}

TEST_CASE_FIXTURE(World, "a photo without a camera's date goes where its name says") {
  const std::string id = add("IMG-20191006-WA0002.jpg", "abcd");
  CHECK(photo(id).taken.from == TakenFrom::name);
  CHECK(run(server->library.timeline(owner, View::photos))->months.at(0).month == "2019-10");
}

TEST_CASE_FIXTURE(World, "completing twice answers the same photo") {
  const std::string upload = send("a.jpg", "abcdefg");
  const auto first = run(server->uploads.complete(owner, upload, clock.now()));
  const auto again = run(server->uploads.complete(owner, upload, clock.now()));
  REQUIRE(first);
  REQUIRE(again);
  CHECK(again->photo_id == first->photo_id);
  CHECK_FALSE(again->is_duplicate);
  CHECK(total(View::photos) == 1);
}

TEST_CASE_FIXTURE(World, "known bytes are recognised before they travel, also in the trash") {
  const std::string id = add("a.jpg", "abcd");
  auto answers = run(server->uploads.offer(owner, {file("b.jpg", "abcd")}, clock.now()));
  CHECK(answers->front().kind == OfferAnswer::Kind::duplicate);
  CHECK(answers->front().photo_id == id);
  CHECK_FALSE(answers->front().in_trash);

  REQUIRE(run(server->library.trash(owner, {id}, clock.now())));
  answers = run(server->uploads.offer(owner, {file("b.jpg", "abcd")}, clock.now()));
  CHECK(answers->front().kind == OfferAnswer::Kind::duplicate);
  CHECK(answers->front().in_trash);

  answers = run(server->uploads.offer(stranger, {file("b.jpg", "abcd")}, clock.now()));
  CHECK(answers->front().kind == OfferAnswer::Kind::upload);
}

TEST_CASE_FIXTURE(World, "one bad file in an offer does not keep the others out") {
  const auto answers = run(server->uploads.offer(
      owner, {file("a.jpg", "abcd"), file("b.svg", "<svg/>"), file("c.png", "png")}, clock.now()));
  REQUIRE(answers);
  REQUIRE(answers->size() == 3);
  CHECK(answers->at(0).kind == OfferAnswer::Kind::upload);
  CHECK(answers->at(1).kind == OfferAnswer::Kind::refused);
  CHECK(answers->at(1).refusal->kind == &errors::type_not_supported);
  CHECK(answers->at(1).client_id == "b.svg");
  CHECK(answers->at(2).kind == OfferAnswer::Kind::upload);
}

TEST_CASE_FIXTURE(World, "an interrupted upload goes on from the parts that S3 has, also after a restart") {
  const auto first = run(server->uploads.offer(owner, {file("a.jpg", "0123456789")}, clock.now()));
  const std::string part = "0123";
  const auto links = run(server->uploads.sign_parts(
      owner, first->front().upload.id, {{.number = 1, .size = 4, .sha256_base64 = to_base64(sha256(as_bytes(part)))}},
      "http://localhost", clock.now()));
  REQUIRE(links);
  REQUIRE(s3.put_part("upload-1", 1, part));
  restart();
  REQUIRE(run(server->uploads.recover(clock.now())));

  const auto again = run(server->uploads.offer(owner, {file("a.jpg", "0123456789")}, clock.now()));
  CHECK(again->front().upload.id == first->front().upload.id);
  REQUIRE(again->front().upload.parts.size() == 1);
  CHECK(again->front().upload.parts[0].number == 1);
  CHECK(run(server->uploads.open_uploads(owner))->size() == 1);

  const auto early = run(server->uploads.complete(owner, again->front().upload.id, clock.now()));
  REQUIRE_FALSE(early);
  CHECK(early.error().kind == &errors::parts_missing);
  REQUIRE(early.error().details.size() == 2);
  CHECK(early.error().details[0].value == "2");
  CHECK(total(View::photos) == 0);
}

TEST_CASE_FIXTURE(World, "other bytes than announced are refused and leave nothing") {
  OfferedFile offered = file("a.jpg", "abcd");
  offered.sha256 = sha256_hex("dcba");
  const auto answers = run(server->uploads.offer(owner, {offered}, clock.now()));
  send_parts(answers->front().upload, "abcd");
  const auto completed = run(server->uploads.complete(owner, answers->front().upload.id, clock.now()));
  REQUIRE_FALSE(completed);
  CHECK(completed.error().kind == &errors::checksum_mismatch);
  CHECK(total(View::photos) == 0);
  CHECK(run(server->uploads.open_uploads(owner))->empty());
  check_no_orphans(*this);
}

TEST_CASE_FIXTURE(World, "two uploads of the same bytes make one photo, and the other is told so") {
  const std::string browser = send("a.jpg", "abcdefg");
  const auto imported =
      run(server->uploads.add_file(owner, "b.jpg", std::nullopt, memory_file("abcdefg"), clock.now()));
  REQUIRE(imported);
  CHECK_FALSE(imported->is_duplicate);
  const auto completed = run(server->uploads.complete(owner, browser, clock.now()));
  REQUIRE(completed);
  CHECK(completed->is_duplicate);
  CHECK(completed->photo_id == imported->photo_id);
  CHECK(total(View::photos) == 1);
  CHECK(run(server->uploads.complete(owner, browser, clock.now()))->is_duplicate);
  check_no_orphans(*this);
}

TEST_CASE_FIXTURE(World, "several calls that complete one upload at once share one answer") {
  const std::string upload = send("a.jpg", "abcdefg");
  std::vector<std::optional<Result<Completed>>> answers(8);
  TaskGroup group;
  const auto complete = [](World& world, std::string id, std::optional<Result<Completed>>& answer) -> Task<void> {
    answer.emplace(co_await world.server->uploads.complete(world.owner, id, kTestNow));
  };
  for (auto& answer : answers) group.spawn(loop, complete(*this, upload, answer));
  group.wait();
  for (const auto& answer : answers) {
    REQUIRE(answer);
    REQUIRE(*answer);
    CHECK((*answer)->photo_id == (*answers[0])->photo_id);
  }
  CHECK(total(View::photos) == 1);
}

TEST_CASE_FIXTURE(World, "a file of this machine is added by the same path") {
  const auto added = run(server->uploads.add_file(owner, "/photos/trip/a.jpg", kTestNow - std::chrono::hours(24 * 400),
                                                  memory_file("the bytes"), clock.now()));
  REQUIRE(added);
  CHECK(original_of(*this, added->photo_id) == "the bytes");
  CHECK(photo(added->photo_id).name == "a.jpg");
  CHECK(photo(added->photo_id).taken.from == TakenFrom::file);
  const auto again = run(server->uploads.add_file(owner, "b.jpg", std::nullopt, memory_file("the bytes"), clock.now()));
  CHECK(again->is_duplicate);
  const auto empty = run(server->uploads.add_file(owner, "c.jpg", std::nullopt, memory_file(""), clock.now()));
  REQUIRE_FALSE(empty);
  CHECK(empty.error().kind == &errors::file_empty);
  check_no_orphans(*this);
}

TEST_CASE_FIXTURE(World, "when the storage is full nothing is added and the upload can be completed later") {
  const std::string upload = send("a.jpg", "abcdefg");
  s3.fault = [](std::string_view operation, bool) -> std::optional<Error> {
    if (operation == "CopyObject") return error(lightwell::errors::storage_full);
    return std::nullopt;
  };
  const auto full = run(server->uploads.complete(owner, upload, clock.now()));
  REQUIRE_FALSE(full);
  CHECK(full.error().kind == &errors::storage_full);
  CHECK(total(View::photos) == 0);
  s3.fault = nullptr;
  CHECK(run(server->uploads.complete(owner, upload, clock.now())));
  CHECK(total(View::photos) == 1);
  check_no_orphans(*this);
}

TEST_CASE_FIXTURE(World, "a cancelled upload is gone with its parts") {
  const std::string upload = send("a.jpg", "abcdefg");
  REQUIRE(run(server->uploads.cancel(owner, upload)));
  const auto completed = run(server->uploads.complete(owner, upload, clock.now()));
  REQUIRE_FALSE(completed);
  CHECK(completed.error().kind == &errors::upload_not_found);
  check_no_orphans(*this);
}

TEST_CASE_FIXTURE(World, "an upload that nobody goes on with ends after a week") {
  const std::string upload = send("a.jpg", "abcdefg");
  clock.advance(std::chrono::hours(24 * 6));
  REQUIRE(run(server->uploads.sweep(clock.now())));
  CHECK(run(server->uploads.find(owner, upload)));
  clock.advance(std::chrono::hours(25));
  REQUIRE(run(server->uploads.sweep(clock.now())));
  CHECK_FALSE(run(server->uploads.find(owner, upload)));
  check_no_orphans(*this);
}

TEST_CASE_FIXTURE(World, "an upload is its owner's alone") {
  const std::string upload = send("a.jpg", "abcdefg");
  CHECK_FALSE(run(server->uploads.find(stranger, upload)));
  CHECK_FALSE(run(server->uploads.complete(stranger, upload, clock.now())));
  CHECK_FALSE(run(server->uploads.cancel(stranger, upload)));
  CHECK_FALSE(run(server->uploads.sign_parts(
      stranger, upload, {{.number = 1, .size = 4, .sha256_base64 = to_base64(sha256(as_bytes("abcd")))}}, "",
      clock.now())));
  CHECK(run(server->uploads.open_uploads(stranger))->empty());
  CHECK(run(server->uploads.complete(owner, upload, clock.now())));
}

TEST_CASE("a process that is killed between any two steps loses nothing and leaves nothing") {
  // S3's n-th step throws, before or after it has happened, so that nothing that follows it runs; then a new server
  // starts over the same stores.
  for (int step = 0;; ++step) {
    World world;
    const std::string upload = world.send("a.jpg", "0123456789");
    int steps = 0;
    world.s3.fault = [&](std::string_view, bool) -> std::optional<Error> {
      if (steps++ == step) throw std::runtime_error("killed");
      return std::nullopt;
    };
    const auto killed = world.run(world.server->uploads.complete(world.owner, upload, world.clock.now()));
    world.s3.fault = nullptr;
    if (killed) {
      CHECK(step == 8);  // four calls, before and after: every one has had its turn
      break;
    }
    world.restart();
    REQUIRE(world.run(world.server->uploads.recover(world.clock.now())));

    const auto completed = world.run(world.server->uploads.complete(world.owner, upload, world.clock.now()));
    REQUIRE(completed);
    CHECK_FALSE(completed->is_duplicate);
    CHECK(original_of(world, completed->photo_id) == "0123456789");
    CHECK(world.total(View::photos) == 1);
    CHECK(world.rows("SELECT COUNT(*) FROM jobs") == 1);
    check_no_orphans(world);
  }
}

TEST_CASE_FIXTURE(World, "an import that is killed leaves nothing, wherever it was") {
  for (const bool is_done : {false, true}) {
    s3.fault = [is_done](std::string_view operation, bool done) -> std::optional<Error> {
      if (operation == "PutObject" && done == is_done) throw std::runtime_error("killed");
      return std::nullopt;
    };
    const auto file = memory_file("imported");
    const auto dies = [](World& world, FileRegion region) -> Task<Result<void>> {
      try {
        (void)co_await world.server->uploads.add_file(world.owner, "a.jpg", std::nullopt, region, kTestNow);
      } catch (const std::runtime_error&) {
      }
      co_return Result<void>{};
    };
    REQUIRE(run(dies(*this, file)));
    s3.fault = nullptr;
    restart();
    REQUIRE(run(server->uploads.recover(clock.now())));
    CHECK(total(View::photos) == 0);
    CHECK(rows("SELECT COUNT(*) FROM uploads") == 0);
    check_no_orphans(*this);
  }
}

TEST_CASE_FIXTURE(World, "multipart uploads and objects that no row knows are ended at start") {
  const std::string known = send("a.jpg", "abcdefg");
  s3.multiparts["lost"] = {.key = "staging/lost"};
  s3.objects["staging/also-lost"] = {"bytes", ""};
  s3.objects["elsewhere/not-ours"] = {"bytes", ""};
  REQUIRE(run(server->uploads.recover(clock.now())));
  REQUIRE(run(server->remover.remove_due()));
  CHECK(s3.multiparts.size() == 1);
  CHECK_FALSE(s3.has("staging/also-lost"));
  CHECK(s3.has("elsewhere/not-ours"));
  CHECK(run(server->uploads.complete(owner, known, clock.now())));
}

TEST_CASE_FIXTURE(World, "an offer has at most 500 files") {
  const auto refused = run(server->uploads.offer(owner, std::vector<OfferedFile>(501), clock.now()));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == &errors::bad_request);
}

}  // namespace lightwell::photos
