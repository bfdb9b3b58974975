#include "photos/library/zip_source.h"

#include <archive.h>
#include <archive_entry.h>
#include <doctest/doctest.h>
#include <locale.h>

#include "base/text.h"
#include "photos/errors.h"
#include "photos/testing/world.h"
#include "run/spawn.h"

namespace lightwell::photos {
namespace {

struct Unpacked {
  std::string name;
  std::string bytes;
  int64_t modified = 0;
};

// Reads an archive with somebody else's eyes.
std::vector<Unpacked> unpack(const std::string& zip) {
  const locale_t utf8 = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  const locale_t before = ::uselocale(utf8);
  archive* reading = ::archive_read_new();
  ::archive_read_support_format_zip_seekable(reading);
  REQUIRE(::archive_read_open_memory(reading, zip.data(), zip.size()) == ARCHIVE_OK);
  std::vector<Unpacked> all;
  archive_entry* entry = nullptr;
  while (::archive_read_next_header(reading, &entry) == ARCHIVE_OK) {
    Unpacked& one = all.emplace_back();
    one.name = ::archive_entry_pathname(entry);
    one.modified = ::archive_entry_mtime(entry);
    one.bytes.resize(size_t(::archive_entry_size(entry)));
    CHECK(::archive_read_data(reading, one.bytes.data(), one.bytes.size()) == la_ssize_t(one.bytes.size()));
  }
  ::archive_read_free(reading);
  ::uselocale(before);
  ::freelocale(utf8);
  return all;
}

ZipOpener opener(std::vector<std::string> bodies) {
  return [bodies = std::move(bodies)](size_t index) -> Task<Result<Payload>> {
    return [](std::string body) -> Task<Result<Payload>> { co_return Payload(std::move(body)); }(bodies[index]);
  };
}

Result<std::string> zipped(std::vector<ZipEntry> entries, std::vector<std::string> bodies) {
  const auto source = zip_source(std::move(entries), opener(std::move(bodies)));
  return sync_wait(read_all(*source, 1 << 30));
}

}  // namespace

TEST_CASE("names in an archive fit every system and differ from each other") {
  const auto names = [](std::vector<std::string> of) {
    std::vector<ZipEntry> entries;
    for (std::string& name : of) entries.push_back({.name = std::move(name)});
    return zip_names(entries);
  };
  using Names = std::vector<std::string>;
  CHECK(names({"a.jpg", "a.jpg", "A.JPG", "a (2).jpg"}) == Names{"a.jpg", "a (2).jpg", "A (3).JPG", "a (2) (2).jpg"});
  CHECK(names({"../../etc/passwd", "a/b\\c.jpg", "what?*.png"}) ==
        Names{".._.._etc_passwd", "a_b_c.jpg", "what__.png"});
  CHECK(names({"", "...", "CON.jpg", "nul", " x.jpg. "}) == Names{"photo", "photo (2)", "_CON.jpg", "_nul", "x.jpg"});
  CHECK(names({"\xff.jpg"}) == Names{"photo"});
  const auto cut = names({std::string(300, 'x') + "é.jpeg"});
  CHECK(cut[0].size() <= 200);
  CHECK(cut[0].ends_with(".jpeg"));
}

TEST_CASE("an archive holds names, dates and bytes") {
  const Timestamp date = *parse_iso8601("2024-05-06T07:08:09Z");
  const std::string large(3'000'000, 'x');
  const auto zip = zipped({{.name = "Ärger 🎂.jpg", .size = 5, .modified = date},
                           {.name = "empty.jpg", .size = 0, .modified = date},
                           {.name = "large.jpg", .size = large.size(), .modified = date}},
                          {"hello", "", large});
  REQUIRE(zip);
  const auto entries = unpack(*zip);
  REQUIRE(entries.size() == 3);
  CHECK(entries[0].name == "Ärger 🎂.jpg");
  CHECK(entries[0].bytes == "hello");
  CHECK(entries[0].modified == to_micros(date) / 1'000'000);
  CHECK(entries[1].bytes.empty());
  CHECK(entries[2].bytes == large);
  CHECK(zip->size() < large.size() + 1000);  // stored, and little beside
}

TEST_CASE("an object shorter or longer than its photo ends the archive with an error") {
  CHECK_FALSE(zipped({{.name = "a.jpg", .size = 6}}, {"hello"}));
  CHECK_FALSE(zipped({{.name = "a.jpg", .size = 4}}, {"hello"}));
}

TEST_CASE_FIXTURE(World, "a download is a ZIP of the photos that are still there") {
  const std::string first = add("a.jpg", "aaaa");
  const std::string second = add("a.jpg", "bbbb");
  const std::string gone = add("c.jpg", "cccc");
  const auto id = run(server->library.prepare_download(owner, "session", {first, second, gone}, clock.now()));
  REQUIRE(id);
  REQUIRE(run(server->library.trash(owner, {gone}, clock.now())));
  REQUIRE(run(server->library.empty_trash(owner, std::nullopt, clock.now())));

  auto download = run(server->library.open_download(owner, "session", *id, clock.now()));
  REQUIRE(download);
  CHECK(download->file_name == "lightwell-2026-11-22.zip");
  const auto zip = run(read_all(*download->body, 1 << 20));
  REQUIRE(zip);
  const auto entries = unpack(*zip);
  REQUIRE(entries.size() == 2);
  CHECK(entries[0].bytes == "aaaa");
  CHECK(entries[1].name == "a (2).jpg");
  CHECK(entries[1].bytes == "bbbb");
  CHECK_FALSE(run(server->library.prepare_download(owner, "session", {}, clock.now())));
}

TEST_CASE_FIXTURE(World, "a download opens in its own session alone, again when it was cut off, and not for long") {
  const std::string photo = add("a.jpg", "aaaa");
  const auto id = run(server->library.prepare_download(owner, "session", {photo}, clock.now()));
  REQUIRE(id);
  const auto open = [&](const Viewer& viewer, const std::string& session) {
    return run(server->library.open_download(viewer, session, *id, clock.now()));
  };
  CHECK(open(owner, "another session").error().kind == &errors::download_not_found);
  CHECK(open(owner, "").error().kind == &errors::download_not_found);
  CHECK(open(stranger, "session").error().kind == &errors::download_not_found);

  CHECK(open(owner, "session"));
  clock.advance(std::chrono::minutes(4));
  CHECK(open(owner, "session"));  // five minutes begin anew
  REQUIRE(run(server->library.sweep(clock.now())));
  clock.advance(std::chrono::minutes(4));
  CHECK(open(owner, "session"));
  clock.advance(std::chrono::minutes(5) + std::chrono::seconds(1));
  CHECK(open(owner, "session").error().kind == &errors::download_not_found);
  REQUIRE(run(server->library.sweep(clock.now())));
  CHECK(rows("SELECT COUNT(*) FROM downloads") == 0);
}

}  // namespace lightwell::photos
