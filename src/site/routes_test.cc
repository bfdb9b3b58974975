#include <doctest/doctest.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <set>
#include <string>

#include "base/text.h"
#include "site/site.h"

namespace lightwell::site {
namespace {

namespace json = boost::json;

json::value document() {
  const std::string_view text = openapi_document();
  return json::parse({text.data(), text.size()});
}

// "GET /api/session" of every operation in the document.
std::set<std::string> documented() {
  std::set<std::string> operations;
  for (const auto& [path, item] : document().at("paths").as_object()) {
    for (const std::string method : {"get", "post", "put", "patch", "delete"}) {
      if (!item.as_object().contains(method)) continue;
      std::string upper = method;
      std::ranges::transform(upper, upper.begin(), [](char c) { return char(c - 'a' + 'A'); });
      operations.insert(upper + " " + std::string(path.data(), path.size()));
    }
  }
  return operations;
}

}  // namespace

TEST_CASE("every route is documented, and every documented operation has a route") {
  std::set<std::string> served;
  for (const Route* route : Site::routes()) served.insert(std::string(route->method) + " " + std::string(route->path));
  CHECK(served == documented());
}

TEST_CASE("the document says of each operation whether it needs a session, and what body it takes") {
  const json::value whole = document();
  for (const Route* route : Site::routes()) {
    CAPTURE(route->method);
    CAPTURE(route->path);
    const json::object& operation = whole.at("paths").at(route->path).at(to_lower(route->method)).as_object();
    const bool is_open = operation.contains("security");
    CHECK(is_open == (route->entry == Entry::anyone));
    CHECK(operation.contains("requestBody") == (route->body != BodyKind::none));
    if (route->body == BodyKind::none) CHECK((route->method == "GET" || route->method == "DELETE"));
  }
}

}  // namespace lightwell::site
