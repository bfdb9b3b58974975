// What must hold in every protocol: the client's words reach the server whole, and the server's the client.

#include <doctest/doctest.h>

#include "codecs/probe.h"
#include "codecs/round_trip.h"

namespace lightwell::wire_test {
namespace {

TEST_CASE_TEMPLATE("An input with one of everything arrives whole", Probe, Query, Ec2, Cbor, Json, RestJson, RestXml) {
  typename Probe::MakeThingRequest input;
  input.name = "abc";
  input.delete_ = true;
  input.color = "RED";
  input.thing = full_thing<Probe>();
  auto value = sent(Probe::model(), "MakeThing", input);
  auto& back = value.template as<typename Probe::MakeThingRequest>();
  CHECK(back.name == "abc");
  CHECK(back.delete_);
  CHECK(back.color == "RED");
  REQUIRE(back.thing);
  check_full(*back.thing);
}

TEST_CASE_TEMPLATE("An input in many places arrives whole", Probe, Query, Ec2, Cbor, Json, RestJson, RestXml) {
  typename Probe::EchoThingRequest input;
  input.bucket = "b c";
  input.key = "k/1 2";
  input.limit = 3;
  input.since = kBorn + microseconds(123'000);
  input.flags = {"x", "y&z"};
  input.priority = -7;
  input.modified = kBorn;
  input.wanted = {"a", "b"};
  input.labels.emplace()["one"] = "\xC3\xA9";
  input.thing = full_thing<Probe>();
  auto value = sent(Probe::model(), "EchoThing", input);
  auto& back = value.template as<typename Probe::EchoThingRequest>();
  CHECK(back.bucket == "b c");
  CHECK(back.key == "k/1 2");
  CHECK(back.limit == 3);
  CHECK((back.since == input.since));
  CHECK((back.flags == input.flags));
  CHECK(back.priority == -7);
  CHECK((back.modified == kBorn));
  CHECK((back.wanted == input.wanted));
  CHECK((back.labels == input.labels));
  check_full(back.thing);
}

TEST_CASE_TEMPLATE("An output with one of everything arrives whole", Probe, Query, Ec2, Cbor, Json, RestJson, RestXml) {
  typename Probe::DescribeThingOutput output;
  output.thing = full_thing<Probe>();
  output.others = std::vector<typename Probe::Thing>{full_thing<Probe>(), {}};
  const Answer answer = answered(Probe::model(), "DescribeThing", output);
  CHECK(answer.status == 200);
  const auto back = received<typename Probe::DescribeThingOutput>(Probe::model(), "DescribeThing", answer);
  REQUIRE(back);
  check_full(*back->thing);
  REQUIRE(back->others->size() == 2);
  check_full(back->others->at(0));
  CHECK_FALSE(back->others->at(1).name);
}

TEST_CASE_TEMPLATE("Empty lists and maps, awkward text and nothing at all survive", Probe, Query, Ec2, Cbor, Json,
                   RestJson, RestXml) {
  typename Probe::DescribeThingOutput output;
  output.thing.emplace();
  output.thing->name = "<&>\"'\\ \xE2\x82\xAC\xF0\x9F\x93\xB7";
  output.thing->color = "";
  output.thing->children.emplace();
  output.thing->attributes.emplace();
  const Answer answer = answered(Probe::model(), "DescribeThing", output);
  const auto back = received<typename Probe::DescribeThingOutput>(Probe::model(), "DescribeThing", answer);
  REQUIRE(back);
  CHECK(back->thing->name == output.thing->name);
  CHECK(back->thing->color == "");
  CHECK(back->thing->children->empty());
  CHECK(back->thing->attributes->empty());
  CHECK_FALSE(back->others);

  const Answer nothing = answered(Probe::model(), "Ping", typename Probe::PingOutput{});
  CHECK(received<typename Probe::PingOutput>(Probe::model(), "Ping", nothing));
}

TEST_CASE_TEMPLATE("An error arrives as the model's own row", Probe, Query, Ec2, Cbor, Json, RestJson, RestXml) {
  for (const ErrorKind* kind : {&Probe::missing(), &Probe::failure()}) {
    const Answer answer = refused(Probe::model(), error(*kind, "it is <gone>"));
    CHECK(answer.status == kind->http_status);
    const auto back = received<typename Probe::DescribeThingOutput>(Probe::model(), "DescribeThing", answer);
    REQUIRE_FALSE(back);
    CHECK(back.error().kind == kind);
    CHECK(back.error().message == "it is <gone>");
  }
}

TEST_CASE_TEMPLATE("An answer that is neither XML nor JSON is an error", Probe, Query, Ec2, Cbor, Json, RestJson,
                   RestXml) {
  for (const int status : {200, 503}) {
    const Answer answer{status, {}, "<html>oops", {}};
    CHECK_FALSE(received<typename Probe::DescribeThingOutput>(Probe::model(), "DescribeThing", answer));
  }
}

TEST_CASE_TEMPLATE("The tables drive a handlers object, and what it does not do is NotImplemented", Probe, Query, Ec2,
                   Cbor, Json, RestJson, RestXml) {
  class Maker final : public Probe::Handlers {
   public:
    Task<Result<typename Probe::MakeThingOutput>> make_thing(const Call&,
                                                             typename Probe::MakeThingRequest& request) override {
      co_return typename Probe::MakeThingOutput{.name = request.name + "!"};
    }
  } maker;
  const wire::Service service = bind(maker);
  const Call call;
  const wire::Operation& make = *service.model->find_operation("MakeThing");
  wire::Value input(*make.input), output(*make.output);
  input.template as<typename Probe::MakeThingRequest>().name = "abc";
  REQUIRE(sync_wait(make.invoke(service.handlers, call, input.data(), output.data())));
  CHECK(output.template as<typename Probe::MakeThingOutput>().name == "abc!");

  const wire::Operation& ping = *service.model->find_operation("Ping");
  wire::Value nothing(*ping.input), pong(*ping.output);
  const auto refusal = sync_wait(ping.invoke(service.handlers, call, nothing.data(), pong.data()));
  REQUIRE_FALSE(refusal);
  CHECK(refusal.error().kind->code == "NotImplemented");
}

}  // namespace
}  // namespace lightwell::wire_test
