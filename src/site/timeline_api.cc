// The library by month. A month is answered as columns: half the bytes of a list of objects, and what the page keeps.

#include <utility>

#include "base/text.h"
#include "photos/errors.h"
#include "site/answers.h"
#include "site/application.h"
#include "site/errors.h"
#include "site/photo_json.h"
#include "site/routes.h"

namespace lightwell::site {
namespace {

Task<Result<http::Response>> get_timeline(Application& application, Visit& visit) {
  CO_TRY(const photos::View view, visit.view());
  CO_TRY(const photos::Timeline timeline, co_await application.parts.library.timeline(visit.viewer(), view));
  JsonWriter out;
  out.open_object().key("total").integer(timeline.total).key("months").open_array();
  for (const photos::MonthCount& month : timeline.months) {
    out.open_object().key("month").text(month.month).key("count").integer(month.count).close_object();
  }
  out.close_array().key("version").integer(timeline.version).close_object();
  co_return json_answer(std::move(out));
}

JsonWriter month_body(const photos::MonthTiles& tiles, photos::View view) {
  constexpr size_t kBytesEach = 160;  // about; saves growing
  JsonWriter out;
  out.reserve(256 + tiles.ids.size() * kBytesEach);
  out.open_object().key("month").text(tiles.month);
  write_tiles(out, tiles);
  if (view == photos::View::trash) {
    out.key("trashed").open_array();
    for (const Timestamp since : tiles.trashed) out.text(iso8601_seconds(since));
    out.close_array();
  }
  out.close_object();
  return out;
}

bool is_month(std::string_view text) {
  if (text.size() != 7 || text[4] != '-') return false;
  const auto year = parse_unsigned(text.substr(0, 4));
  const auto month = parse_unsigned(text.substr(5));
  return year && month && *month >= 1 && *month <= 12;
}

Task<Result<http::Response>> get_month(Application& application, Visit& visit) {
  std::string month = visit.path["month"];
  if (!is_month(month)) co_return fail(JsonField(nullptr, "month").complaint("must look like 2024-05"));
  CO_TRY(const photos::View view, visit.view());
  CO_TRY(const photos::MonthTiles tiles,
         co_await application.parts.library.month(visit.viewer(), view, std::move(month)));
  co_return json_answer(month_body(tiles, view));
}

constexpr Route kRoutes[] = {
    {"GET", "/api/timeline", get_timeline},
    {"GET", "/api/timeline/{month}", get_month},
};

}  // namespace

std::span<const Route> timeline_routes() { return kRoutes; }

}  // namespace lightwell::site
