#include "photos/library/library.h"

#include <map>
#include <random>

#include "photos/errors.h"
#include "photos/library/library_rules.h"
#include "photos/library/photo_store.h"
#include "photos/testing/world.h"

namespace lightwell::photos {
namespace {

constexpr View kViews[] = {View::photos, View::favourites, View::archive, View::trash};

// A reader whose pictures were taken when their bytes say so: "2024-05-06T07:08:09Z ...".
Result<Reading> dated(const std::string& bytes) {
  Reading reading = ScriptedReader::ready();
  if (const auto at = parse_iso8601(std::string_view(bytes).substr(0, 20))) {
    reading.taken = Taken{.local = *at, .zone_offset_minutes = 60, .from = TakenFrom::exif};
  }
  return reading;
}

// The months of a view as its rows say, counted one by one.
std::map<int, int64_t> recount(World& world, View view) {
  std::map<int, int64_t> months;
  REQUIRE(world.run(world.database->read([&](store::Reader& reader) {
    return reader.each(
        "SELECT month, place, favourite FROM photos WHERE owner = 'owner-1'", {}, [&](const store::Row& row) {
          const Standing standing{
              .month = int(row.integer(0)), .place = Place(row.integer(1)), .is_favourite = row.boolean(2)};
          for (const View shown : views_of(standing)) months[standing.month] += shown == view;
          return true;
        });
  })));
  std::erase_if(months, [](const auto& month) { return month.second == 0; });
  return months;
}

void check_counts(World& world) {
  for (const View view : kViews) {
    const auto timeline = world.run(world.server->library.timeline(world.owner, view));
    REQUIRE(timeline);
    std::map<int, int64_t> counted;
    int64_t total = 0;
    for (const MonthCount& month : timeline->months) {
      counted[*parse_month(month.month)] = month.count;
      total += month.count;
      const auto tiles = world.run(world.server->library.month(world.owner, view, month.month));
      CHECK(int64_t(tiles->ids.size()) == month.count);
    }
    CHECK(counted == recount(world, view));
    CHECK(timeline->total == total);
  }
}

}  // namespace

TEST_CASE_FIXTURE(World, "a month's tiles are columns of one length, newest first") {
  reader.script = dated;
  const std::string older = add("older.jpg", "2024-05-01T08:00:00Z");
  const std::string newer = add("newer.jpg", "2024-05-31T08:00:00Z");
  const std::string other = add("other.jpg", "2023-12-31T08:00:00Z");
  process_all();

  const auto timeline = run(server->library.timeline(owner, View::photos));
  REQUIRE(timeline->months.size() == 2);
  CHECK(timeline->months[0].month == "2024-05");
  CHECK(timeline->months[0].count == 2);
  CHECK(timeline->months[1].month == "2023-12");
  CHECK(timeline->total == 3);

  const auto tiles = run(server->library.month(owner, View::photos, "2024-05"));
  REQUIRE(tiles);
  CHECK(tiles->ids == std::vector{newer, older});
  CHECK(tiles->names == std::vector<std::string>{"newer.jpg", "older.jpg"});
  CHECK(tiles->taken.at(0) == *parse_iso8601("2024-05-31T08:00:00Z"));
  CHECK(tiles->ratios.at(0) == doctest::Approx(4.0 / 3.0));
  CHECK(tiles->thumbhashes.at(0) == "hash");
  CHECK(tiles->states.at(0) == PhotoState::ready);
  CHECK(tiles->kinds.size() == 2);
  CHECK(tiles->favourites.size() == 2);
  CHECK(tiles->versions.at(0) == 2);
  CHECK(tiles->trashed.empty());

  CHECK(run(server->library.month(owner, View::photos, "1999-01"))->ids.empty());
  CHECK_FALSE(run(server->library.month(owner, View::photos, "May")));
}

TEST_CASE_FIXTURE(World, "the timeline's version changes with every change, and only then") {
  const std::string id = add_ready("a.jpg", "abcd");
  const int64_t before = run(server->library.timeline(owner, View::photos))->version;
  CHECK(run(server->library.change(owner, {id}, {.is_favourite = true}, clock.now())) == 1);
  const int64_t after = run(server->library.timeline(owner, View::photos))->version;
  CHECK(after > before);
  CHECK(run(server->library.change(owner, {id}, {.is_favourite = true}, clock.now())) == 0);
  CHECK(run(server->library.timeline(owner, View::photos))->version == after);
}

TEST_CASE_FIXTURE(World, "a photo goes to the trash and comes back to where it was") {
  const std::string plain = add_ready("a.jpg", "aaaa");
  const std::string archived = add_ready("b.jpg", "bbbb");
  REQUIRE(run(server->library.change(owner, {archived}, {.is_archived = true, .rating = 4}, clock.now())));
  CHECK(run(server->library.trash(owner, {plain, archived}, clock.now())) == 2);
  CHECK(total(View::trash) == 2);
  CHECK(total(View::photos) == 0);
  CHECK(total(View::archive) == 0);
  CHECK(photo(plain).trashed_at == clock.now());
  const std::string month = run(server->library.timeline(owner, View::trash))->months.at(0).month;
  CHECK(run(server->library.month(owner, View::trash, month))->trashed == std::vector(2, clock.now()));

  clock.advance(std::chrono::hours(1));
  CHECK(run(server->library.trash(owner, {plain}, clock.now())) == 0);
  CHECK(photo(plain).trashed_at == kTestNow);

  CHECK(run(server->library.restore(owner, {plain, archived}, clock.now())) == 2);
  CHECK(total(View::photos) == 1);
  CHECK(total(View::archive) == 1);
  CHECK(photo(archived).rating == 4);
  CHECK_FALSE(photo(plain).trashed_at);
  check_counts(*this);
}

TEST_CASE_FIXTURE(World, "emptying removes rows and bytes of the trash, and of nothing else") {
  const std::string kept = add_ready("a.jpg", "aaaa");
  const std::string first = add_ready("b.jpg", "bbbb");
  const std::string second = add_ready("c.jpg", "cccc");
  REQUIRE(run(server->library.trash(owner, {first, second}, clock.now())));

  CHECK(run(server->library.empty_trash(owner, std::vector{kept, first}, clock.now())) == 1);
  CHECK(run(server->library.find(owner, first)).error().kind == &errors::photo_not_found);
  REQUIRE(run(server->remover.remove_due()));
  CHECK(s3.count("originals/") == 2);
  CHECK(s3.count("previews/") == 4);

  CHECK(run(server->library.empty_trash(owner, std::nullopt, clock.now())) == 1);
  REQUIRE(run(server->remover.remove_due()));
  CHECK(s3.has(original_key("owner-1", kept)));
  CHECK(s3.count("originals/") == 1);
  CHECK(s3.count("previews/") == 2);
  CHECK(photo(kept).state == PhotoState::ready);
  check_counts(*this);
  CHECK(run(server->events.since(owner, 0))->events.back().change == Change::removed);
}

TEST_CASE_FIXTURE(World, "bytes that could not be removed are removed later") {
  const std::string id = add_ready("a.jpg", "aaaa");
  REQUIRE(run(server->library.trash(owner, {id}, clock.now())));
  REQUIRE(run(server->library.empty_trash(owner, std::nullopt, clock.now())));
  s3.fault = [](std::string_view operation, bool) -> std::optional<Error> {
    return operation == "DeleteObjects" ? std::optional(error(lightwell::errors::slow_down)) : std::nullopt;
  };
  CHECK(run(server->remover.remove_due()) == 0);
  s3.fault = nullptr;
  CHECK(run(server->remover.remove_due()) == 0);  // not at once again
  clock.advance(std::chrono::seconds(11));
  restart();
  CHECK(run(server->remover.remove_due()) == 4);  // the original, two previews, and what was staged
  CHECK(s3.objects.empty());
}

TEST_CASE_FIXTURE(World, "what lay in the trash for thirty days goes by itself") {
  const std::string old = add_ready("a.jpg", "aaaa");
  const std::string recent = add_ready("b.jpg", "bbbb");
  REQUIRE(run(server->library.trash(owner, {old}, clock.now())));
  clock.advance(std::chrono::hours(24 * 29));
  REQUIRE(run(server->library.trash(owner, {recent}, clock.now())));
  REQUIRE(run(server->library.sweep(clock.now())));
  CHECK(total(View::trash) == 2);
  clock.advance(std::chrono::hours(25));
  REQUIRE(run(server->library.sweep(clock.now())));
  CHECK(total(View::trash) == 1);
  CHECK(photo(recent).id == recent);
}

TEST_CASE_FIXTURE(World, "neighbours follow the order of the view over the borders of months") {
  reader.script = dated;
  std::vector<std::string> ids;
  for (const std::string day : {"2024-05-31", "2024-06-01", "2023-01-01", "2024-05-31"}) {
    ids.push_back(add(fmt::format("{}.jpg", ids.size()), fmt::format("{}T08:00:0{}Z", day, ids.size())));
  }
  process_all();
  const std::vector order = {ids[1], ids[3], ids[0], ids[2]};
  REQUIRE(run(server->library.change(owner, {ids[1], ids[2]}, {.is_favourite = true}, clock.now())));
  for (size_t i = 0; i < order.size(); ++i) {
    const auto found = run(server->library.neighbours(owner, View::photos, order[i]));
    REQUIRE(found);
    CHECK(found->previous == (i == 0 ? std::nullopt : std::optional(order[i - 1])));
    CHECK(found->next == (i + 1 == order.size() ? std::nullopt : std::optional(order[i + 1])));
  }
  const auto favourite = run(server->library.neighbours(owner, View::favourites, ids[1]));
  CHECK(favourite->next == ids[2]);
  CHECK_FALSE(favourite->previous);
}

TEST_CASE_FIXTURE(World, "a stranger sees and changes nothing") {
  const std::string id = add_ready("a.jpg", "aaaa");
  const std::string trashed = add_ready("b.jpg", "bbbb");
  REQUIRE(run(server->library.trash(owner, {trashed}, clock.now())));
  const auto is_hidden = [](const auto& answer) { return !answer && answer.error().kind == &errors::photo_not_found; };

  CHECK(is_hidden(run(server->library.find(stranger, id))));
  CHECK(is_hidden(run(server->library.preview(stranger, id, 256))));
  CHECK(is_hidden(run(server->library.original(stranger, id, std::nullopt))));
  CHECK(is_hidden(run(server->library.neighbours(stranger, View::photos, id))));
  CHECK(run(server->library.change(stranger, {id}, {.rating = 5}, clock.now())) == 0);
  CHECK(run(server->library.trash(stranger, {id}, clock.now())) == 0);
  CHECK(run(server->library.restore(stranger, {trashed}, clock.now())) == 0);
  CHECK(run(server->library.empty_trash(stranger, std::nullopt, clock.now())) == 0);
  CHECK(run(server->library.empty_trash(stranger, std::vector{trashed}, clock.now())) == 0);
  CHECK(run(server->library.timeline(stranger, View::photos))->total == 0);
  CHECK(run(server->library.month(stranger, View::photos, "2026-11"))->ids.empty());
  const auto download = run(server->library.prepare_download(owner, "session", {id}, clock.now()));
  CHECK_FALSE(run(server->library.open_download(stranger, "session", *download, clock.now())));
  CHECK_FALSE(check_may_see(stranger, photo(id).owner));
  CHECK(run(server->events.since(stranger, 0))->events.empty());
  CHECK(photo(id).rating == 0);
  CHECK(photo(trashed).trashed_at);
}

TEST_CASE_FIXTURE(World, "previews answer once they are there") {
  const std::string id = add("a.jpg", "aaaa");
  CHECK(run(server->library.preview(owner, id, 256)).error().kind == &errors::preview_not_ready);
  process_all();
  const auto preview = run(server->library.preview(owner, id, 256));
  REQUIRE(preview);
  CHECK(std::get<std::string>(preview->body) == "small");
  CHECK(preview->size == 5);
  CHECK(preview->e_tag == '"' + md5_hex("small") + '"');
  CHECK(run(server->library.preview(owner, id, 100)).error().kind == &errors::bad_request);
}

TEST_CASE_FIXTURE(World, "an original comes whole, in part, or not at all") {
  const std::string id = add("ä.jpg", "0123456789");
  const auto whole = run(server->library.original(owner, id, std::nullopt));
  REQUIRE(whole);
  CHECK(std::get<std::string>(whole->body) == "0123456789");
  CHECK(whole->name == "ä.jpg");
  CHECK(whole->type == "image/jpeg");
  CHECK_FALSE(whole->content_range);
  const auto part = run(server->library.original(owner, id, "bytes=0-3"));
  CHECK(std::get<std::string>(part->body) == "0123");
  CHECK(part->content_range == "bytes 0-3/10");
  CHECK(part->size == 10);
  const auto none = run(server->library.original(owner, id, "bytes=99-"));
  REQUIRE_FALSE(none);
  CHECK(none.error().kind->http_status == 416);
}

TEST_CASE_FIXTURE(World, "whatever is done in whatever order, the counts are those of the rows") {
  reader.script = dated;
  std::mt19937 chance(20261122);
  const auto draw = [&](int below) { return int(chance() % unsigned(below)); };
  std::vector<std::string> ids;
  for (int step = 0; step < 400; ++step) {
    const auto some = [&] {
      std::vector<std::string> chosen;
      for (int i = draw(4); i >= 0 && !ids.empty(); --i) chosen.push_back(ids[size_t(draw(int(ids.size())))]);
      return chosen;
    };
    const auto chosen = some();
    const int what = chosen.empty() ? 0 : draw(8);
    switch (what) {
      case 0:
      case 1: {
        const std::string bytes = fmt::format("20{:02}-{:02}-15T08:00:00Z {}", 20 + draw(3), 1 + draw(12), step);
        ids.push_back(add("a.jpg", bytes));
        break;
      }
      case 2: REQUIRE(run(server->library.change(owner, chosen, {.is_favourite = draw(2) == 0}, clock.now()))); break;
      case 3: REQUIRE(run(server->library.change(owner, chosen, {.is_archived = draw(2) == 0}, clock.now()))); break;
      case 4: REQUIRE(run(server->library.trash(owner, chosen, clock.now()))); break;
      case 5: REQUIRE(run(server->library.restore(owner, chosen, clock.now()))); break;
      case 6: (void)run(server->processing.work_one()); break;
      default: REQUIRE(run(server->library.empty_trash(owner, chosen, clock.now()))); break;
    }
    if (step % 40 == 0) check_counts(*this);
  }
  process_all();
  check_counts(*this);
  CHECK(rows("SELECT COUNT(*) FROM month_counts WHERE count <= 0") == 0);
}

TEST_CASE_FIXTURE(World, "reset empties everything") {
  const std::string id = add_ready("a.jpg", "aaaa");
  REQUIRE(run(server->library.trash(owner, {id}, clock.now())));
  REQUIRE(run(reset(*database)));
  CHECK(total(View::trash) == 0);
  CHECK(run(server->library.timeline(owner, View::photos))->version == 0);
  CHECK(run(server->events.since(owner, 3))->has_gap);
  s3.objects.clear();
  add("a.jpg", "aaaa");
  CHECK(total(View::photos) == 1);
}

}  // namespace lightwell::photos
