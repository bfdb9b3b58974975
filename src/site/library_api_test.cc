// Uploads, timeline and photos over HTTP.

#include <doctest/doctest.h>

#include "site/testing/site_world.h"

namespace lightwell::site {
namespace {

std::string ids_body(std::string_view id) { return fmt::format(R"({{"ids":["{}"]}})", id); }

std::string offer_body(std::string_view name, const std::string& bytes) {
  return fmt::format(
      R"({{"files":[{{"client_id":"c1","name":"{}","size":{},"sha256":"{}","last_modified":1717425600000}}]}})", name,
      bytes.size(), sha256_hex(bytes));
}

}  // namespace

TEST_CASE_FIXTURE(SiteWorld, "a file is offered, sent in parts, completed, and known the next time") {
  set_up();
  const std::string bytes = "eight by";
  const auto plan = ask("POST", "/api/uploads", offer_body("a.jpg", bytes)).json().at("files").at(0);
  CHECK(plan.at("client_id") == "c1");
  REQUIRE(plan.at("result") == "upload");
  const std::string id(plan.at("upload_id").as_string());
  CHECK(ask("GET", "/api/uploads").json().at("uploads").at(0).at("upload_id").as_string() == id);
  const Answer early = ask("POST", "/api/uploads/" + id + "/complete", "{}");
  CHECK(early.code() == "PartsMissing");
  CHECK(early.json().at("error").at("details").at("Part") == "1,2");

  std::string parts;
  for (int number = 1; number <= 2; ++number) {
    parts += fmt::format(R"({}{{"number":{},"size":4,"sha256":"{}"}})", number == 1 ? "" : ",", number,
                         to_base64(sha256(as_bytes(bytes.substr(size_t(number - 1) * 4, 4)))));
  }
  const auto links = ask("POST", "/api/uploads/" + id + "/parts", R"({"parts":[)" + parts + "]}").json().at("parts");
  const std::string url(links.at(0).at("url").as_string());
  CHECK(url.starts_with("http://localhost:8080/"));
  CHECK(links.at(0).at("headers").as_object().contains("x-amz-checksum-sha256"));
  const size_t at = url.find("uploadId=") + 9;
  const std::string stored = url.substr(at, url.find('&', at) - at);
  REQUIRE(s3.put_part(stored, 1, "eigh"));
  REQUIRE(s3.put_part(stored, 2, "t by"));

  const auto added = ask("POST", "/api/uploads/" + id + "/complete", "{}").json();
  CHECK(added.at("result") == "added");
  CHECK(added.at("photo").at("name") == "a.jpg");
  CHECK(added.at("photo").at("state") == "processing");
  CHECK(ask("POST", "/api/uploads/" + id + "/complete", "{}").json() == added);
  const auto again = ask("POST", "/api/uploads", offer_body("b.jpg", bytes)).json().at("files").at(0);
  CHECK(again.at("result") == "duplicate");
  CHECK(again.at("photo_id") == added.at("photo").at("id"));
  CHECK(again.at("in_trash") == false);
}

TEST_CASE_FIXTURE(SiteWorld, "a file that is refused does not hold up the others") {
  set_up();
  const std::string files = fmt::format(R"({{"files":[{{"client_id":"1","name":"notes.txt","size":3,"sha256":"{0}"}},)"
                                        R"({{"client_id":"2","name":"empty.jpg","size":0,"sha256":"{0}"}},)"
                                        R"({{"client_id":"3","name":"good.jpg","size":3,"sha256":"{0}"}}]}})",
                                        std::string(64, '0'));
  const auto answers = ask("POST", "/api/uploads", files).json().at("files");
  CHECK(answers.at(0).at("result") == "refused");
  CHECK(answers.at(0).at("code") == "TypeNotSupported");
  CHECK_FALSE(answers.at(0).at("message").as_string().empty());
  CHECK(answers.at(1).at("code") == "FileEmpty");
  CHECK(answers.at(2).at("result") == "upload");
  const std::string id(answers.at(2).at("upload_id").as_string());
  CHECK(ask("DELETE", "/api/uploads/" + id).status == 204);
  CHECK(ask("GET", "/api/uploads/" + id).code() == "UploadNotFound");
}

TEST_CASE_FIXTURE(SiteWorld, "the timeline gives months, and a month columns of one length") {
  set_up();
  const std::string first = add_ready("first.jpg", "1111");
  clock.advance(std::chrono::seconds(5));
  const std::string second = add("second \"ü\".jpg", "2222");
  const auto timeline = ask("GET", "/api/timeline").json();
  CHECK(timeline.at("total") == 2);
  const std::string month(timeline.at("months").at(0).at("month").as_string());
  CHECK(timeline.at("version").as_int64() > 0);

  const auto tiles = ask("GET", "/api/timeline/" + month + "?view=photos").json();
  for (const auto& [name, column] : tiles.as_object()) {
    if (name != "month") CHECK(column.as_array().size() == 2);
  }
  CHECK(tiles.at("ids").at(0).as_string() == second);
  CHECK(tiles.at("names").at(0) == "second \"ü\".jpg");
  CHECK(tiles.at("states").at(0) == "processing");
  CHECK(tiles.at("thumbhashes").at(0).is_null());
  CHECK(tiles.at("ids").at(1).as_string() == first);
  CHECK(tiles.at("thumbhashes").at(1).as_string() == to_base64(as_bytes("hash")));
  CHECK(tiles.at("taken").at(1).as_string().size() == 19);
  CHECK(ask("GET", "/api/timeline/" + month + "?view=trash").json().at("ids").as_array().empty());
  for (const std::string_view wrong : {"2024-13", "2024-00", "24-05", "2024-5", "latest", "2024-05x"}) {
    CHECK(ask("GET", "/api/timeline/" + std::string(wrong)).status == 400);
  }
}

TEST_CASE_FIXTURE(SiteWorld, "photos are changed, trashed, restored and removed by selection") {
  set_up();
  const std::string id = add_ready("a.jpg", "aaaa");
  CHECK(ask("PATCH", "/api/photos", fmt::format(R"({{"ids":["{}"],"favourite":true,"rating":5}})", id))
            .json()
            .at("changed") == 1);
  const auto photo = ask("GET", "/api/photos/" + id).json();
  CHECK(photo.at("favourite") == true);
  CHECK(photo.at("rating") == 5);
  CHECK(photo.at("width") == 4000);
  CHECK(ask("GET", "/api/photos/" + id + "/neighbours").json().at("next").is_null());

  CHECK(ask("POST", "/api/photos/trash", ids_body(id)).json().at("changed") == 1);
  const auto trashed = ask("GET", "/api/photos/" + id).json();
  const std::string month(trashed.at("month").as_string());
  CHECK(ask("GET", "/api/timeline/" + month + "?view=trash").json().at("trashed").at(0) == trashed.at("trashed_at"));
  CHECK(ask("POST", "/api/photos/restore", ids_body(id)).json().at("changed") == 1);
  CHECK(ask("POST", "/api/trash/empty", "{}").json().at("removed") == 0);
  CHECK(ask("POST", "/api/photos/trash", ids_body(id)).json().at("changed") == 1);
  CHECK(ask("POST", "/api/trash/empty", "").status != 200);
  CHECK(ask("POST", "/api/trash/empty", "[]").status == 400);
  CHECK(ask("GET", "/api/photos/" + id).status == 200);
  CHECK(ask("POST", "/api/trash/empty", "{}").json().at("removed") == 1);
  CHECK(ask("GET", "/api/photos/" + id).code() == "PhotoNotFound");
}

TEST_CASE_FIXTURE(SiteWorld, "what failed is told in words and can be tried again") {
  set_up();
  reader.script = [](const std::string&) -> Result<photos::Reading> { return fail(photos::errors::bad_picture); };
  const std::string id = add_ready("a.jpg", "aaaa");
  const auto processing = ask("GET", "/api/processing").json();
  CHECK(processing.at("failed") == 1);
  CHECK(processing.at("failures").at(0).at("photo_id").as_string() == id);
  CHECK_FALSE(processing.at("failures").at(0).at("message").as_string().empty());
  CHECK_FALSE(ask("GET", "/api/photos/" + id).json().at("error").as_string().empty());
  CHECK(ask("GET", "/api/photos/" + id + "/preview/256").code() == "PreviewFailed");
  CHECK(ask("POST", "/api/photos/retry", ids_body(id)).json().at("changed") == 1);
  CHECK(ask("GET", "/api/processing").json().at("waiting") == 1);
}

TEST_CASE_FIXTURE(SiteWorld, "another person's photos are as if they did not exist") {
  set_up();
  const std::string id = add_for_stranger("secret.jpg", "ssss");
  for (const std::string_view rest : {"", "/original", "/preview/256", "/preview/1440?v=1", "/neighbours"}) {
    CAPTURE(rest);
    const Answer theirs = ask("GET", "/api/photos/" + id + std::string(rest));
    CHECK(theirs.status == 404);
    CHECK(theirs.code() == "PhotoNotFound");
    CHECK(ask("GET", "/api/photos/nobody" + std::string(rest)).code() == "PhotoNotFound");
  }
  CHECK(ask("PATCH", "/api/photos", fmt::format(R"({{"ids":["{}"],"favourite":true}})", id)).json().at("changed") == 0);
  for (const std::string_view path : {"/api/photos/trash", "/api/photos/restore", "/api/photos/retry"}) {
    CHECK(ask("POST", std::string(path), ids_body(id)).json().at("changed") == 0);
  }
  CHECK(ask("POST", "/api/trash/empty", ids_body(id)).json().at("removed") == 0);
  CHECK(ask("GET", "/api/timeline").json().at("total") == 0);
  const auto prepared = ask("POST", "/api/downloads", ids_body(id));
  if (prepared.status == 201) {
    CHECK(ask("GET", std::string(prepared.json().at("url").as_string())).status == 404);
  } else {
    CHECK(prepared.status == 404);
  }

  std::swap(owner, stranger);
  const std::string upload = run(server->uploads.offer(owner, {file("b.jpg", "bbbb")}, clock.now()))->front().upload.id;
  const std::string download = *run(server->library.prepare_download(owner, "a session of theirs", {id}, clock.now()));
  std::swap(owner, stranger);
  CHECK(ask("GET", "/api/uploads/" + upload).code() == "UploadNotFound");
  CHECK(ask("DELETE", "/api/uploads/" + upload).code() == "UploadNotFound");
  CHECK(ask("POST", "/api/uploads/" + upload + "/complete", "{}").code() == "UploadNotFound");
  CHECK(ask("GET", "/api/downloads/" + download).code() == "DownloadNotFound");
}

}  // namespace lightwell::site
