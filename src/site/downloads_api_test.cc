#include <doctest/doctest.h>

#include "site/testing/site_world.h"

namespace lightwell::site {

TEST_CASE_FIXTURE(SiteWorld, "a preview of the very version is kept for ever, any other is asked for again") {
  set_up();
  const std::string id = add_ready("a.jpg", "aaaa");
  const int64_t version = photo(id).version;
  const std::string path = "/api/photos/" + id + "/preview/256";
  const Answer preview = ask("GET", fmt::format("{}?v={}", path, version));
  CHECK(preview.status == 200);
  CHECK(preview.body == "small");
  CHECK(preview.header("Content-Type") == "image/webp");
  CHECK(preview.header("Cache-Control") == "private, max-age=31536000, immutable");
  CHECK(preview.header("Cross-Origin-Resource-Policy") == "same-origin");
  CHECK(ask("GET", "/api/photos/" + id + "/preview/1440").body == "large");
  for (const std::string& query : {std::string(), fmt::format("?v={}", version + 1)}) {
    CHECK(ask("GET", path + query).header("Cache-Control") == "private, no-cache");
  }

  const Answer again = ask("GET", path, "", {{"If-None-Match", preview.header("ETag")}});
  CHECK(again.status == 304);
  CHECK(again.body.empty());
  CHECK(again.header("ETag") == preview.header("ETag"));
  CHECK(ask("GET", path + "?v=x").status == 400);
  CHECK(ask("GET", "/api/photos/" + id + "/preview/300").status == 400);
}

TEST_CASE_FIXTURE(SiteWorld, "a preview that is still being made says when to ask again") {
  set_up();
  const std::string id = add("a.jpg", "aaaa");
  const Answer waiting = ask("GET", "/api/photos/" + id + "/preview/256");
  CHECK(waiting.status == 404);
  CHECK(waiting.code() == "PreviewNotReady");
  CHECK(waiting.header("Retry-After") == "2");
  CHECK(waiting.header("Cache-Control") == "no-store");
}

TEST_CASE_FIXTURE(SiteWorld, "an original is an attachment under its own name, and cannot act as a page") {
  set_up();
  const std::string id = add_ready("sommer \"ü\"; x=1.jpg", "aaaa");
  const Answer original = ask("GET", "/api/photos/" + id + "/original");
  CHECK(original.status == 200);
  CHECK(original.body == "aaaa");
  CHECK(original.header("Content-Disposition") ==
        "attachment; filename=\"sommer ___; x=1.jpg\"; filename*=UTF-8''sommer%20%22%C3%BC%22%3B%20x%3D1.jpg");
  CHECK(original.header("Content-Security-Policy").contains("sandbox"));
  CHECK(original.header("X-Content-Type-Options") == "nosniff");
}

TEST_CASE_FIXTURE(SiteWorld, "an original comes in ranges and under conditions") {
  set_up();
  const std::string id = add_ready("a.jpg", "0123456789");
  const std::string path = "/api/photos/" + id + "/original";
  const std::string e_tag = ask("GET", path).header("ETag");
  const auto with = [&](std::string name, std::string value, std::string other = "", std::string other_value = "") {
    SiteWorld::Fields fields{{std::move(name), std::move(value)}};
    if (!other.empty()) fields.push_back({std::move(other), std::move(other_value)});
    return ask("GET", path, "", fields);
  };
  const Answer part = with("Range", "bytes=0-3");
  CHECK(part.status == 206);
  CHECK(part.header("Content-Range") == "bytes 0-3/10");
  CHECK(part.body == "0123");
  CHECK(with("Range", "lines=1-2").status == 200);
  CHECK(with("Range", "bytes=0-3", "If-Range", e_tag).status == 206);
  CHECK(with("Range", "bytes=0-3", "If-Range", "\"other\"").status == 200);
  const Answer beyond = with("Range", "bytes=10-");
  CHECK(beyond.status == 416);
  CHECK(beyond.code() == "RangeNotSatisfiable");
  CHECK(beyond.header("Content-Range") == "bytes */10");
  CHECK(with("If-None-Match", e_tag).status == 304);
  CHECK(with("If-Match", "\"other\"").code() == "PreconditionFailed");
}

TEST_CASE_FIXTURE(SiteWorld, "a ZIP is fetched by the address that was prepared") {
  set_up();
  const std::string one = add_ready("a.jpg", "aaaa");
  const std::string two = add_ready("a.jpg", "bbbb");
  const Answer prepared = ask("POST", "/api/downloads", fmt::format(R"({{"ids":["{}","{}"]}})", one, two));
  CHECK(prepared.status == 201);
  const Answer zip = ask("GET", std::string(prepared.json().at("url").as_string()));
  CHECK(zip.status == 200);
  CHECK(zip.header("Content-Type") == "application/zip");
  CHECK(zip.header("Content-Disposition").starts_with("attachment; filename=\"lightwell-"));
  CHECK(zip.body.starts_with("PK"));
  CHECK(zip.body.contains("aaaa"));
  CHECK(zip.body.contains("bbbb"));
  CHECK(ask("GET", "/api/downloads/unknown").code() == "DownloadNotFound");
  CHECK(ask("POST", "/api/downloads", R"({"ids":[]})").status == 400);
}

}  // namespace lightwell::site
