#include <doctest/doctest.h>

#include "codecs/probe.h"
#include "codecs/round_trip.h"

namespace lightwell::wire_test {
namespace {

using namespace api::probe_json;  // NOLINT: the shapes under test

Raw target(std::string operation, std::string body) {
  return {"POST", "/", "", {{"x-amz-target", "Probe_20261122." + operation}}, std::move(body)};
}

std::string message(const std::string& body) {
  const auto input = Server(model()).decode(target("MakeThing", body));
  return input ? "ok" : input.error().message;
}

std::string thing(const std::string& members) { return R"({"Name":"abc","Delete":true,"Thing":{)" + members + "}}"; }

TEST_CASE("JSON spells an input as botocore does") {
  MakeThingRequest input{.name = "abc", .delete_ = true, .thing = full_thing<Json>()};
  const Raw raw = encoded(model(), "MakeThing", &input);
  CHECK(header(raw.headers, "X-Amz-Target") == "Probe_20261122.MakeThing");
  CHECK(header(raw.headers, "Content-Type") == "application/x-amz-json-1.0");
  CHECK(raw.body ==
        R"({"Name":"abc","Delete":true,"Thing":{"xsi:kind":"k","Name":"abc","Count":3,"Size":5000000000,"Weight":1.5,)"
        R"("IsRed":true,"Born":1445412480,"Day":1445412480,"Data":"AP9oaQ==","Color":"light-blue","Tags":[{"Key":"a",)"
        R"("Value":"x y"},{"Key":"b"}],"Note":["n1","n&2"],"Attributes":{"p":"q"},"Mark":{"one":1},)"
        R"("Children":[{"Name":"kid"}]}})");
}

TEST_CASE("JSON passes over what it does not know, and null is absent") {
  auto value = *Server(model()).decode(
      target("MakeThing",
             R"( {"Name":"abc","Unknown":{"a":[1,{"b":null}],"Name":"x"},"Delete":false,"Color":null,"More":[[],{}],
          "Thing":{"Tags":[null,{"Key":"a"}],"Born":1445412480.5,"Weight":"NaN","Size":3.0,"Born":1445412480}} )"));
  auto& input = value.as<MakeThingRequest>();
  CHECK(input.name == "abc");
  CHECK_FALSE(input.color);
  CHECK(input.thing->tags->size() == 1);
  CHECK((input.thing->born == kBorn));
  CHECK(std::isnan(*input.thing->weight));
  CHECK(input.thing->size == 3);
}

TEST_CASE("Escapes and fractions survive") {
  MakeThingRequest input{.name = "abc"};
  input.thing = Thing{.name = "abc", .weight = 0.1, .born = kBorn + microseconds(250'000)};
  input.thing->notes = {"tab\t quote\" back\\ line\n \x01 \xF0\x9F\x93\xB7"};
  auto value = sent(model(), "MakeThing", input);
  auto& back = *value.as<MakeThingRequest>().thing;
  CHECK(back.notes == input.thing->notes);
  CHECK((back.born == input.thing->born));
  CHECK(back.weight == 0.1);
  const Answer mended = answered(model(), "MakeThing", MakeThingOutput{.name = "a\xFFz"});
  CHECK(mended.body == "{\"Name\":\"a\xEF\xBF\xBDz\"}");
}

TEST_CASE("A value of the wrong type is told in AWS's words") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {R"({"Name":1,"Delete":true})", "NUMBER_VALUE can not be converted to a String"},
      {R"({"Name":true,"Delete":true})", "TRUE_VALUE can not be converted to a String"},
      {R"({"Name":{},"Delete":true})", "START_OBJECT can not be converted to a String"},
      {R"({"Name":["a"],"Delete":true})", "START_ARRAY can not be converted to a String"},
      {R"({"Name":"abc","Delete":"true"})", "STRING_VALUE can not be converted to a Boolean"},
      {thing(R"("Count":"1")"), "STRING_VALUE can not be converted to an Integer"},
      {thing(R"("Count":3000000000)"), "NUMBER_VALUE can not be converted to an Integer"},
      {thing(R"("Count":1.5)"), "DECIMAL_VALUE can not be converted to an Integer"},
      {thing(R"("Size":18446744073709551615)"), "DECIMAL_VALUE can not be converted to a Long"},
      {thing(R"("Data":"?")"), "STRING_VALUE can not be converted to a ByteBuffer"},
      {thing(R"("Tags":{})"), "Unrecognized collection type: expected a list"},
      {thing(R"("Tags":["a"])"), "Unexpected value type in payload: STRING_VALUE where a structure was expected"},
      {thing(R"("Attributes":[])"), "Unexpected value type in payload: START_ARRAY where a structure was expected"},
      {"[]", "Unexpected value type in payload: START_ARRAY where a structure was expected"},
      {"null", "Unexpected value type in payload: NULL_VALUE where a structure was expected"},
  };
  for (const auto& [body, expected] : cases) {
    CAPTURE(body);
    CHECK(message(body) == expected);
    CHECK(Server(model()).verdict(target("MakeThing", body)) == "SerializationException");
  }
}

TEST_CASE("A body that is no JSON is refused") {
  std::string deep = R"({"Unknown":)";
  for (int i = 0; i < 1000; ++i) deep += '[';
  for (const std::string& body : {std::string("{"), std::string("{}x"), std::string("{} {}"), std::string("{\"a\":}"),
                                  std::string("{\"Name\":\"\xFF\"}"), deep, std::string("\0", 1)}) {
    CAPTURE(body);
    CHECK(Server(model()).verdict(target("MakeThing", body)) == "SerializationException");
  }
}

TEST_CASE("Broken constraints are told with their place") {
  CHECK(message("") ==
        "2 validation errors detected: Value null at 'name' failed to satisfy constraint: Member must not be null; "
        "Value null at 'delete' failed to satisfy constraint: Member must not be null");
  CHECK(message(thing(R"("Tags":[{"Key":"a"},{"Key":""}])"))
            .starts_with("2 validation errors detected: Value '' at 'thing.tags.2.member.key' failed to satisfy "
                         "constraint: Member must "
                         "have length greater than or equal to 1"));
  CHECK(
      message(thing(R"("Tags":[{"Key":"a"},{"Key":"b"},{"Key":"c"},{"Key":"d"}])"))
          .ends_with("at 'thing.tags' failed to satisfy constraint: Member must have length less than or equal to 3"));
  CHECK(message(thing(R"("Children":[{"Children":[{"Count":0}]}])")) ==
        "1 validation error detected: Value '0' at 'thing.children.1.member.children.1.member.count' failed to satisfy "
        "constraint: Member must have value greater than or equal to 1");
  CHECK(Server(model()).verdict(target("MakeThing", "{}")) == "ValidationException");
}

TEST_CASE("An error names its shape with the namespace, and the client knows it by that") {
  const Answer answer = refused(model(), error(Json::missing(), "gone").with("Extra", "1"));
  CHECK(answer.status == 404);
  CHECK(answer.body == R"({"__type":"com.example.probe#ThingMissing","message":"gone","Extra":"1"})");
  CHECK(header(answer.headers, "Content-Type") == "application/x-amz-json-1.0");

  const Answer foreign{400, {{"x-amzn-ErrorType", "ThingMissing:http://x/"}}, R"({"Message":"loud"})", {}};
  const auto back = received<PingOutput>(model(), "Ping", foreign);
  REQUIRE_FALSE(back);
  CHECK(back.error().kind == &Json::missing());
  CHECK(back.error().message == "loud");
}

TEST_CASE("JSON finds its operation by target") {
  const Server server(model());
  CHECK(server.name_of(target("Ping", "")) == "Ping");
  CHECK(server.name_of(target("Pong", "")) == "UnknownOperationException");
  CHECK(server.name_of({"POST", "/", "", {{"X-Amz-Target", "Probe_20261122Ping"}}, ""}) == "UnknownOperationException");
  CHECK(server.name_of({"POST", "/"}) == "UnknownOperationException");
  CHECK(server.verdict(target("ForgetThing", "{}")) == "NotImplemented");
}

}  // namespace
}  // namespace lightwell::wire_test
