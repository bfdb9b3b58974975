#include <doctest/doctest.h>

#include <cmath>

#include "site/errors.h"
#include "site/json_reader.h"
#include "site/json_writer.h"

namespace lightwell::site {
namespace {

// The complaint about `name` as an integer in [0, 10].
std::string complaint_about(std::string_view body, std::string_view name) {
  const auto document = JsonDocument::parse(body);
  REQUIRE(document);
  const auto object = document->object();
  if (!object) return object.error().message;
  const auto field = object->required(name);
  if (!field) return field.error().message;
  const auto value = field->integer({.min = 0, .max = 10});
  return value ? "" : value.error().message;
}

std::string written(std::string_view text) {
  JsonWriter out;
  out.text(text);
  return std::move(out).take();
}

}  // namespace

TEST_CASE("a complaint names the field by the way to it") {
  const auto document = JsonDocument::parse(R"({"files":[{"size":1},{"size":"big"}]})");
  REQUIRE(document);
  const auto files = document->object()->required("files")->elements(1, 5);
  REQUIRE(files);
  CHECK((*files)[0].required("size")->integer() == 1);
  const auto wrong = (*files)[1].required("size")->integer();
  REQUIRE_FALSE(wrong);
  CHECK(wrong.error().kind == &errors::invalid_field);
  CHECK(wrong.error().message == "files[1].size must be a whole number.");
  REQUIRE(wrong.error().details.size() == 1);
  CHECK(wrong.error().details[0].value == "files[1].size");
  CHECK((*files)[1].required("name").error().message == "files[1].name is required.");
}

TEST_CASE("a whole number is whole, in range, and a number") {
  CHECK(complaint_about(R"({"n":10})", "n").empty());
  CHECK(complaint_about(R"({"n":11})", "n") == "n must be from 0 to 10.");
  CHECK(complaint_about(R"({"n":-1})", "n") == "n must be from 0 to 10.");
  CHECK(complaint_about(R"({"n":18446744073709551615})", "n") == "n must be from 0 to 10.");
  CHECK(complaint_about(R"({"n":1.5})", "n") == "n must be a whole number.");
  CHECK(complaint_about(R"({"n":"1"})", "n") == "n must be a whole number.");
  CHECK(complaint_about(R"({"n":true})", "n") == "n must be a whole number.");
  CHECK(complaint_about(R"({"n":null})", "n") == "n is required.");
  CHECK(complaint_about(R"([1])", "n") == "The body must be an object.");
}

TEST_CASE("text is measured in characters and holds no zero") {
  const auto document =
      JsonDocument::parse("{\"four\":\"\u00e4\u00f6\u00fc\u00df\",\"zero\":\"a\\u0000b\",\"none\":\"\"}");
  REQUIRE(document);
  const auto object = *document->object();
  CHECK(object.required("four")->text({.max = 4}) == "äöüß");
  CHECK_FALSE(object.required("four")->text({.max = 3}));
  CHECK_FALSE(object.required("zero")->text());
  CHECK_FALSE(object.required("none")->text({.min = 1}));
}

TEST_CASE("lists have bounds") {
  const auto document = JsonDocument::parse(R"({"ids":["a","b"],"one":"a"})");
  const auto object = *document->object();
  CHECK(object.required("ids")->elements(1, 2)->size() == 2);
  CHECK(object.required("ids")->elements(3, 9).error().message == "ids must have at least 3.");
  CHECK(object.required("ids")->elements(0, 1).error().message == "ids must have at most 1.");
  CHECK(object.required("one")->elements(0, 1).error().message == "one must be a list.");
}

TEST_CASE("what is not JSON is refused in words") {
  for (const std::string_view body : {"", "{", "{\"a\":}", "{'a':1}", "{\"a\":1}x", "\"\xff\"", "nul", "{\"a\":01}"}) {
    CAPTURE(body);
    const auto document = JsonDocument::parse(body);
    REQUIRE_FALSE(document);
    CHECK(document.error().kind == &errors::malformed_json);
  }
  const std::string deep(JsonDocument::kDepthMax + 1, '[');
  CHECK_FALSE(JsonDocument::parse(deep + std::string(deep.size(), ']')));
  CHECK(JsonDocument::parse("[[[[[[[[]]]]]]]]"));
}

TEST_CASE("commas stand between members and nowhere else") {
  JsonWriter out;
  out.open_object().key("a").integer(-1).key("b").open_array().text("x").null().open_object().close_object();
  out.close_array().key("c").boolean(true).key("d").number(1.3333).key("e").number(std::nan("")).close_object();
  CHECK(std::move(out).take() == R"({"a":-1,"b":["x",null,{}],"c":true,"d":1.3333,"e":null})");
}

TEST_CASE("text is escaped, and broken bytes do not break the answer") {
  CHECK(written("a\"\\\n\r\t\x01/") == R"("a\"\\\n\r\t\u0001/")");
  CHECK(written("äöü") == "\"äöü\"");
  CHECK(written("a\xff"
                "b\xc3") ==
        "\"a\xEF\xBF\xBD"
        "b\xEF\xBF\xBD\"");
  CHECK(written("\xe2\x82") == "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

}  // namespace lightwell::site
