#include <doctest/doctest.h>

#include "codecs/probe.h"
#include "codecs/round_trip.h"

namespace lightwell::wire_test {
namespace {

using namespace api::probe_query;  // NOLINT: the shapes under test

Raw form(std::string body) { return {"POST", "/", "", {}, std::move(body)}; }

std::string message(const std::string& body) {
  const auto input = Server(model()).decode(form(body));
  return input ? "ok" : input.error().message;
}

TEST_CASE("Query spells an input as the published tests do") {
  MakeThingRequest input{.name = "abc", .delete_ = true, .thing = full_thing<Query>()};
  const Raw raw = encoded(model(), "MakeThing", &input);
  CHECK(raw.path == "/");
  CHECK(header(raw.headers, "Content-Type") == "application/x-www-form-urlencoded");
  CHECK(raw.body ==
        "Action=MakeThing&Version=2026-11-22&Name=abc&Delete=true&Thing.xsi%3Akind=k&Thing.Name=abc&Thing.Count=3"
        "&Thing.Size=5000000000&Thing.Weight=1.5&Thing.IsRed=true&Thing.Born=2015-10-21T07%3A28%3A00Z"
        "&Thing.Day=1445412480&Thing.Data=AP9oaQ%3D%3D&Thing.Color=light-blue&Thing.Tags.Tag.1.Key=a"
        "&Thing.Tags.Tag.1.Value=x%20y&Thing.Tags.Tag.2.Key=b&Thing.Note.1=n1&Thing.Note.2=n%262"
        "&Thing.Attributes.entry.1.key=p&Thing.Attributes.entry.1.value=q&Thing.Mark.1.Kind=one&Thing.Mark.1.Points=1"
        "&Thing.Children.member.1.Name=kid");
}

TEST_CASE("Query reads from the query string as from the form, numbers in any order, gaps and all") {
  auto value = *Server(model()).decode({"GET",
                                        "/",
                                        "Action=MakeThing&Name=abc&Delete=false&Thing.Tags.Tag.10.Key=c",
                                        {},
                                        "Thing.Tags.Tag.2.Key=a&Thing.Tags.Tag.2.Value=1+2"});
  auto& input = value.as<MakeThingRequest>();
  CHECK(input.name == "abc");
  REQUIRE(input.thing->tags->size() == 2);
  CHECK(input.thing->tags->at(0).value == "1 2");
  CHECK(input.thing->tags->at(1).key == "c");
}

TEST_CASE("What a form says twice is refused, be it in the query string and in the body") {
  const std::string words = "The parameter 'Name' may only be specified once.";
  CHECK(message("Action=MakeThing&Name=abc&Name=abc&Delete=true") == words);
  CHECK(message("Action=MakeThing&Name=abc&N%61me=other&Delete=true") == words);
  const auto input = Server(model()).decode({"POST", "/", "Name=abc", {}, "Action=MakeThing&Name=other&Delete=true"});
  REQUIRE_FALSE(input);
  CHECK(input.error().message == words);
  CHECK(message("Action=MakeThing&Name=abc&Delete=true&Thing.Note.1=a&Thing.Note.2=a") == "ok");
}

TEST_CASE("An operation that is not there, and one of another version, is told with its name and version") {
  CHECK(message("Action=MakeThing&Version=2026-11-22&Name=abc&Delete=true") == "ok");
  CHECK(message("Action=MakeThing&Version=2011-01-01&Name=abc&Delete=true") ==
        "Could not find operation MakeThing for version 2011-01-01");
  CHECK(message("Action=Nothing&Version=2026-11-22") == "Could not find operation Nothing for version 2026-11-22");
  CHECK(message("Action=" + std::string(5000, 'x')).size() < 200);
}

TEST_CASE("What is no number of an element is refused, not left out") {
  const std::string start = "Action=MakeThing&Name=abc&Delete=true&Thing.";
  const std::pair<std::string, std::string> rows[] = {
      {"Tags.Tag.1.Key=a&Thing.Tags.Tag.x.Key=b", "x is not a valid index"},
      {"Tags.Tag.0.Key=a", "0 is not a valid index"},
      {"Tags.Tag.01.Key=a", "01 is not a valid index"},
      {"Tags.Tag.-1.Key=a", "-1 is not a valid index"},
      {"Tags.Tag..Key=a", " is not a valid index"},
      {"Tags.Tag.2147483648.Key=a", "2147483648 is not a valid index"},
      {"Tags.Tag.99999999999999999999.Key=a", "99999999999999999999 is not a valid index"},
      {"Tags.Tag.2147483647.Key=a", "ok"},
      {"Tags.1.Key=a", "Unexpected list element termination"},
      {"Tags=a", "Unexpected list element termination"},
      {"Tags.Tag=a", "Unexpected list element termination"},
      {"Tags.Tag.1.Key=a&Thing.Tags.member.2.Key=b", "Unexpected list element termination"},
      {"Note.0=a", "0 is not a valid index"},
      {"Note.one=a", "one is not a valid index"},
      {"Note=a", "ok"},
      {"Note=a&Thing.Note.1=b", "Unexpected list element termination"},
      {"Note=", "ok"},
      {"Attributes.entry.x.key=p&Thing.Attributes.entry.x.value=q", "x is not a valid index"},
      {"Attributes.1.key=p&Thing.Attributes.1.value=q", "Unexpected list element termination"},
      {"Mark.Kind=one&Thing.Mark.Points=1", "ok"},
      {"Mark.Kind=one&Thing.Mark.Points=1&Thing.Mark.2.Kind=two", "Unexpected list element termination"},
      {"Mark.0.Kind=one&Thing.Mark.0.Points=1", "0 is not a valid index"},
  };
  for (const auto& [sent, told] : rows) {
    CAPTURE(sent);
    CHECK(message(start + sent) == told);
  }
}

TEST_CASE("EC2's lists have numbers as well") {
  const auto told = [](const std::string& sent) {
    const auto input = Server(api::probe_ec2::model()).decode(form("Action=MakeThing&Name=abc&Delete=true&" + sent));
    return input ? "ok" : input.error().message;
  };
  CHECK(told("Thing.Tags.3.Key=a&Thing.Tags.1.Key=b") == "ok");
  CHECK(told("Thing.Tags.x.Key=a") == "x is not a valid index");
  CHECK(told("Thing.Tags.0.Key=a") == "0 is not a valid index");
  CHECK(told("Thing.Tags=a") == "Unexpected list element termination");
}

TEST_CASE("An empty list is spelled by its bare name") {
  MakeThingRequest input{.name = "abc", .thing = Thing{.tags = std::vector<Tag>{}}};
  auto value = sent(model(), "MakeThing", input);
  CHECK(value.as<MakeThingRequest>().thing->tags->empty());
}

TEST_CASE("An answer wraps its result and its metadata") {
  CHECK(answered(model(), "MakeThing", MakeThingOutput{.name = "abc"}).body ==
        "<MakeThingResponse xmlns=\"https://probe.example/doc/\"><MakeThingResult><Name>abc</Name></MakeThingResult>"
        "<ResponseMetadata><RequestId>REQUEST1</RequestId></ResponseMetadata></MakeThingResponse>");
  const Answer refusal = refused(model(), error(Query::missing(), "gone"));
  CHECK(refusal.status == 404);
  CHECK(refusal.body ==
        "<ErrorResponse xmlns=\"https://probe.example/doc/\"><Error><Type>Sender</Type><Code>Probe.Missing</Code>"
        "<Message>gone</Message></Error><RequestId>REQUEST1</RequestId></ErrorResponse>");
  CHECK(header(refusal.headers, "x-amzn-RequestId") == "REQUEST1");
}

TEST_CASE("Broken constraints are told in AWS's words") {
  CHECK(message("Action=MakeThing&Name=abc&Delete=true") == "ok");
  CHECK(message("Action=MakeThing&Delete=true") ==
        "1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null");
  CHECK(message("Action=MakeThing&Name=ABCDEFGHI&Delete=true") ==
        "2 validation errors detected: Value 'ABCDEFGHI' at 'name' failed to satisfy constraint: Member must have "
        "length less than or equal to 8; Value 'ABCDEFGHI' at 'name' failed to satisfy constraint: Member must satisfy "
        "regular expression pattern: [a-z]+");
  CHECK(message("Action=MakeThing&Name=abc&Delete=true&Color=PINK") ==
        "1 validation error detected: Value 'PINK' at 'color' failed to satisfy constraint: Member must satisfy enum "
        "value set: [RED, light-blue, GREEN]");
  CHECK(message("Action=MakeThing&Name=abc&Delete=true&Thing.Count=11") ==
        "1 validation error detected: Value '11' at 'thing.count' failed to satisfy constraint: Member must have value "
        "less than or equal to 10");
  CHECK(message("Action=MakeThing&Name=abc&Delete=true&Thing.Tags.Tag.1.Value=x") ==
        "1 validation error detected: Value null at 'thing.tags.1.member.key' failed to satisfy constraint: Member "
        "must not be null");
  CHECK(message("Action=MakeThing&Name=abc&Delete=true&Thing.Secret=12345") ==
        "1 validation error detected: Value at 'thing.secret' failed to satisfy constraint: Member must have length "
        "less than or equal to 4");
  CHECK(message(
            "Action=MakeThing&Name=abc&Delete=true&Thing.Attributes.entry.1.key=Q&Thing.Attributes.entry.1.value=v") ==
        "1 validation error detected: Value '{Q=v}' at 'thing.attributes' failed to satisfy constraint: Map keys must "
        "satisfy constraint: [Member must satisfy regular expression pattern: [a-z]+]");
}

TEST_CASE("Parameters that cannot be read are refused") {
  const Server server(model());
  const std::vector<std::string> bodies = {
      "Action=MakeThing&Name=abc&Delete=maybe",
      "Action=MakeThing&Name=abc&Delete=true&Thing.Count=x",
      "Action=MakeThing&Name=abc&Delete=true&Thing.Count.member.1=2",
      "Action=MakeThing&Name=%zz&Delete=true",
      "Action=MakeThing&Name=%FF&Delete=true",
      "Action=MakeThing&Name=abc&Delete=true&Thing.Attributes.entry.1.key=p",
      "Action=MakeThing&Name=abc&Delete=true&Thing.Data=!!",
  };
  for (const std::string& body : bodies) {
    CAPTURE(body);
    CHECK(server.verdict(form(body)) == "SerializationException");
  }
  std::string deep = "Action=MakeThing&Name=abc&Delete=true&Thing";
  for (int i = 0; i < 200; ++i) deep += ".Children.member.1";
  CHECK(server.verdict(form(deep + ".Name=x")) == "SerializationException");
  std::string many = "Action=MakeThing";
  for (int i = 0; i < 30'000; ++i) many += "&a=b";
  CHECK(server.verdict(form(many)) == "SerializationException");
}

TEST_CASE("Query finds its operation by Action, in the form or in the query string") {
  const Server server(model());
  CHECK(server.name_of(form("Version=2026-11-22&Action=Ping")) == "Ping");
  CHECK(server.name_of({"GET", "/", "Action=ForgetThing"}) == "ForgetThing");
  CHECK(server.verdict({"GET", "/", "Action=ForgetThing"}) == "NotImplemented");
  CHECK(server.name_of(form("Action=Pong")) == "UnknownOperationException");
  CHECK(server.name_of(form("")) == "UnknownOperationException");
}

}  // namespace
}  // namespace lightwell::wire_test
