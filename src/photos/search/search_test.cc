#include "photos/search/search.h"

#include <map>

#include "photos/errors.h"
#include "photos/search/index.h"
#include "photos/testing/world.h"

namespace lightwell::photos {
namespace {

struct Shot {
  std::string name;
  std::string taken;                                     // "2023-05-14T12:00:00Z"
  std::vector<std::pair<std::string, int>> labels = {};  // with their confidence
  std::string text = {};                                 // on a sign in the picture
  std::optional<Gps> gps = {};
  std::string camera = {};
  std::string title = {};
  std::vector<std::pair<std::string, int>> colours = {};  // with their percent
  std::optional<double> f_number = {};
  std::optional<int64_t> iso = {};
};

constexpr Gps kBarcelona{.latitude = 41.4036, .longitude = 2.1744};
constexpr Gps kParis{.latitude = 48.8606, .longitude = 2.3376};

class SearchWorld : public World {
 public:
  // A photo as processing and analysis leave it; its id.
  std::string shoot(const Shot& shot) {
    reader.script = [&shot](const std::string&) -> Result<Reading> {
      Reading reading = ScriptedReader::ready();
      reading.taken = Taken{.local = *parse_iso8601(shot.taken), .from = TakenFrom::exif};
      reading.gps = shot.gps;
      if (!shot.camera.empty()) reading.exif.camera_model = shot.camera;
      if (!shot.title.empty()) reading.exif.title = shot.title;
      reading.exif.f_number = shot.f_number;
      reading.exif.iso = shot.iso;
      return reading;
    };
    const std::string id = add_ready(shot.name, fmt::format("bytes {}", ++shots_));
    const auto seen = [this, id, &shot](store::Transaction& transaction) -> Result<void> {
      for (const auto& [name, confidence] : shot.labels) {
        REQUIRE_OK(transaction.execute(
            "INSERT INTO photo_labels (photo_id, folded, owner, name, confidence, own, hidden, parents, categories)"
            " VALUES ($1, $2, $3, $4, $5, 0, 0, '', '')",
            {id, to_lower(name), owner.person, name, double(confidence)}));
      }
      for (int number = 0; const auto& [name, percent] : shot.colours) {
        REQUIRE_OK(transaction.execute(
            "INSERT INTO photo_colours (photo_id, number, hex, name, percent) VALUES ($1, $2, '#000000', $3, $4)",
            {id, number++, name, double(percent)}));
      }
      if (!shot.text.empty()) {
        REQUIRE_OK(
            transaction.execute("INSERT INTO photo_texts (photo_id, number, owner, text, confidence, box_left,"
                                " box_top, box_width, box_height) VALUES ($1, 0, $2, $3, 99, 0, 0, 1, 1)",
                                {id, owner.person, shot.text}));
      }
      return index_photo(transaction, owner.person, id);
    };
    REQUIRE(run(database->write(seen)));
    return id;
  }

  void name_person(const std::string& id, const std::string& name, const std::vector<std::string>& photos) {
    const auto made = [&, this](store::Transaction& transaction) -> Result<void> {
      REQUIRE_OK(transaction.execute(
          "INSERT INTO people (id, owner, name, hidden, cover_quality, cover_by_hand, photo_count, created_at, edit)"
          " VALUES ($1, $2, $3, 0, 0, 0, 0, 0, '')",
          {id, owner.person, name}));
      REQUIRE_OK(transaction.execute("INSERT INTO face_clusters (id, owner, person_id) VALUES ($1, $2, $1)",
                                     {id, owner.person}));
      for (const std::string& photo : photos) {
        REQUIRE_OK(transaction.execute(
            "INSERT INTO faces (id, owner, photo_id, cluster_id, service_face_id, box_left, box_top, box_width,"
            " box_height, confidence, quality, hidden, by_hand, shown, taken_local, created_at, edit)"
            " VALUES ($1, $2, $3, $4, '', 0, 0, 1, 1, 99, 1, 0, 0, 1, 0, 0, '')",
            {id + photo, owner.person, photo, id}));
      }
      return {};
    };
    REQUIRE(run(database->write(made)));
  }

  SearchResult look(std::string text) {
    auto found = run(server->search.search(owner, {.text = std::move(text)}, clock.now()));
    REQUIRE(found);
    return std::move(*found);
  }
  using Ids = std::vector<std::string>;
  Ids ids(std::string text) { return look(std::move(text)).tiles.ids; }

 private:
  int shots_ = 0;
};

}  // namespace

TEST_CASE_FIXTURE(SearchWorld, "photos are found by what is in them, the surest first, of equal ones the newest") {
  const auto old_dog = shoot({.name = "a.jpg", .taken = "2019-05-14T12:00:00Z", .labels = {{"Dog", 97}}});
  const auto new_dog = shoot({.name = "b.jpg", .taken = "2023-05-14T12:00:00Z", .labels = {{"Dog", 93}}});
  const auto unsure = shoot({.name = "c.jpg", .taken = "2024-05-14T12:00:00Z", .labels = {{"Dog", 62}}});
  shoot({.name = "d.jpg", .taken = "2024-05-14T12:00:00Z", .labels = {{"Dog", 20}, {"Cat", 95}}});
  CHECK(ids("dog") == Ids{new_dog, old_dog, unsure});
  CHECK(ids("dogs") == Ids{new_dog, old_dog, unsure});
  CHECK(ids("puppy").size() == 3);
  CHECK(ids("animal").size() == 4);
  CHECK(ids("dog 2019") == Ids{old_dog});
  CHECK(ids("dog -2023") == Ids{old_dog, unsure});
  const auto found = look("dogs in 2023");
  REQUIRE(found.parts.size() == 2);
  CHECK(found.parts[0].kind == "label");
  CHECK(found.parts[0].meaning == "Dog");
  CHECK(found.parts[0].count == 3);
  CHECK(found.parts[1].kind == "date");
}

TEST_CASE_FIXTURE(SearchWorld, "people, places, cameras, text and names are found together") {
  const auto beach = shoot({.name = "IMG_0042.jpg",
                            .taken = "2023-07-14T12:00:00Z",
                            .labels = {{"Beach", 95}},
                            .gps = kBarcelona,
                            .camera = "Canon EOS R5"});
  const auto other = shoot({.name = "IMG_0043.jpg",
                            .taken = "2022-07-14T12:00:00Z",
                            .labels = {{"Beach", 95}},
                            .text = "NO EXIT",
                            .gps = kParis,
                            .title = "A day at the old pier"});
  name_person("p1", "Anna Smith", {beach});
  name_person("p2", "May", {other});
  CHECK(ids("beach with Anna 2023") == Ids{beach});
  CHECK(ids("anna smith") == Ids{beach});
  CHECK(ids("may") == Ids{other});
  CHECK(ids("barcelona") == Ids{beach});
  CHECK(ids("Catalonia") == Ids{beach});
  CHECK(ids("spain") == Ids{beach});
  CHECK(ids("europe") == Ids{beach, other});
  CHECK(ids("eos r5") == Ids{beach});
  CHECK(ids("canon") == Ids{beach});
  CHECK(ids("camera:canon") == Ids{beach});
  CHECK(ids("exit") == Ids{other});
  CHECK(ids("\"no exit\"") == Ids{other});
  CHECK(ids("\"exit no\"").empty());
  CHECK(ids("IMG_0042") == Ids{beach});
  CHECK(ids("file:0043") == Ids{other});
  CHECK(ids("pier") == Ids{other});
  CHECK(ids("\"old pier\"") == Ids{other});
  CHECK(ids("summer 2023") == Ids{beach});
  CHECK(ids("beach -anna") == Ids{other});
  CHECK(ids("pie") == Ids{other});  // typed half-way, and nothing else is called so
  const auto found = look("anna");
  CHECK(found.parts.at(0).kind == "person");
  CHECK(found.parts.at(0).person_ids == Ids{"p1"});
}

TEST_CASE_FIXTURE(SearchWorld, "a word that nothing matches finds nothing and is named") {
  shoot({.name = "a.jpg", .taken = "2023-05-14T12:00:00Z", .labels = {{"Dog", 97}}});
  const auto found = look("dog xyzzy \"two words\"");
  CHECK(found.total == 0);
  CHECK(found.tiles.ids.empty());
  REQUIRE(found.parts.size() == 3);
  CHECK(found.parts[0].count == 1);
  CHECK(found.parts[1].kind == "none");
  CHECK(found.without == "dog");
  CHECK(look("cat").total == 0);
  CHECK(look("1999").total == 0);
  CHECK(run(server->search.search(owner, {.text = "  "}, clock.now())).error().kind == &errors::bad_request);
  CHECK_FALSE(run(server->search.search(owner, {.text = "dog", .limit = 501}, clock.now())));
  CHECK_FALSE(run(server->search.search(owner, {.text = "dog", .after = "x"}, clock.now())));
}

TEST_CASE_FIXTURE(SearchWorld, "what is understood and found nowhere is not unknown") {
  shoot({.name = "IMG_1054 \U0001F40E.jpg", .taken = "2023-05-14T12:00:00Z"});
  const auto kind = [this](std::string text) {
    const auto found = look(std::move(text));
    REQUIRE(found.parts.size() == 1);
    return found.parts[0].kind + (found.parts[0].is_unmatched ? ", nothing" : "");
  };
  CHECK(kind("yesterday") == "date, nothing");
  CHECK(kind("is:raw") == "is, nothing");
  CHECK(kind("animations") == "is, nothing");
  CHECK(kind("file:zebra") == "file, nothing");
  CHECK(kind("xyzzy") == "none, nothing");
  CHECK(kind("IMG_1054") == "file");
  CHECK(kind("file:1054") == "file");
  CHECK(kind("\U0001F40E") == "file");
  for (const std::string_view text : {"label:", "!?", "-"}) {
    CAPTURE(text);
    const auto found = look(std::string(text));
    CHECK(found.total == 0);
    CHECK(found.parts.empty());
  }
}

TEST_CASE_FIXTURE(SearchWorld,
                  "colours are found where there is enough of them, and settings of cameras by their names") {
  const auto bus = shoot({.name = "a.jpg",
                          .taken = "2023-05-14T12:00:00Z",
                          .labels = {{"Bus", 97}},
                          .colours = {{"red", 7}, {"red", 8}, {"black", 20}},
                          .f_number = 2.8,
                          .iso = 200});
  const auto cat = shoot({.name = "b.jpg",
                          .taken = "2023-05-15T12:00:00Z",
                          .labels = {{"Cat", 97}},
                          .colours = {{"black", 45}, {"red", 5}, {"grey", 40}},
                          .f_number = 8});
  CHECK(ids("red bus") == Ids{bus});
  CHECK(ids("red") == Ids{bus});
  CHECK(ids("black cat") == Ids{cat});
  CHECK(ids("colour:gray") == Ids{cat});
  CHECK(look("red").parts.at(0).kind == "colour");
  CHECK(ids("f/2.8") == Ids{bus});
  CHECK(ids("f2.8") == Ids{bus});
  CHECK(ids("f/8") == Ids{cat});
  CHECK(ids("iso 200") == Ids{bus});
  CHECK(look("ISO200").parts.at(0).kind == "camera");
}

TEST_CASE_FIXTURE(SearchWorld, "a part that is found by its word as well says so") {
  shoot({.name = "a.jpg", .taken = "2023-05-14T12:00:00Z", .labels = {{"Dog", 97}}});
  CHECK(look("dog").parts.at(0).meaning == "Dog");
  shoot({.name = "truncated_dog.jpg", .taken = "2023-05-15T12:00:00Z"});
  CHECK(look("dog").parts.at(0).meaning == "Dog or “dog” in file names");
  CHECK(look("dog").parts.at(0).count == 2);
}

TEST_CASE_FIXTURE(SearchWorld, "the trash is not searched, the archive is, and nobody finds another's photos") {
  const auto kept = shoot({.name = "a.jpg", .taken = "2023-05-14T12:00:00Z", .labels = {{"Dog", 97}}});
  const auto gone = shoot({.name = "b.jpg", .taken = "2023-05-15T12:00:00Z", .labels = {{"Dog", 97}}});
  REQUIRE(run(server->library.change(owner, {kept}, {.is_archived = true}, clock.now())));
  CHECK(ids("dog") == Ids{gone, kept});
  REQUIRE(run(server->library.trash(owner, {gone}, clock.now())));
  CHECK(ids("dog") == Ids{kept});
  CHECK(look("dog").parts.at(0).count == 1);
  CHECK(ids("archived") == Ids{kept});
  CHECK(run(server->search.search(stranger, {.text = "dog"}, clock.now()))->total == 0);
  REQUIRE(run(server->library.empty_trash(owner, std::nullopt, clock.now())));
  CHECK(rows("SELECT COUNT(*) FROM search_postings WHERE number NOT IN (SELECT number FROM photos)") == 0);
  REQUIRE(run(server->library.change(owner, {kept}, {.is_favourite = true}, clock.now())));
  CHECK(ids("favourites") == Ids{kept});
  CHECK(ids("is:favourite dog") == Ids{kept});
}

TEST_CASE_FIXTURE(SearchWorld, "pages follow one another without a gap, whatever comes meanwhile") {
  Ids all;
  for (int i = 0; i < 25; ++i) {
    all.push_back(shoot({.name = "a.jpg",
                         .taken = fmt::format("2023-05-{:02}T12:00:00Z", i + 1),
                         .labels = {{"Dog", i % 2 == 0 ? 95 : 65}}}));
  }
  Ids seen;
  std::optional<std::string> after;
  do {
    const auto page = run(server->search.search(owner, {.text = "dog", .limit = 10, .after = after}, clock.now()));
    REQUIRE(page);
    CHECK(page->total >= 25);
    seen.insert(seen.end(), page->tiles.ids.begin(), page->tiles.ids.end());
    after = page->next;
    shoot({.name = "new.jpg", .taken = "2024-01-01T12:00:00Z", .labels = {{"Dog", 99}}});
  } while (after);
  CHECK(seen.size() == 25);
  std::ranges::sort(seen);
  std::ranges::sort(all);
  CHECK(seen == all);
}

TEST_CASE_FIXTURE(SearchWorld, "labels that change are found by what they are now") {
  const auto id = shoot({.name = "a.jpg", .taken = "2023-05-14T12:00:00Z", .labels = {{"Dog", 97}, {"Cat", 80}}});
  const auto hide = [&](store::Transaction& transaction) -> Result<void> {
    REQUIRE_OK(transaction.execute("UPDATE photo_labels SET hidden = 1 WHERE folded = 'dog'"));
    return index_photo(transaction, owner.person, id);
  };
  REQUIRE(run(database->write(hide)));
  CHECK(ids("dog").empty());
  CHECK(ids("cat") == Ids{id});
}

TEST_CASE_FIXTURE(SearchWorld, "photos from before there was an index are found once it has caught up") {
  const auto id = shoot({.name = "a.jpg", .taken = "2023-05-14T12:00:00Z", .labels = {{"Dog", 97}}, .gps = kParis});
  const auto forget = [](store::Transaction& transaction) -> Result<void> {
    for (const std::string_view sql : {"DELETE FROM search_postings", "DELETE FROM search_names",
                                       "DELETE FROM search_terms", "UPDATE photos SET index_version = 0"}) {
      REQUIRE_OK(transaction.execute(sql));
    }
    return {};
  };
  const std::string before = run(server->search.state(owner)).value();
  REQUIRE(run(database->write(forget)));
  CHECK(ids("dog").empty());
  CHECK(run(server->search.state(owner)).value() != before);
  REQUIRE(run(server->search.catch_up()));
  CHECK(ids("dog") == Ids{id});
  CHECK(ids("paris") == Ids{id});
}

TEST_CASE("a library from before there was search keeps its photos, and they are found") {
  const auto database = std::move(*store::open_sqlite({}));
  REQUIRE(database->migrate("photos.owners", owners_schema()));
  REQUIRE(database->migrate("photos.library", library_schema()));
  const auto fill = [](store::Transaction& transaction) -> Result<void> {
    for (int i = 0; i < 120; ++i) {
      REQUIRE_OK(transaction.execute(
          "INSERT INTO photos (id, owner, sha256, size, name, type, kind, width, height, orientation, frames,"
          " taken_local, taken_from, month, uploaded_at, state, failure, place, archived, favourite, rating, thumbhash,"
          " version, latitude, longitude) VALUES ($1, 'o', $1, 1, $2, 'image/jpeg', 0, 4, 3, 1, 1, 0, 0, 197001, $3, 1,"
          " '', 0, 0, 0, 0, X'', 1, $4, 2.3376)",
          {fmt::format("photo-{}", i), fmt::format("IMG_{:04}.jpg", i), i % 7, i == 5 ? 48.8606 : 0.0}));
    }
    return {};
  };
  REQUIRE(sync_wait(database->write(fill)));
  REQUIRE(migrate(*database));
  Search search(*database);
  const auto look = [&](std::string text) {
    return sync_wait(search.search({"o"}, {.text = std::move(text)}, kTestNow))->tiles.ids;
  };
  CHECK(look("IMG_0042").empty());
  REQUIRE(sync_wait(search.catch_up()));
  CHECK(look("IMG_0042") == std::vector<std::string>{"photo-42"});
  CHECK(look("paris") == std::vector<std::string>{"photo-5"});
  CHECK(sync_wait(search.search({"o"}, {.text = "img"}, kTestNow))->total == 120);
}

TEST_CASE_FIXTURE(SearchWorld, "suggestions name what is there, with counts") {
  const auto dog = shoot({.name = "a.jpg", .taken = "2023-05-14T12:00:00Z", .labels = {{"Golden Retriever", 97}}});
  shoot({.name = "b.jpg", .taken = "2023-06-14T12:00:00Z", .labels = {{"Goat", 97}}, .gps = kBarcelona});
  shoot({.name = "c.jpg", .taken = "2023-06-15T12:00:00Z", .labels = {{"Goat", 97}}, .camera = "Canon EOS R5"});
  name_person("p1", "Gordon", {dog});
  const auto suggested = [this](std::string text) {
    std::string told;
    const auto suggestions = run(server->search.suggest(owner, std::move(text), 8));
    REQUIRE(suggestions);
    for (const Suggestion& one : *suggestions) {
      told += fmt::format("{}{} {} {} <{}>", told.empty() ? "" : ", ", one.kind, one.text, one.count, one.query);
    }
    return told;
  };
  CHECK(suggested("go") ==
        "label Goat 2 <goat>, person Gordon 1 <gordon>, label Golden Retriever 1 <\"golden retriever\">");
  CHECK(suggested("retr") == "label Golden Retriever 1 <\"golden retriever\">");
  CHECK(suggested("2023 bar") == "place Barcelona, Spain 1 <2023 barcelona>");
  CHECK(suggested("catalo") == "place Catalunya, Spain 1 <catalunya>");
  CHECK(suggested("eos") == "camera Canon EOS R5 1 <\"canon eos r5\">");
  CHECK(suggested("jun") == "date June 2023 2 <june 2023>");
  CHECK(suggested("xyz").empty());
  CHECK(suggested("").contains("label Goat 2"));
  CHECK(suggested("").contains("place Barcelona, Spain 1"));
  CHECK(suggested("").contains("date 2023 3"));
  CHECK(run(server->search.suggest(owner, "", 1))->size() == 5);  // of labels, towns, cameras, people and years one
  CHECK(run(server->search.suggest(stranger, "go", 8))->empty());
}

TEST_CASE_FIXTURE(SearchWorld, "each suggestion shows a photo of its own where one fits nearly as well") {
  using Labels = std::vector<std::pair<std::string, int>>;
  const Labels both = {{"Forest", 97}, {"Mountain", 97}};
  const auto first = shoot({.name = "a.jpg", .taken = "2023-05-14T12:00:00Z", .labels = both});
  const auto second = shoot({.name = "b.jpg", .taken = "2023-06-14T12:00:00Z", .labels = both});
  shoot({.name = "c.jpg", .taken = "2023-07-14T12:00:00Z", .labels = {{"Forest", 40}}});
  const auto suggestions = run(server->search.suggest(owner, "", 8));
  REQUIRE(suggestions);
  std::map<std::string, std::string> covers;
  for (const Suggestion& one : *suggestions) covers[one.text] = one.photo_id.value_or("");
  CHECK(covers["Forest"] != covers["Mountain"]);
  CHECK((covers["Forest"] == first || covers["Forest"] == second));
  CHECK((covers["Mountain"] == first || covers["Mountain"] == second));
}

TEST_CASE_FIXTURE(SearchWorld,
                  "to begin with, every year and the things that say something are offered, with pictures") {
  const auto dog = shoot(
      {.name = "a.jpg", .taken = "2002-05-14T12:00:00Z", .labels = {{"Dog", 97}, {"Animal", 97}, {"Sea Life", 90}}});
  shoot({.name = "b.jpg", .taken = "2016-05-14T12:00:00Z", .labels = {{"Fish", 97}, {"Animal", 97}, {"Sea Life", 90}}});
  const auto broken = shoot({.name = "c.jpg", .taken = "2016-05-15T12:00:00Z"});
  name_person("p1", "Anna", {dog});
  const auto change = [&](store::Transaction& transaction) -> Result<void> {
    REQUIRE_OK(transaction.execute("UPDATE photo_labels SET parents = 'Sea Life' WHERE folded IN ('fish', 'dog')"));
    REQUIRE_OK(transaction.execute("UPDATE people SET cover_face = 'face-1'"));
    REQUIRE_OK(transaction.execute("UPDATE photos SET state = 2 WHERE id = $1", {broken}));
    return {};
  };
  REQUIRE(run(database->write(change)));
  const auto suggestions = run(server->search.suggest(owner, "", 8));
  REQUIRE(suggestions);
  std::map<std::string, Suggestion> offered;
  for (const Suggestion& one : *suggestions) offered[one.kind + " " + one.text] = one;
  CHECK(offered.contains("label Dog"));
  CHECK(offered.contains("label Sea Life"));  // half of them are fish
  CHECK_FALSE(offered.contains("label Animal"));
  CHECK(offered.contains("date 2002"));
  CHECK(offered["date 2016"].count == 2);
  CHECK(offered["date 2016"].photo_id.value_or(broken) != broken);
  CHECK(offered["person Anna"].face_id == "face-1");
}

TEST_CASE_FIXTURE(SearchWorld, "the map gathers what lies together, and the list of places counts it") {
  shoot({.name = "a.jpg", .taken = "2023-05-14T12:00:00Z", .gps = kBarcelona});
  const auto newest = shoot({.name = "b.jpg", .taken = "2024-05-14T12:00:00Z", .gps = kBarcelona});
  const auto paris = shoot({.name = "c.jpg", .taken = "2023-05-14T12:00:00Z", .gps = kParis});
  const auto gone = shoot({.name = "d.jpg", .taken = "2023-05-14T12:00:00Z", .gps = kParis});
  shoot({.name = "e.jpg", .taken = "2023-05-14T12:00:00Z"});
  REQUIRE(run(server->library.trash(owner, {gone}, clock.now())));

  const auto map = run(server->search.map(owner, {}, 8));
  REQUIRE(map);
  CHECK(map->total == 3);
  REQUIRE(map->clusters.size() == 2);
  CHECK(map->clusters[0].count == 2);
  CHECK(map->clusters[0].photo_id == newest);
  REQUIRE(map->bounds);
  CHECK(map->bounds->north == kParis.latitude);
  CHECK(run(server->search.map(owner, {}, 0))->clusters.size() == 1);
  const GeoBox france{.west = 2.2, .south = 48, .east = 3, .north = 49};
  CHECK(run(server->search.map(owner, france, 8))->total == 1);
  CHECK_FALSE(run(server->search.map(owner, {}, 21)));

  CHECK(run(server->search.search(owner, {.text = "", .box = france}, clock.now()))->tiles.ids == Ids{paris});
  CHECK(run(server->search.search(owner, {.text = "2024", .box = france}, clock.now()))->total == 0);

  const auto places = run(server->search.places(owner));
  REQUIRE(places);
  REQUIRE(places->size() == 2);
  CHECK(places->at(0).code == "ES");
  CHECK(places->at(0).count == 2);
  CHECK(places->at(0).photo_id == newest);
  REQUIRE(places->at(0).towns.size() == 1);
  CHECK(places->at(0).towns[0].name == "Barcelona");
  CHECK(places->at(0).towns[0].region == "Catalunya");
  CHECK(places->at(1).count == 1);
}

}  // namespace lightwell::photos
