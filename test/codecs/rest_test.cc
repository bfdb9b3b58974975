#include <doctest/doctest.h>

#include "codecs/probe.h"
#include "codecs/round_trip.h"

namespace lightwell::wire_test {
namespace {

TEST_CASE("REST-XML spells an input as the published tests do") {
  using namespace api::probe_rest_xml;  // NOLINT: the shapes under test
  MakeThingRequest input{.name = "abc", .delete_ = true, .thing = full_thing<RestXml>()};
  const Raw raw = encoded(model(), "MakeThing", &input);
  CHECK(raw.method == "POST");
  CHECK(raw.path == "/things");
  CHECK(raw.body ==
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<MakeThingRequest xmlns=\"https://probe.example/doc/\"><Name>abc"
        "</Name><Delete>true</Delete><Thing xsi:kind=\"k\"><Name>abc</Name><Count>3</Count><Size>5000000000</Size>"
        "<Weight>1.5</Weight><IsRed>true</IsRed><Born>2015-10-21T07:28:00Z</Born><Day>1445412480</Day>"
        "<Data>AP9oaQ==</Data><Color>light-blue</Color><Tags><Tag><Key>a</Key><Value>x y</Value></Tag><Tag><Key>b"
        "</Key></Tag></Tags><Note>n1</Note><Note>n&amp;2</Note><Attributes><entry><key>p</key><value>q</value></entry>"
        "</Attributes><Mark><Kind>one</Kind><Points>1</Points></Mark><Children><member><Name>kid</Name></member>"
        "</Children></Thing></MakeThingRequest>");

  EchoThingRequest echo{.bucket = "b", .key = "k/1 2", .limit = 3, .since = kBorn, .priority = 7, .modified = kBorn};
  echo.flags = {"x", "y"};
  echo.wanted = {"a", "b"};
  echo.thing.name = "abc";
  const Raw placed = encoded(model(), "EchoThing", &echo);
  CHECK(placed.path == "/echo/b/k/1%202");
  CHECK(placed.query == "mode=echo&limit=3&since=2015-10-21T07%3A28%3A00Z&flag=x&flag=y");
  CHECK(header(placed.headers, "If-Modified-Since") == "Wed, 21 Oct 2015 07:28:00 GMT");
  CHECK(header(placed.headers, "x-probe-wanted") == "a, b");
}

TEST_CASE("REST-JSON puts the same places around a JSON body, and tells errors in a header") {
  using namespace api::probe_rest_json;  // NOLINT: the shapes under test
  EchoThingRequest echo{.bucket = "b", .key = "k"};
  echo.thing.name = "abc";
  const Raw raw = encoded(model(), "EchoThing", &echo);
  CHECK(raw.body == R"({"Name":"abc"})");
  CHECK(header(raw.headers, "Content-Type") == "application/json");
  const Answer refusal = refused(model(), error(RestJson::missing(), "gone"));
  CHECK(refusal.body == R"({"message":"gone"})");
  CHECK(header(refusal.headers, "x-amzn-errortype") == "Probe.Missing");
  CHECK(Server(model()).verdict({"POST", "/things", "", {}, "{}"}) == "ValidationException");
  CHECK(Server(model()).verdict({"POST", "/things", "", {}, "{"}) == "SerializationException");
}

TEST_CASE("An operation's own status is answered, and 201 is a success to the client") {
  using namespace api::probe_rest_xml;  // NOLINT: the shapes under test
  const Answer answer =
      answered(model(), "EchoThing", EchoThingOutput{.version = "7", .modified = kBorn, .thing = Thing{.name = "x"}});
  CHECK(answer.status == 201);
  CHECK(header(answer.headers, "Last-Modified") == "Wed, 21 Oct 2015 07:28:00 GMT");
  const auto back = received<EchoThingOutput>(model(), "EchoThing", answer);
  REQUIRE(back);
  CHECK(back->version == "7");
  CHECK(back->thing->name == "x");
}

TEST_CASE("Paths that nobody answers, methods that nobody takes, and bodies that are missing") {
  const Server server(RestXml::model());
  CHECK(server.verdict({"GET", "/nowhere"}) == "UnknownOperationException");
  CHECK(server.verdict({"PUT", "/things"}) == "MethodNotAllowed");
  CHECK(server.verdict({"GET", "/things/"}) == "MethodNotAllowed");
  CHECK(server.verdict({"GET", "/things/a/b"}) == "UnknownOperationException");
  CHECK(server.verdict({"GET", "/things/abc"}) == "ok");
  CHECK(server.verdict({"GET", "/things/ABC"}) == "InvalidParameter");
  CHECK(server.verdict({"DELETE", "/things/abc"}) == "NotImplemented");
  CHECK(server.verdict({"POST", "/echo/b/k"}) == "MethodNotAllowed");
  CHECK(server.verdict({"POST", "/echo/b/k", "mode=echo"}) == "MissingBody");
  CHECK(server.verdict({"POST", "/echo/b/k", "mode=other"}) == "MethodNotAllowed");
  CHECK(server.verdict({"POST", "/echo/b/k", "mode=echo&limit=99", {}, "<Thing/>"}) == "InvalidParameter");
  CHECK(server.verdict({"POST", "/echo/b/k", "mode=echo", {{"x-probe-priority", "x"}}, "<Thing/>"}) ==
        "InvalidParameter");
  CHECK(server.verdict({"POST", "/echo/b/k", "mode=echo", {}, "<Thing/>"}) == "ok");
}

TEST_CASE("What a body must say is missed in an empty one, and labels are not looked for in it") {
  CHECK(Server(RestXml::model()).verdict({"POST", "/things"}) == "ValidationException");
  CHECK(Server(RestJson::model()).verdict({"POST", "/things"}) == "ValidationException");
  CHECK(Server(RestJson::model()).verdict({"GET", "/things/abc"}) == "ok");
  const auto refusal =
      Server(RestJson::model()).decode({"POST", "/echo/b/k", "mode=echo&limit=99", {}, R"({"Count":0})"});
  REQUIRE_FALSE(refusal);
  CHECK(refusal.error().message ==
        "2 validation errors detected: Value '99' at 'limit' failed to satisfy constraint: Member must have value less "
        "than or equal to 10; Value '0' at 'thing.count' failed to satisfy constraint: Member must have value greater "
        "than or equal to 1");
}

TEST_CASE("XML nested past all reason is refused") {
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "<Children><member>";
  for (int i = 0; i < 100; ++i) deep += "</member></Children>";
  CHECK(Server(RestXml::model()).verdict({"POST", "/echo/b/k", "mode=echo", {}, "<Thing>" + deep + "</Thing>"}) ==
        "SerializationException");
}

}  // namespace
}  // namespace lightwell::wire_test
