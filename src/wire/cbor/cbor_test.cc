// Against the examples of RFC 8949, appendix A, and against what is not well-formed (appendix F).

#include <doctest/doctest.h>

#include <cmath>

#include "base/text.h"
#include "wire/cbor/cbor_input.h"
#include "wire/cbor/cbor_reader.h"
#include "wire/cbor/cbor_writer.h"
#include "wire/model.h"

namespace lightwell::wire {
namespace {

struct Thing {
  int64_t number = 0;
  double weight = 0;
  std::string text;
  Timestamp time = {};
};
const Shape kNumber{.name = "Number", .type = Type::long_integer};
const Shape kWeight{.name = "Weight", .type = Type::floating_point};
const Shape kText{.name = "Text", .type = Type::string};
const Shape kTime{.name = "Time", .type = Type::timestamp};
const Member kMembers[] = {
    {.name = "n", .wire_name = "n", .shape = &kNumber, .offset = offsetof(Thing, number), .is_optional = false},
    {.name = "w", .wire_name = "w", .shape = &kWeight, .offset = offsetof(Thing, weight), .is_optional = false},
    {.name = "t", .wire_name = "t", .shape = &kText, .offset = offsetof(Thing, text), .is_optional = false},
    {.name = "d", .wire_name = "d", .shape = &kTime, .offset = offsetof(Thing, time), .is_optional = false},
};
const Shape kThing{.name = "Thing", .type = Type::structure, .members = kMembers};

Thing read(std::string_view hex) {
  Thing thing;
  CHECK(read_cbor(*from_hex(hex), kThing, &thing).empty());
  return thing;
}
std::string problem_of(std::string_view hex) {
  Thing thing;
  return read_cbor(*from_hex(hex), kThing, &thing);
}
// {"x": ...}, which no member wants: only whether it is well-formed counts.
bool is_well_formed(std::string_view hex) { return problem_of("a16178" + std::string(hex)).empty(); }

}  // namespace

TEST_CASE("integers of every length") {
  CHECK(read("a1616e00").number == 0);
  CHECK(read("a1616e17").number == 23);
  CHECK(read("a1616e1818").number == 24);
  CHECK(read("a1616e1903e8").number == 1000);
  CHECK(read("a1616e1a000f4240").number == 1000000);
  CHECK(read("a1616e1b000000e8d4a51000").number == 1000000000000);
  CHECK(read("a1616e20").number == -1);
  CHECK(read("a1616e3903e7").number == -1000);
  CHECK(read("a1616e1b7fffffffffffffff").number == INT64_MAX);
  CHECK(read("a1616e3b7fffffffffffffff").number == INT64_MIN);
  CHECK_FALSE(problem_of("a1616e1b8000000000000000").empty());
  CHECK_FALSE(problem_of("a1616e3b8000000000000000").empty());
}

TEST_CASE("numbers of every width, and integers where numbers are asked for") {
  CHECK(read("a16177f93c00").weight == 1.0);
  CHECK(read("a16177f97bff").weight == 65504.0);
  CHECK(read("a16177f90001").weight == 5.960464477539063e-8);
  CHECK(read("a16177f9c400").weight == -4.0);
  CHECK(read("a16177fa47c35000").weight == 100000.0);
  CHECK(read("a16177fbc010666666666666").weight == -4.1);
  CHECK(std::isinf(read("a16177f97c00").weight));
  CHECK(std::isnan(read("a16177f97e00").weight));
  CHECK(read("a1617703").weight == 3.0);
  CHECK(read("a1617722").weight == -3.0);
  CHECK_FALSE(problem_of("a1617763616263").empty());
}

TEST_CASE("text, whole and in parts, is UTF-8") {
  CHECK_FALSE(problem_of("a16174426162").empty());  // bytes are no text
  CHECK(read("a161746161").text == "a");
  CHECK(read("a1617464f0908591").text == "\xF0\x90\x85\x91");
  CHECK(read("a161747f657374726561646d696e67ff").text == "streaming");
  CHECK_FALSE(problem_of("a1617461ff").empty());
  CHECK_FALSE(problem_of("a161747f6161426162ff").empty());
}

TEST_CASE("times are Unix time behind tag 1") {
  CHECK(read("a16164c11a514b67b0").time == from_micros(1'363'896'240'000'000));
  CHECK(read("a16164c1fb41d452d9ec200000").time == from_micros(1'363'896'240'500'000));
  CHECK_FALSE(problem_of("a161641a514b67b0").empty());            // no tag
  CHECK_FALSE(problem_of("a16164c06161").empty());                // a text behind another tag
  CHECK_FALSE(problem_of("a16164c1fb7e37e43c8800759c").empty());  // 1e300 seconds
  CHECK_FALSE(problem_of("a16164c1f97e00").empty());              // no number of seconds
}

TEST_CASE("maps and lists of known and unknown length; null is the same as absent") {
  CHECK(read("bf616e05ff").number == 5);
  CHECK(read("a2616ef66174f6").text.empty());
  CHECK(read("a3616e0161789f0102ff61746162").number == 1);
  CHECK(is_well_formed("9f018202039f0405ffff"));
  CHECK(is_well_formed("d74401020304"));
  CHECK(is_well_formed("f7"));
}

TEST_CASE("what is not well-formed is refused") {
  for (const std::string_view hex : {"",
                                     "1c",
                                     "1d",
                                     "1e",
                                     "3c",
                                     "5c",
                                     "7c",
                                     "9c",
                                     "bc",
                                     "dc",
                                     "fc",
                                     "18",
                                     "19",
                                     "1a00",
                                     "1b00",
                                     "61",
                                     "5b00",
                                     "ff",
                                     "1f",
                                     "3f",
                                     "df",
                                     "82",
                                     "8201",
                                     "9f",
                                     "9f01",
                                     "bf",
                                     "bf61",
                                     "a1",
                                     "a101",
                                     "a2",
                                     "5f",
                                     "5f4100",
                                     "5f00ff",
                                     "5f6100ff",
                                     "7f4100ff",
                                     "5f5f4100ffff",
                                     "f8",
                                     "f800",
                                     "f818",
                                     "f9",
                                     "f900",
                                     "fa0000",
                                     "fb000000",
                                     "c1",
                                     "e0",
                                     "9bffffffffffffffff",
                                     "bbffffffffffffffff",
                                     "5bffffffffffffffff",
                                     "7bffffffffffffffff",
                                     "0000"}) {
    CAPTURE(hex);
    CHECK_FALSE(is_well_formed(hex));
  }
}

TEST_CASE("a struct is a map with keys that are text") {
  CHECK_FALSE(problem_of("a10102").empty());
  CHECK_FALSE(problem_of("80").empty());
  CHECK_FALSE(problem_of("f6").empty());
}

TEST_CASE("what is nested too deeply is refused, known to the table or not") {
  std::string deep = "a16178";
  for (int i = 0; i < 100'000; ++i) deep += "81";
  CHECK(problem_of(deep).find("nested too deeply") != std::string::npos);
  std::string tags = "a16178";
  for (int i = 0; i < 100'000; ++i) tags += "c1";
  CHECK(problem_of(tags).find("nested too deeply") != std::string::npos);
}

TEST_CASE("what is written is the shortest form, and reads back") {
  const Thing thing{.number = -1000, .weight = 1.5, .text = "\xC3\xA9", .time = from_micros(1'363'896'240'500'000)};
  std::string bytes;
  append_cbor_members(bytes, kThing, &thing);
  CHECK(to_hex(as_bytes(bytes)) == "a4616e3903e76177fb3ff8000000000000617462c3a96164c1fb41d452d9ec200000");
  const Thing back = read(to_hex(as_bytes(bytes)));
  CHECK(back.number == thing.number);
  CHECK(back.weight == thing.weight);
  CHECK(back.text == thing.text);
  CHECK(back.time == thing.time);
}

}  // namespace lightwell::wire
