// Labels, people, duplicates and jobs over HTTP.

#include <doctest/doctest.h>

#include "site/testing/site_world.h"

namespace lightwell::site {
namespace {

struct EyesWorld : SiteWorld {
  EyesWorld() {
    // A preview is the photo's own bytes, so that each shows something else.
    reader.script = [](const std::string& bytes) {
      photos::Reading reading = photos::ScriptedReader::ready();
      reading.previews.back().webp = bytes;
      return Result<photos::Reading>(reading);
    };
    set_up();
  }
  std::string add_shot(const std::string& bytes, photos::MemoryRekognition::Shot shot) {
    rekognition.shots[bytes] = std::move(shot);
    std::string id = add_ready(bytes + ".jpg", bytes);
    analyse_all();
    return id;
  }
  boost::json::value detail(const std::string& id) { return ask("GET", "/api/photos/" + id).json(); }
  std::string person_on(const std::string& id, size_t place = 0) {
    return std::string(detail(id).at("faces").at(place).at("person").at("id").as_string());
  }
  std::string face_on(const std::string& id, size_t place = 0) {
    return std::string(detail(id).at("faces").at(place).at("id").as_string());
  }
};

}  // namespace

TEST_CASE_FIXTURE(EyesWorld, "a photo tells what and who is on it, and its labels can be set right") {
  const std::string id =
      add_shot("dogs", {.labels = {{"Dog", 96.54}}, .texts = {"NO PARKING"}, .faces = {{"Ada", 0.5}}});
  const auto photo = detail(id);
  CHECK(photo.at("analysis").at("state") == "done");
  CHECK(photo.at("labels").at(0).at("name") == "Dog");
  CHECK(photo.at("labels").at(0).at("confidence") == 96.5);
  CHECK(photo.at("labels").at(0).at("instances").at(0).at("box").at("left") == 0.25);
  CHECK(photo.at("texts").at(0).at("text") == "NO PARKING");
  CHECK(photo.at("colours").at(0).at("hex") == "#aabbcc");
  CHECK(photo.at("quality").at("sharpness") == 80);
  CHECK(photo.at("faces").at(0).at("person").at("photos") == 1);

  const std::string body = fmt::format(R"({{"ids":["{}"],"add":["Rex"],"remove":["dog"]}})", id);
  CHECK(ask("PATCH", "/api/photos/labels", body).json().at("changed") == 1);
  const auto labels = detail(id).at("labels");
  CHECK(labels.at(0).at("name") == "Rex");
  CHECK(labels.at(0).at("own") == true);
  CHECK_FALSE(labels.at(0).as_object().contains("confidence"));
  CHECK(labels.at(1).at("hidden") == true);
  CHECK(ask("PATCH", "/api/photos/labels", fmt::format(R"({{"ids":["{}"]}})", id)).status == 400);
  CHECK(ask("PATCH", "/api/photos/labels", fmt::format(R"({{"ids":["{}"],"add":[" "]}})", id)).code() == "NameRefused");
}

TEST_CASE_FIXTURE(EyesWorld, "people are named, merged, split, moved, hidden, and every edit is undone") {
  const std::string first = add_shot("first", {.faces = {{"Ada", 0.1}}});
  const std::string second = add_shot("second", {.faces = {{"Ada", 0.1}, {"Bea", 0.6}}});
  const std::string ada = person_on(first);
  const std::string bea = person_on(second, 1);
  auto list = ask("GET", "/api/people").json();
  CHECK(list.at("total") == 2);
  CHECK(list.at("people").at(0).at("id").as_string() == ada);
  CHECK(list.at("next").is_null());

  auto edited = ask("PATCH", "/api/people/" + ada, R"({"name":"Ada"})").json();
  CHECK(edited.at("person").at("name") == "Ada");
  CHECK(ask("PATCH", "/api/people/" + ada, R"({"name":"Ada"})").json().at("edit_id").is_null());
  CHECK(ask("PATCH", "/api/people/" + ada, "{}").code() == "InvalidField");
  CHECK(ask("PATCH", "/api/people/nobody", R"({"name":"x"})").code() == "PersonNotFound");

  const auto merged = ask("POST", "/api/people/merge", fmt::format(R"({{"ids":["{}","{}"]}})", bea, ada)).json();
  CHECK(merged.at("person").at("id").as_string() == ada);
  CHECK(ask("GET", "/api/people").json().at("total") == 1);
  const std::string undo = fmt::format("/api/people/edits/{}/undo", std::string_view(merged.at("edit_id").as_string()));
  CHECK(ask("POST", undo, "{}").status == 200);
  CHECK(ask("POST", undo, "{}").code() == "EditUndone");
  CHECK(ask("GET", "/api/people").json().at("total") == 2);

  const std::string split_body = fmt::format(R"({{"face_ids":["{}"],"name":"Twin"}})", face_on(second));
  const auto split = ask("POST", "/api/people/" + ada + "/split", split_body).json();
  CHECK(split.at("person").at("name") == "Twin");
  const std::string move_body = fmt::format(R"({{"face_ids":["{}"],"person_id":"{}"}})", face_on(second), ada);
  CHECK(ask("POST", "/api/faces/move", move_body).json().at("changed") == 1);
  CHECK(ask("POST", "/api/faces/hide", fmt::format(R"({{"face_ids":["{}"]}})", face_on(second, 1)))
            .json()
            .at("changed") == 1);
  CHECK(detail(second).at("faces").at(1).at("person").is_null());
  const auto edits = ask("GET", "/api/people/edits").json().at("edits").as_array();
  CHECK(edits.size() == 5);
  CHECK_FALSE(edits[0].at("words").as_string().empty());
}

TEST_CASE_FIXTURE(EyesWorld, "a person has photos, faces and crops") {
  const std::string first = add_shot("first", {.faces = {{"Ada", 0.1}}});
  clock.advance(std::chrono::seconds(5));
  const std::string second = add_shot("second", {.faces = {{"Ada", 0.1}}});
  const std::string ada = person_on(first);
  CHECK(ask("GET", "/api/people/" + ada).json().at("faces") == 2);
  const auto page = ask("GET", "/api/people/" + ada + "/photos?limit=1").json();
  CHECK(page.at("ids").at(0).as_string() == second);
  CHECK(page.at("boxes").at(0).at("left") == 0.1);
  const std::string rest =
      fmt::format("/api/people/{}/photos?cursor={}", ada, std::string_view(page.at("next").as_string()));
  CHECK(ask("GET", rest).json().at("ids").at(0).as_string() == first);
  CHECK(ask("GET", "/api/people/" + ada + "/photos?limit=0").status == 400);
  CHECK(ask("GET", "/api/people/" + ada + "/photos?cursor=x").code() == "BadRequest");
  CHECK(ask("GET", "/api/people/" + ada + "/faces").json().at("faces").as_array().size() == 2);

  const Answer crop = ask("GET", "/api/faces/" + face_on(first) + "/crop");
  CHECK(crop.status == 200);
  CHECK(crop.header("Content-Type") == "image/jpeg");
  CHECK(ask("GET", "/api/faces/" + face_on(first) + "/crop", "", {{"If-None-Match", crop.header("ETag")}}).status ==
        304);
  CHECK(ask("GET", "/api/faces/nothing/crop").code() == "FaceNotFound");
}

TEST_CASE_FIXTURE(EyesWorld, "the same person? is asked and answered once") {
  rekognition.similarities[{"Ada", "Old Ada"}] = 82;
  const std::string young = add_shot("young", {.faces = {{"Ada", 0.1}}});
  const std::string old = add_shot("old", {.faces = {{"Old Ada", 0.1}}});
  const auto list = ask("GET", "/api/people/questions").json();
  REQUIRE(list.at("total") == 1);
  const auto& question = list.at("questions").at(0);
  CHECK(question.at("similarity") == 82);
  const std::string path = "/api/people/questions/" + std::string(question.at("id").as_string());
  CHECK(ask("POST", path, "{}").status == 400);
  CHECK(ask("POST", path, R"({"same":true})").json().at("person").at("photos") == 2);
  CHECK(ask("POST", path, R"({"same":true})").code() == "QuestionNotFound");
  CHECK(person_on(young) == person_on(old));
}

TEST_CASE_FIXTURE(EyesWorld, "photos that are nearly the same are shown together until somebody decides") {
  eyes.script = [](const std::string& preview) {
    photos::Glimpse glimpse{.embedding = {1, 0, 0, 0}};
    glimpse.embedding_model = "test";
    glimpse.hash = preview.starts_with("same") ? 0xFF00 : 0x00FF'0000'0000;
    if (!preview.starts_with("same")) glimpse.embedding = {0, 1, 0, 0};
    return Result<photos::Glimpse>(glimpse);
  };
  const std::string one = add_shot("same 1", {});
  const std::string two = add_shot("same 2", {});
  const std::string other = add_shot("other", {});
  const auto similar = ask("GET", "/api/photos/" + one + "/similar").json();
  REQUIRE(similar.at("ids").as_array().size() == 1);
  CHECK(similar.at("ids").at(0).as_string() == two);
  CHECK(similar.at("similarity").at(0) == 100);
  CHECK(ask("GET", "/api/photos/" + other + "/similar").json().at("ids").as_array().empty());

  auto groups = ask("GET", "/api/duplicates").json();
  REQUIRE(groups.at("total") == 1);
  CHECK(groups.at("groups").at(0).at("photos").as_array().size() == 2);
  CHECK(ask("POST", "/api/duplicates/resolve", fmt::format(R"({{"ids":["{}"],"keep":["{}"]}})", one, two)).status ==
        400);
  const std::string keep_one = fmt::format(R"({{"ids":["{0}","{1}"],"keep":["{0}"]}})", one, two);
  CHECK(ask("POST", "/api/duplicates/resolve", keep_one).json().at("trashed") == 1);
  CHECK(ask("GET", "/api/duplicates").json().at("total") == 0);
  CHECK(ask("POST", "/api/photos/restore", fmt::format(R"({{"ids":["{}"]}})", two)).json().at("changed") == 1);
  CHECK(ask("GET", "/api/duplicates").json().at("total") == 1);
  const std::string keep_both = fmt::format(R"({{"ids":["{0}","{1}"],"keep":["{0}","{1}"]}})", one, two);
  CHECK(ask("POST", "/api/duplicates/resolve", keep_both).json().at("trashed") == 0);
  CHECK(ask("GET", "/api/duplicates").json().at("total") == 0);
}

TEST_CASE_FIXTURE(EyesWorld, "jobs tell how far they are, and are paused, resumed and done again") {
  const std::string id = add_shot("dogs", {.labels = {{"Dog", 90}}});
  auto queue = ask("GET", "/api/jobs").json().at("queues").at(1);
  CHECK(queue.at("kind") == "analysing");
  CHECK(queue.at("state") == "idle");
  CHECK(queue.at("done") == 1);
  CHECK(ask("POST", "/api/jobs/analysing/pause", "{}").json().at("state") == "paused");
  CHECK(ask("POST", "/api/jobs/analysing/again", "{}").json().at("changed") == 1);
  CHECK(detail(id).at("analysis").at("state") == "paused");
  CHECK(ask("POST", "/api/jobs/analysing/resume", "{}").json().at("state") == "working");
  eyes.in_the_way = "Models are not installed.";
  queue = ask("GET", "/api/jobs").json().at("queues").at(1);
  CHECK(queue.at("state") == "blocked");
  CHECK(queue.at("reason") == "Models are not installed.");
  CHECK(detail(id).at("analysis").at("message") == "Models are not installed.");
  eyes.in_the_way.reset();
  rekognition.fault = [](std::string_view, bool) -> std::optional<Error> {
    return error(api::rekognition::errors::image_too_large_exception);
  };
  analyse_all();
  CHECK(ask("GET", "/api/jobs/analysing/failures").json().at("failures").at(0).at("photo_id").as_string() == id);
  rekognition.fault = nullptr;
  CHECK(ask("POST", "/api/jobs/analysing/retry", "{}").json().at("changed") == 1);
  CHECK(ask("POST", "/api/jobs/reading/retry", "{}").json().at("changed") == 0);
  CHECK(ask("GET", "/api/jobs/nothing/failures").status == 400);
}

TEST_CASE_FIXTURE(EyesWorld, "another person's faces and people are as if they did not exist") {
  std::swap(owner, stranger);
  const std::string photo = add_shot("secret", {.faces = {{"Ada", 0.1}}});
  const std::string person = run(server->people.faces_on(owner, photo))->at(0).person->id;
  const std::string face = run(server->people.faces_on(owner, photo))->at(0).id;
  std::swap(owner, stranger);
  for (const std::string_view rest : {"", "/photos", "/faces"}) {
    CHECK(ask("GET", "/api/people/" + person + std::string(rest)).code() == "PersonNotFound");
  }
  CHECK(ask("PATCH", "/api/people/" + person, R"({"name":"x"})").code() == "PersonNotFound");
  CHECK(ask("GET", "/api/faces/" + face + "/crop").code() == "FaceNotFound");
  CHECK(ask("POST", "/api/faces/hide", fmt::format(R"({{"face_ids":["{}"]}})", face)).code() == "FaceNotFound");
  CHECK(ask("GET", "/api/photos/" + photo + "/similar").code() == "PhotoNotFound");
  CHECK(ask("GET", "/api/people").json().at("total") == 0);
  CHECK(
      ask("PATCH", "/api/photos/labels", fmt::format(R"({{"ids":["{}"],"add":["x"]}})", photo)).json().at("changed") ==
      0);
  CHECK(ask("POST", "/api/jobs/analysing/again", fmt::format(R"({{"ids":["{}"]}})", photo)).json().at("changed") == 0);
}

}  // namespace lightwell::site
