// Visit: one request to the app door on its way through it: who came, what they ask, what they brought.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "http/message.h"
#include "http/router.h"
#include "photos/library/library.h"
#include "photos/owners/owners.h"
#include "site/front_door.h"
#include "site/json_reader.h"

namespace lightwell::site {

struct Visit {
  http::Request& request;
  const http::PathValues& path;
  Visitor visitor;
  std::string request_id;
  Timestamp now;
  std::optional<photos::SignedIn> who = {};  // there when the route's entry asks for it
  std::optional<JsonDocument> body = {};     // there when the route takes JSON
  std::string raw_body = {};                 // as it came, when the route takes one

  const photos::Viewer& viewer() const { return who->viewer; }
  photos::Door door() const;

  // An id in the path. One that no id can look like is answered with `missing`, as an unknown one is.
  Result<std::string> id(std::string_view name, const ErrorKind& missing) const;
  // ?view=, photos when it is left out.
  Result<photos::View> view() const;
  // The first value of that name in the query.
  Result<std::optional<std::string>> query_text(std::string_view name) const;
  Result<std::optional<double>> query_number(std::string_view name) const;  // finite
  // A whole number in the query.
  Result<std::optional<int64_t>> query_integer(std::string_view name) const;
};

}  // namespace lightwell::site
