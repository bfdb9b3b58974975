// The probe model in its tongues: generate/golden/probe.json holds one of everything a model can say.

#pragma once

#include "api/probe_cbor/errors.h"
#include "api/probe_cbor/tables.h"
#include "api/probe_ec2/errors.h"
#include "api/probe_ec2/tables.h"
#include "api/probe_json/errors.h"
#include "api/probe_json/tables.h"
#include "api/probe_query/errors.h"
#include "api/probe_query/tables.h"
#include "api/probe_rest_json/errors.h"
#include "api/probe_rest_json/tables.h"
#include "api/probe_rest_xml/errors.h"
#include "api/probe_rest_xml/tables.h"

namespace lightwell::wire_test {

#define LIGHTWELL_PROBE(Name, space)                                                   \
  struct Name {                                                                        \
    using Thing = api::space::Thing;                                                   \
    using Tag = api::space::Tag;                                                       \
    using MakeThingRequest = api::space::MakeThingRequest;                             \
    using MakeThingOutput = api::space::MakeThingOutput;                               \
    using EchoThingRequest = api::space::EchoThingRequest;                             \
    using EchoThingOutput = api::space::EchoThingOutput;                               \
    using DescribeThingOutput = api::space::DescribeThingOutput;                       \
    using PingRequest = api::space::PingRequest;                                       \
    using PingOutput = api::space::PingOutput;                                         \
    using Handlers = api::space::Probe;                                                \
    static const wire::ServiceModel& model() { return api::space::model(); }           \
    static const ErrorKind& missing() { return api::space::errors::thing_missing; }    \
    static const ErrorKind& failure() { return api::space::errors::internal_failure; } \
  }

LIGHTWELL_PROBE(Cbor, probe_cbor);
LIGHTWELL_PROBE(Ec2, probe_ec2);
LIGHTWELL_PROBE(Query, probe_query);
LIGHTWELL_PROBE(Json, probe_json);
LIGHTWELL_PROBE(RestJson, probe_rest_json);
LIGHTWELL_PROBE(RestXml, probe_rest_xml);

inline const Timestamp kBorn = from_micros(1'445'412'480'000'000);

// One of everything.
template <class Probe>
typename Probe::Thing full_thing() {
  typename Probe::Thing kid;
  kid.name = "kid";
  typename Probe::Thing thing;
  thing.kind = "k";
  thing.name = "abc";
  thing.count = 3;
  thing.size = 5'000'000'000;
  thing.weight = 1.5;
  thing.is_red = true;
  thing.born = kBorn;
  thing.day = kBorn;
  thing.data = std::string("\0\xFFhi", 4);
  thing.color = "light-blue";
  thing.tags = std::vector<typename Probe::Tag>{{.key = "a", .value = "x y"}, {.key = "b"}};
  thing.notes = {"n1", "n&2"};
  thing.attributes.emplace()["p"] = "q";
  thing.marks.emplace()["one"] = 1;
  thing.children = std::vector<typename Probe::Thing>{kid};
  return thing;
}

template <class Thing>
void check_full(const Thing& thing) {
  CHECK(thing.kind == "k");
  CHECK(thing.name == "abc");
  CHECK(thing.count == 3);
  CHECK(thing.size == 5'000'000'000);
  CHECK(thing.weight == 1.5);
  CHECK(thing.is_red == true);
  CHECK((thing.born == kBorn));
  CHECK((thing.day == kBorn));
  CHECK(thing.data == std::string("\0\xFFhi", 4));
  CHECK(thing.color == "light-blue");
  REQUIRE(thing.tags);
  REQUIRE(thing.tags->size() == 2);
  CHECK(thing.tags->at(0).value == "x y");
  CHECK(thing.tags->at(1).key == "b");
  CHECK_FALSE(thing.tags->at(1).value);
  CHECK((thing.notes == std::vector<std::string>{"n1", "n&2"}));
  REQUIRE(thing.attributes);
  CHECK(thing.attributes->at("p") == "q");
  REQUIRE(thing.marks);
  CHECK(thing.marks->at("one") == 1);
  REQUIRE(thing.children);
  CHECK(thing.children->at(0).name == "kid");
  CHECK_FALSE(thing.secret);
}

}  // namespace lightwell::wire_test
