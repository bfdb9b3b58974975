#include "http/conditions.h"

#include "base/text.h"

namespace lightwell::http {
namespace {

struct Tag {
  std::string_view opaque;  // without quotes
  bool is_weak = false;
};

// Takes the next tag off a comma-separated list. A comma may stand inside the quotes.
Tag take_tag(std::string_view& list) {
  Tag tag;
  list = trim(list);
  if (list.starts_with("W/")) {
    tag.is_weak = true;
    list.remove_prefix(2);
  }
  if (list.starts_with('"')) {
    const size_t end = std::min(list.find('"', 1), list.size());
    tag.opaque = list.substr(1, end - 1);
    list.remove_prefix(std::min(end + 1, list.size()));
  } else {
    tag.opaque = trim(list.substr(0, list.find(',')));
  }
  const size_t comma = list.find(',');
  list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
  return tag;
}

// Whether any field of that name matches.
bool matches(const Headers& headers, std::string_view name, const Validators& now, Comparison comparison) {
  for (const Headers::Field& field : headers) {
    if (!equals_ignore_case(field.name, name)) continue;
    if (trim(field.value) == "*" ? now.exists : now.exists && names_etag(field.value, now.etag, comparison))
      return true;
  }
  return false;
}

std::optional<Timestamp> date_of(const Headers& headers, std::string_view name) {
  const auto field = headers.find(name);
  return field ? parse_http_date(*field) : std::nullopt;
}

bool is_later(Timestamp a, Timestamp b) {
  return std::chrono::floor<std::chrono::seconds>(a) > std::chrono::floor<std::chrono::seconds>(b);
}

}  // namespace

bool names_etag(std::string_view list, std::string_view etag, Comparison comparison) {
  if (trim(list) == "*") return true;
  if (etag.empty()) return false;
  const Tag own = take_tag(etag);
  while (!list.empty()) {
    const Tag tag = take_tag(list);
    if (comparison == Comparison::strong && (tag.is_weak || own.is_weak)) continue;
    if (tag.opaque == own.opaque && !tag.opaque.empty()) return true;
  }
  return false;
}

Condition check_conditions(const Headers& headers, std::string_view method, const Validators& now) {
  const bool is_read = method == "GET" || method == "HEAD";
  if (headers.find("If-Match")) {
    if (!matches(headers, "If-Match", now, Comparison::strong)) return Condition::failed;
  } else if (const auto since = date_of(headers, "If-Unmodified-Since"); since && now.last_modified) {
    if (is_later(*now.last_modified, *since)) return Condition::failed;
  }
  if (headers.find("If-None-Match")) {
    if (!matches(headers, "If-None-Match", now, Comparison::weak)) return Condition::proceed;
    return is_read ? Condition::not_modified : Condition::failed;
  }
  if (const auto since = date_of(headers, "If-Modified-Since"); is_read && since && now.last_modified) {
    if (!is_later(*now.last_modified, *since)) return Condition::not_modified;
  }
  return Condition::proceed;
}

bool range_applies(const Headers& headers, const Validators& now) {
  const auto condition = headers.find("If-Range");
  if (!condition) return true;
  if (const auto date = parse_http_date(*condition)) {
    return now.last_modified && !is_later(*now.last_modified, *date) && !is_later(*date, *now.last_modified);
  }
  return *condition != "*" && names_etag(*condition, now.etag, Comparison::strong);
}

}  // namespace lightwell::http
