// The small parsers of header fields and query strings. The first byte chooses one.

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "http/conditions.h"
#include "http/content_disposition.h"
#include "http/cookies.h"
#include "http/head.h"
#include "http/query.h"
#include "http/range.h"
#include "http/static_files.h"

namespace {

using namespace lightwell::http;

void check_range(std::string_view text) {
  const auto spec = parse_range(text);
  if (!spec) return;
  for (const uint64_t size : {uint64_t{0}, uint64_t{1}, uint64_t{1000}, ~uint64_t{0}}) {
    const auto range = resolve(*spec, size);
    if (range) assert(range->length > 0 && range->first < size && range->length <= size - range->first);
  }
}

void check_condition(std::string_view text) {
  for (const char* name : {"If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since", "If-Range"}) {
    Headers headers;
    headers.add(name, std::string(text));
    const Validators now{.etag = "\"abc\"", .last_modified = lightwell::from_micros(1'700'000'000'000'000)};
    (void)check_conditions(headers, "GET", now);
    (void)range_applies(headers, now);
  }
}

void check_cookie(std::string_view text) {
  Headers headers;
  headers.add("Cookie", std::string(text));
  if (const auto value = find_cookie(headers, "a")) assert(!value->contains(';'));
  if (is_cookie_value(text)) assert(is_field_value(set_cookie({.name = "a", .value = std::string(text)})));
}

void check_query(std::string_view text) {
  const auto query = Query::parse(text);
  if (query) assert(query->size() <= text.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 6) {
    case 0: check_range(text); break;
    case 1: check_condition(text); break;
    case 2: check_cookie(text); break;
    case 3: check_query(text); break;
    case 4: (void)accepts_encoding(text, "gzip"); break;
    default: assert(is_field_value(content_disposition(Disposition::attachment, text)));
  }
  return 0;
}
