#include "wire/scalar_text.h"

#include <doctest/doctest.h>

#include <cmath>

#include "base/time.h"

namespace lightwell::wire {
namespace {

const Timestamp kTime = from_micros(1'445'412'480'250'000);

std::string written(Timestamp time, TimestampFormat format) {
  std::string out;
  append_timestamp(out, time, format);
  return out;
}

std::string written(double number) {
  std::string out;
  append_number(out, number);
  return out;
}

template <class T>
std::optional<T> read(std::string_view text, Type type) {
  const Shape shape{.name = "Any", .type = type};
  T value{};
  if (!read_scalar(text, shape, &value, TimestampFormat::iso8601)) return std::nullopt;
  return value;
}

TEST_CASE("A timestamp is written in the format of its place, and read in any") {
  CHECK(written(kTime, TimestampFormat::iso8601) == "2015-10-21T07:28:00.250Z");
  CHECK(written(kTime, TimestampFormat::http_date) == "Wed, 21 Oct 2015 07:28:00 GMT");
  CHECK(written(kTime, TimestampFormat::unix_time) == "1445412480.25");
  CHECK(written(from_micros(-1'500'000), TimestampFormat::unix_time) == "-1.5");
  CHECK(written(from_micros(-1), TimestampFormat::unix_time) == "-0.000001");
  CHECK(written(from_micros(0), TimestampFormat::unix_time) == "0");
  for (const std::string_view text :
       {"2015-10-21T07:28:00.25Z", "20151021T072800Z", "1445412480.25", " Wed, 21 Oct 2015 07:28:00 GMT "}) {
    for (const auto format : {TimestampFormat::iso8601, TimestampFormat::http_date, TimestampFormat::unix_time}) {
      const auto time = read_timestamp(text, format);
      REQUIRE(time);
      CHECK(std::chrono::floor<seconds>(*time) == std::chrono::floor<seconds>(kTime));
    }
  }
  CHECK_FALSE(read_timestamp("yesterday", TimestampFormat::iso8601));
  CHECK_FALSE(read_timestamp("1e300", TimestampFormat::unix_time));
  CHECK_FALSE(read_timestamp("NaN", TimestampFormat::unix_time));
  CHECK_FALSE(read_timestamp("", TimestampFormat::unix_time));
}

TEST_CASE("A number is written as short as it may be, and reads back the same") {
  for (const double number : {0.0, 0.1, -1.5, 1e300, 5e-324, 1234567890123.0}) {
    CHECK(read_number(written(number)) == number);
  }
  CHECK(written(0.1) == "0.1");
  CHECK(std::isnan(*read_number(written(std::nan("")))));
  CHECK(read_number("-Infinity") == -HUGE_VAL);
  CHECK_FALSE(read_number("1x"));
  CHECK_FALSE(read_number("inf"));
  CHECK_FALSE(read_number(""));
}

TEST_CASE("Scalars are read strictly") {
  CHECK(read<int32_t>(" 12 ", Type::integer) == 12);
  CHECK(read<int32_t>("+12", Type::integer) == 12);
  CHECK(read<int32_t>("-2147483648", Type::integer) == -2147483648);
  CHECK_FALSE(read<int32_t>("2147483648", Type::integer));
  CHECK_FALSE(read<int32_t>("1.0", Type::integer));
  CHECK_FALSE(read<int32_t>("", Type::integer));
  CHECK(read<int64_t>("9223372036854775807", Type::long_integer) == INT64_MAX);
  CHECK_FALSE(read<int64_t>("9223372036854775808", Type::long_integer));
  CHECK(read<bool>("TRUE", Type::boolean) == true);
  CHECK_FALSE(read<bool>("1", Type::boolean));
  CHECK(read<std::string>("  kept ", Type::string) == "  kept ");
  CHECK(read<std::string>("aGk=", Type::blob) == "hi");
  CHECK_FALSE(read<std::string>("aGk", Type::blob));
}

}  // namespace
}  // namespace lightwell::wire
