#include "site/visit.h"

#include <charconv>
#include <cmath>

#include "base/text.h"
#include "http/query.h"
#include "site/errors.h"
#include "site/requests.h"

namespace lightwell::site {
namespace {

Error about_query(std::string_view name, std::string_view what_is_wrong) {
  return JsonField(nullptr, std::string(name)).complaint(what_is_wrong);
}

// The first value of that name. A broken escape or broken UTF-8 anywhere is refused.
Result<std::optional<std::string>> query_value(const http::Request& request, std::string_view name) {
  const auto query = http::Query::parse(request.query());
  if (!query) return fail(about_query(name, "cannot be read: the query has a broken escape"));
  const auto value = query->find(name);
  if (!value) return std::nullopt;
  if (!is_utf8(*value)) return fail(about_query(name, "cannot be read: it is not UTF-8"));
  return std::string(*value);
}

}  // namespace

photos::Door Visit::door() const {
  return {.address = visitor.address,
          .user_agent = std::string(request.headers.get("User-Agent")),
          .host = visitor.host_name};
}

Result<std::string> Visit::id(std::string_view name, const ErrorKind& missing) const {
  const std::string& value = path[name];
  if (!is_id(value)) return fail(missing);
  return value;
}

Result<photos::View> Visit::view() const {
  TRY(const auto text, query_value(request, "view"));
  if (!text) return photos::View::photos;
  const auto view = photos::parse_view(*text);
  if (!view) return fail(about_query("view", "must be photos, favourites, archive or trash"));
  return *view;
}

Result<std::optional<std::string>> Visit::query_text(std::string_view name) const { return query_value(request, name); }

Result<std::optional<double>> Visit::query_number(std::string_view name) const {
  TRY(const auto text, query_value(request, name));
  if (!text) return std::nullopt;
  double value = 0;
  const auto [end, failure] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (failure != std::errc() || end != text->data() + text->size() || !std::isfinite(value)) {
    return fail(about_query(name, "must be a number"));
  }
  return value;
}

Result<std::optional<int64_t>> Visit::query_integer(std::string_view name) const {
  TRY(const auto text, query_value(request, name));
  if (!text) return std::nullopt;
  const auto value = parse_unsigned(*text);
  if (!value || *value > uint64_t(IntegerRange{}.max)) return fail(about_query(name, "must be a whole number"));
  return int64_t(*value);
}

}  // namespace lightwell::site
