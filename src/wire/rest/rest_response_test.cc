#include <doctest/doctest.h>

#include "wire/codec.h"

namespace lightwell::wire {
namespace {

constexpr ErrorKind kNotModified{"NotModified", 304, Fault::sender, "Not Modified"};
constexpr ErrorKind kNoSuchKey{"NoSuchKey", 404, Fault::sender, "The specified key does not exist."};

std::string field(const ResponseParts& response, std::string_view name) {
  for (const Field& each : response.headers) {
    if (each.name == name) return each.value;
  }
  return {};
}

}  // namespace

TEST_CASE("a 304 has no body and says in its fields what a cache has to know") {
  const ServiceModel model{.name = "s3", .protocol = Protocol::rest_xml};
  const Error unchanged = error(kNotModified).with("ETag", "\"abc\"");
  for (const bool is_head : {false, true}) {
    const ResponseParts response = encode_error(model, unchanged, {.request_id = "R", .is_head = is_head});
    CHECK(response.status == 304);
    CHECK(std::get<std::string>(response.body).empty());
    CHECK(field(response, "ETag") == "\"abc\"");
  }
}

TEST_CASE("an error's details are elements of its document, and a HEAD has none") {
  const ServiceModel model{.name = "s3", .protocol = Protocol::rest_xml};
  const Error missing = error(kNoSuchKey).with("Key", "a<b");
  const ResponseParts response = encode_error(model, missing, {.request_id = "R", .host_id = "H"});
  CHECK(std::get<std::string>(response.body) ==
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>NoSuchKey</Code>"
        "<Message>The specified key does not exist.</Message><Key>a&lt;b</Key>"
        "<RequestId>R</RequestId><HostId>H</HostId></Error>");
  CHECK(std::get<std::string>(encode_error(model, missing, {.request_id = "R", .is_head = true}).body).empty());
}

}  // namespace lightwell::wire
