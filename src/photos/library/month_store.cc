#include "photos/library/month_store.h"

#include <algorithm>

#include "photos/library/library_rules.h"

namespace lightwell::photos {
namespace {

constexpr std::string_view kTilesOfPlace = R"sql(
  SELECT id, taken_local, width, height, thumbhash, state, favourite, kind, name, version FROM photos
  WHERE owner = $1 AND place = $2 AND month = $3 ORDER BY taken_local DESC, id DESC)sql";
// The covering index serves what is looked at daily; the trash reads its rows.
constexpr std::string_view kTilesOfTrash = R"sql(
  SELECT id, taken_local, width, height, thumbhash, state, favourite, kind, name, version, trashed_at FROM photos
  WHERE owner = $1 AND place = $2 AND month = $3 ORDER BY taken_local DESC, id DESC)sql";
// A month's favourites are picked from the covering index too; asked for place < 2, SQLite would walk all months.
constexpr std::string_view kTilesOfFavourites = R"sql(
  SELECT id, taken_local, width, height, thumbhash, state, favourite, kind, name, version FROM photos
  WHERE owner = $1 AND place IN (0, 1) AND month = $2 AND favourite = 1 ORDER BY taken_local DESC, id DESC)sql";

constexpr std::string_view kTile = R"sql(
  SELECT id, taken_local, width, height, thumbhash, state, favourite, kind, name, version FROM photos
  WHERE owner = $1 AND id = $2 AND place < 2)sql";

constexpr std::string_view kNewerInPlace = R"sql(
  SELECT id FROM photos WHERE owner = $1 AND place = $2 AND (month, taken_local, id) > ($3, $4, $5)
  ORDER BY month, taken_local, id LIMIT 1)sql";
constexpr std::string_view kOlderInPlace = R"sql(
  SELECT id FROM photos WHERE owner = $1 AND place = $2 AND (month, taken_local, id) < ($3, $4, $5)
  ORDER BY month DESC, taken_local DESC, id DESC LIMIT 1)sql";
constexpr std::string_view kNewerFavourite = R"sql(
  SELECT id FROM photos WHERE owner = $1 AND favourite = 1 AND place < 2 AND (month, taken_local, id) > ($2, $3, $4)
  ORDER BY month, taken_local, id LIMIT 1)sql";
constexpr std::string_view kOlderFavourite = R"sql(
  SELECT id FROM photos WHERE owner = $1 AND favourite = 1 AND place < 2 AND (month, taken_local, id) < ($2, $3, $4)
  ORDER BY month DESC, taken_local DESC, id DESC LIMIT 1)sql";

Place place_shown(View view) {
  return view == View::trash ? Place::trash : view == View::archive ? Place::archive : Place::library;
}

// The columns of every statement above that reads tiles.
bool add_tile(Tiles& tiles, const store::Row& row) {
  tiles.ids.push_back(row.string(0));
  tiles.taken.push_back(row.time(1));
  const int64_t height = row.integer(3);
  tiles.ratios.push_back(height > 0 ? double(row.integer(2)) / double(height) : 1.0);
  tiles.thumbhashes.emplace_back(as_text(row.blob(4)));
  tiles.states.push_back(PhotoState(row.integer(5)));
  tiles.favourites.push_back(row.boolean(6));
  tiles.kinds.push_back(PhotoKind(row.integer(7)));
  tiles.names.push_back(row.string(8));
  tiles.versions.push_back(row.integer(9));
  return true;
}

}  // namespace

void Tiles::shorten(size_t count_max) {
  const size_t count = std::min(count_max, ids.size());
  ids.resize(count);
  taken.resize(count);
  ratios.resize(count);
  thumbhashes.resize(count);
  states.resize(count);
  favourites.resize(count);
  kinds.resize(count);
  names.resize(count);
  versions.resize(count);
}

Result<void> add_to_month(store::Transaction& transaction, const std::string& owner, View view, int month, int64_t by) {
  REQUIRE_OK(
      transaction.execute("INSERT INTO month_counts (owner, view, month, count) VALUES ($1, $2, $3, $4)"
                          " ON CONFLICT (owner, view, month) DO UPDATE SET count = month_counts.count + $4",
                          {owner, int(view), month, by}));
  if (by < 0) {
    REQUIRE_OK(
        transaction.execute("DELETE FROM month_counts WHERE owner = $1 AND view = $2 AND month = $3 AND count = 0",
                            {owner, int(view), month}));
  }
  return {};
}

Result<std::vector<MonthCount>> month_counts(store::Reader& reader, const std::string& owner, View view) {
  return reader.all("SELECT month, count FROM month_counts WHERE owner = $1 AND view = $2 ORDER BY month DESC",
                    {owner, int(view)}, [](const store::Row& row) {
                      return MonthCount{.month = month_text(int(row.integer(0))), .count = row.integer(1)};
                    });
}

Result<MonthTiles> month_tiles(store::Reader& reader, const std::string& owner, View view, int month) {
  MonthTiles tiles;
  tiles.month = month_text(month);
  const auto add = [&tiles, view](const store::Row& row) {
    if (view == View::trash) tiles.trashed.push_back(row.time(10));
    return add_tile(tiles, row);
  };
  if (view == View::favourites) {
    REQUIRE_OK(reader.each(kTilesOfFavourites, {owner, month}, add));
  } else {
    const std::string_view tiles_asked = view == View::trash ? kTilesOfTrash : kTilesOfPlace;
    REQUIRE_OK(reader.each(tiles_asked, {owner, int(place_shown(view)), month}, add));
  }
  return tiles;
}

Result<Tiles> tiles_of(store::Reader& reader, const std::string& owner, const std::vector<std::string>& ids) {
  Tiles tiles;
  for (const std::string& id : ids) {
    REQUIRE_OK(reader.each(kTile, {owner, id}, [&tiles](const store::Row& row) { return add_tile(tiles, row); }));
  }
  return tiles;
}

Result<std::optional<std::string>> neighbour(store::Reader& reader, const std::string& owner, View view,
                                             const Photo& photo, Side side) {
  const int month = month_of(photo.taken.local);
  const auto id = [](const store::Row& row) { return row.string(0); };
  if (view == View::favourites) {
    return reader.first(side == Side::newer ? kNewerFavourite : kOlderFavourite,
                        {owner, month, photo.taken.local, photo.id}, id);
  }
  return reader.first(side == Side::newer ? kNewerInPlace : kOlderInPlace,
                      {owner, int(place_shown(view)), month, photo.taken.local, photo.id}, id);
}

}  // namespace lightwell::photos
