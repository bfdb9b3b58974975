#include "photos/search/set_store.h"

namespace lightwell::photos {
namespace {

// Beyond so many, reading all photos in order of their numbers is cheaper than looking each one up.
constexpr size_t kLookedUpMax = 5000;

// `place + 0`: not to be looked for by its index, whose order is another and whose rows are wide.
Hit sure_hit(const store::Row& row) { return {.number = row.integer(0), .weight = 100}; }

Ranked ranked_from(const store::Row& row, const Hit& hit) {
  return {.number = hit.number, .weight = hit.weight, .taken = row.time(1)};
}

Result<Hits> read_set(store::Reader& reader, std::string_view sql, store::Values values) {
  TRY(Hits hits, reader.all(sql, values, sure_hit));
  return tidy(std::move(hits));
}

}  // namespace

Result<Hits> photos_taken(store::Reader& reader, const std::string& owner, const std::vector<DateSpan>& spans) {
  Hits found;
  for (const DateSpan& span : spans) {
    REQUIRE_OK(reader.each("SELECT number FROM photos WHERE owner = $1 AND taken_local >= $2 AND taken_local < $3",
                           {owner, span.from, span.to}, [&](const store::Row& row) {
                             found.push_back(sure_hit(row));
                             return true;
                           }));
  }
  return tidy(std::move(found));
}

Result<Hits> photos_that_are(store::Reader& reader, const std::string& owner, IsWhat what) {
  if (what == IsWhat::favourite) {
    return read_set(reader, "SELECT number FROM photos WHERE owner = $1 AND favourite = 1 AND place < 2 AND month > 0",
                    {owner});
  }
  if (what == IsWhat::archived) {
    return read_set(reader, "SELECT number FROM photos WHERE owner = $1 AND place = 1 AND month > 0", {owner});
  }
  const std::string_view key = what == IsWhat::raw ? "raw" : "animation";
  return read_set(reader,
                  "SELECT number FROM search_postings WHERE term ="
                  " (SELECT id FROM search_terms WHERE owner = $1 AND kind = 8 AND key = $2)",
                  {owner, key});
}

Result<Hits> photos_in_trash(store::Reader& reader, const std::string& owner) {
  return read_set(reader, "SELECT number FROM photos WHERE owner = $1 AND place = 2 AND month > 0", {owner});
}

Result<Hits> all_photos(store::Reader& reader, const std::string& owner) {
  return read_set(reader, "SELECT number FROM photos WHERE owner = $1 AND number > 0 AND place + 0 < 2", {owner});
}

Result<void> each_spot(store::Reader& reader, const std::string& owner, const GeoBox& box,
                       const std::function<void(const Spot&)>& visit) {
  return reader.each(
      "SELECT latitude, longitude, taken_local, number FROM photos"
      " WHERE owner = $1 AND latitude IS NOT NULL AND latitude >= $2 AND latitude <= $3 AND place < 2",
      {owner, box.south, box.north}, [&](const store::Row& row) {
        const Spot spot{
            .latitude = row.real(0), .longitude = row.real(1), .taken = row.time(2), .number = row.integer(3)};
        if (box.contains(spot.latitude, spot.longitude)) visit(spot);
        return true;
      });
}

Result<Hits> photos_in_box(store::Reader& reader, const std::string& owner, const GeoBox& box) {
  Hits found;
  REQUIRE_OK(each_spot(reader, owner, box,
                       [&](const Spot& spot) { found.push_back({.number = spot.number, .weight = 100}); }));
  return tidy(std::move(found));
}

Result<std::vector<Ranked>> with_dates(store::Reader& reader, const std::string& owner, const Hits& hits) {
  std::vector<Ranked> ranked;
  ranked.reserve(hits.size());
  if (hits.size() <= kLookedUpMax) {
    for (const Hit& hit : hits) {
      REQUIRE_OK(
          reader.each("SELECT number, taken_local FROM photos WHERE number = $1 AND owner = $2 AND place + 0 < 2",
                      {hit.number, owner}, [&](const store::Row& row) {
                        ranked.push_back(ranked_from(row, hit));
                        return false;
                      }));
    }
    return ranked;
  }
  auto next = hits.begin();
  REQUIRE_OK(reader.each(
      "SELECT number, taken_local FROM photos WHERE number >= $1 AND owner = $2 AND place + 0 < 2 ORDER BY number",
      {hits.front().number, owner}, [&](const store::Row& row) {
        const int64_t number = row.integer(0);
        while (next != hits.end() && next->number < number) ++next;
        if (next != hits.end() && next->number == number) ranked.push_back(ranked_from(row, *next));
        return next != hits.end();
      }));
  return ranked;
}

Result<std::optional<Cover>> cover_of(store::Reader& reader, int64_t number) {
  return reader.first("SELECT id, version, state FROM photos WHERE number = $1", {number}, [](const store::Row& row) {
    return Cover{.photo_id = row.string(0),
                 .version = row.integer(1),
                 .has_picture = PhotoState(row.integer(2)) == PhotoState::ready};
  });
}

Result<std::vector<int>> years_with_photos(store::Reader& reader, const std::string& owner, size_t count_max) {
  return reader.all(
      "SELECT month / 100 FROM month_counts WHERE owner = $1 AND count > 0 GROUP BY month / 100"
      " ORDER BY month / 100 DESC LIMIT $2",
      {owner, count_max}, [](const store::Row& row) { return int(row.integer(0)); });
}

Result<std::optional<std::pair<int, int>>> years_of(store::Reader& reader, const std::string& owner) {
  TRY(const auto months, reader.first("SELECT MIN(month), MAX(month) FROM month_counts WHERE owner = $1", {owner},
                                      [](const store::Row& row) -> std::optional<std::pair<int, int>> {
                                        if (row.is_null(0)) return std::nullopt;
                                        return std::pair(int(row.integer(0)) / 100, int(row.integer(1)) / 100);
                                      }));
  return months.value_or(std::nullopt);
}

}  // namespace lightwell::photos
