#include "photos/search/index.h"

#include <map>
#include <vector>

#include "photos/search/index_rules.h"
#include "photos/search/term_store.h"

namespace lightwell::photos {
namespace {

struct Numbered {
  int64_t number = 0;
  Indexed photo;
};

constexpr std::string_view kRead = R"sql(
  SELECT number, name, title, description, camera_make, camera_model, lens, latitude, longitude, kind,
    f_number, iso
  FROM photos WHERE owner = $1 AND id = $2)sql";

Result<std::optional<Numbered>> read_photo(store::Reader& reader, const std::string& owner,
                                           const std::string& photo_id) {
  return reader.first(kRead, {owner, photo_id}, [](const store::Row& row) {
    Numbered found{.number = row.integer(0),
                   .photo = {.name = row.string(1),
                             .title = row.optional_string(2),
                             .description = row.optional_string(3),
                             .camera_make = row.optional_string(4),
                             .camera_model = row.optional_string(5),
                             .lens = row.optional_string(6),
                             .kind = PhotoKind(row.integer(9)),
                             .f_number = row.optional_real(10)}};
    if (!row.is_null(11)) found.photo.iso = row.integer(11);
    if (!row.is_null(7) && !row.is_null(8)) {
      found.photo.gps = Gps{.latitude = row.real(7), .longitude = row.real(8)};
    }
    return found;
  });
}

Result<void> read_what_was_seen(store::Reader& reader, const std::string& photo_id, Indexed& photo) {
  TRY(photo.labels, reader.all("SELECT name, confidence, own FROM photo_labels WHERE photo_id = $1 AND hidden = 0",
                               {photo_id}, [](const store::Row& row) {
                                 return IndexedLabel{
                                     .name = row.string(0),
                                     .confidence = row.boolean(2) ? std::nullopt : row.optional_real(1)};
                               }));
  TRY(photo.texts,
      reader.all("SELECT text, confidence FROM photo_texts WHERE photo_id = $1 ORDER BY number", {photo_id},
                 [](const store::Row& row) { return IndexedText{.text = row.string(0), .confidence = row.real(1)}; }));
  TRY(photo.colours,
      reader.all("SELECT name, percent FROM photo_colours WHERE photo_id = $1", {photo_id},
                 [](const store::Row& row) { return IndexedColour{.name = row.string(0), .percent = row.real(1)}; }));
  return {};
}

}  // namespace

Result<void> index_photo(store::Transaction& transaction, const std::string& owner, const std::string& photo_id) {
  TRY(auto found, read_photo(transaction, owner, photo_id));
  if (!found) return {};
  REQUIRE_OK(read_what_was_seen(transaction, photo_id, found->photo));
  std::map<int64_t, int> weights;
  for (const WeightedTerm& one : terms_of(found->photo)) {
    TRY(const int64_t term, ensure_term(transaction, owner, one.term));
    int& weight = weights[term];
    weight = std::max(weight, one.weight);
  }
  REQUIRE_OK(set_postings(transaction, found->number, weights));
  REQUIRE_OK(transaction.execute("UPDATE photos SET index_version = $2 WHERE id = $1", {photo_id, kIndexVersion}));
  return {};
}

Result<void> forget_photo(store::Transaction& transaction, const std::string& photo_id) {
  TRY(const auto number, transaction.first("SELECT number FROM photos WHERE id = $1", {photo_id},
                                           [](const store::Row& row) { return row.integer(0); }));
  if (!number) return {};
  return delete_postings(transaction, *number);
}

Result<size_t> index_next(store::Transaction& transaction, size_t count_max) {
  struct Due {
    std::string owner, id;
  };
  TRY(const std::vector<Due> due,
      transaction.all("SELECT owner, id FROM photos WHERE index_version < $1 AND state IN (1, 2) LIMIT $2",
                      {kIndexVersion, count_max},
                      [](const store::Row& row) { return Due{.owner = row.string(0), .id = row.string(1)}; }));
  for (const Due& photo : due) REQUIRE_OK(index_photo(transaction, photo.owner, photo.id));
  return due.size();
}

Result<int64_t> count_not_indexed(store::Reader& reader) {
  TRY(const auto count, reader.first("SELECT COUNT(*) FROM photos WHERE index_version < $1 AND state IN (1, 2)",
                                     {kIndexVersion}, [](const store::Row& row) { return row.integer(0); }));
  return count.value_or(0);
}

}  // namespace lightwell::photos
