#include "photos/likeness/likeness.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "photos/errors.h"
#include "photos/eyes/perceptual_hash.h"
#include "photos/labels/label_store.h"
#include "photos/library/library_rules.h"
#include "photos/library/month_store.h"
#include "photos/library/photo_store.h"
#include "photos/likeness/gallery.h"

namespace lightwell::photos {
namespace {

constexpr size_t kLookedAt = 400;  // sketches whose whole embeddings are compared
constexpr size_t kGroupMax = 200;  // photos
constexpr size_t kPairsMax = 100'000;

constexpr std::string_view kUpsert = R"sql(
  INSERT INTO photo_likeness (photo_id, owner, hash, model, embedding, sketch, changed_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7)
  ON CONFLICT (photo_id) DO UPDATE SET hash = $3, model = $4, embedding = $5, sketch = $6, changed_at = $7)sql";

constexpr std::string_view kPairs = R"sql(
  SELECT near_duplicates.a, near_duplicates.b FROM near_duplicates
  JOIN photos AS first ON first.id = near_duplicates.a JOIN photos AS second ON second.id = near_duplicates.b
  WHERE near_duplicates.owner = $1 AND near_duplicates.dismissed = 0 AND first.place < 2 AND second.place < 2
  ORDER BY near_duplicates.a, near_duplicates.b LIMIT $2)sql";

Bytes raw(std::span<const int8_t> numbers) { return std::as_bytes(numbers); }

struct Embedding {
  std::string model;
  std::vector<int8_t> numbers;
};

Result<std::optional<Embedding>> find_embedding(store::Reader& reader, const std::string& owner,
                                                const std::string& photo_id) {
  return reader.first("SELECT model, embedding FROM photo_likeness WHERE owner = $1 AND photo_id = $2",
                      {owner, photo_id}, [](const store::Row& row) {
                        const Bytes bytes = row.blob(1);
                        const auto* first = reinterpret_cast<const int8_t*>(bytes.data());
                        return Embedding{.model = row.string(0), .numbers = {first, first + bytes.size()}};
                      });
}

Result<void> insert_pair(store::Transaction& transaction, const std::string& owner, const std::string& one,
                         const std::string& other, int bits) {
  REQUIRE_OK(
      transaction.execute("INSERT INTO near_duplicates (a, b, owner, distance, dismissed)"
                          " VALUES ($1, $2, $3, $4, 0) ON CONFLICT (a, b) DO NOTHING",
                          {std::min(one, other), std::max(one, other), owner, bits}));
  return {};
}

// Groups as lists of ids, in a steady order.
Result<std::vector<std::vector<std::string>>> duplicate_groups(store::Reader& reader, const std::string& owner) {
  std::map<std::string, size_t> places;
  std::vector<std::string> ids;
  std::vector<std::pair<size_t, size_t>> pairs;
  const auto place = [&](std::string id) {
    const auto [found, is_new] = places.try_emplace(std::move(id), ids.size());
    if (is_new) ids.push_back(found->first);
    return found->second;
  };
  REQUIRE_OK(reader.each(kPairs, {owner, kPairsMax}, [&](const store::Row& row) {
    const size_t a = place(row.string(0));
    pairs.emplace_back(a, place(row.string(1)));
    return true;
  }));
  std::vector<std::vector<std::string>> groups;
  for (const auto& members : groups_of(ids.size(), pairs)) {
    auto& group = groups.emplace_back();
    for (const size_t member : members) group.push_back(ids[member]);
    std::ranges::sort(group);
    if (group.size() > kGroupMax) group.resize(kGroupMax);
  }
  std::ranges::sort(groups);
  return groups;
}

Result<DuplicateGroup> group_from(store::Reader& reader, const std::string& owner,
                                  const std::vector<std::string>& ids) {
  DuplicateGroup group{.id = ids.front()};
  std::vector<Merit> merits;
  for (const std::string& id : ids) {
    TRY(auto photo, find_photo(reader, owner, id));
    if (!photo) continue;
    TRY(const auto analysis, find_analysis(reader, id));
    DuplicatePhoto one{.photo = std::move(*photo)};
    if (analysis && analysis->quality) one.sharpness = analysis->quality->sharpness;
    merits.push_back({.is_favourite = one.photo.is_favourite,
                      .rating = one.photo.rating,
                      .pixels = int64_t(one.photo.width) * one.photo.height,
                      .sharpness = one.sharpness.value_or(0),
                      .size = int64_t(one.photo.size)});
    group.photos.push_back(std::move(one));
  }
  if (!merits.empty()) group.photos[best_of(merits)].is_best = true;
  return group;
}

Result<SimilarPhotos> similar_to(store::Reader& reader, const std::string& owner, const Embedding& one,
                                 const std::vector<std::string>& candidates, size_t limit) {
  std::vector<std::pair<double, std::string>> scores;
  for (const std::string& id : candidates) {
    TRY(const auto other, find_embedding(reader, owner, id));
    if (!other || other->model != one.model) continue;
    const double score = cosine(one.numbers, other->numbers);
    if (score >= kAlikeCosine) scores.emplace_back(score, id);
  }
  std::ranges::stable_sort(scores, std::greater{}, &std::pair<double, std::string>::first);
  std::vector<std::string> ids;
  for (const auto& [score, id] : scores) ids.push_back(id);
  SimilarPhotos found;
  TRY(found.tiles, tiles_of(reader, owner, ids));
  std::map<std::string_view, double> by_id;
  for (const auto& [score, id] : scores) by_id.emplace(id, score);
  found.tiles.shorten(limit);  // after those in the trash were left out
  for (const std::string& id : found.tiles.ids) found.similarities.push_back(by_id.at(id) * 100);
  return found;
}

}  // namespace

Result<void> Likeness::record(store::Transaction& transaction, const std::string& owner, const std::string& photo_id,
                              const Glimpse& glimpse, Timestamp now) {
  const Sketch sketch = sketch_of(glimpse.embedding);
  const auto numbers = to_bytes(glimpse.embedding);
  REQUIRE_OK(transaction.execute(
      kUpsert, {photo_id, owner, int64_t(glimpse.hash), glimpse.embedding_model, raw(numbers), raw(sketch), now}));
  REQUIRE_OK(Gallery::record(transaction, owner, photo_id, glimpse, now));
  REQUIRE_OK(transaction.execute("DELETE FROM near_duplicates WHERE (a = $1 OR b = $1) AND dismissed = 0", {photo_id}));
  TRY(const auto near, book_.near(transaction, owner, photo_id, now));
  for (const Sketchbook::Near& other : near) {
    std::optional<double> similarity = other.alike;
    if (similarity) {
      TRY(const auto theirs, find_embedding(transaction, owner, other.photo_id));
      if (theirs) similarity = cosine(numbers, theirs->numbers);
    }
    if (is_near_duplicate(other.distance, similarity)) {
      REQUIRE_OK(insert_pair(transaction, owner, photo_id, other.photo_id, other.distance));
    }
  }
  return {};
}

Task<Result<SimilarPhotos>> Likeness::similar(Viewer viewer, std::string photo_id, size_t limit, Timestamp now) {
  const std::string owner = owner_seen_by(viewer);
  co_return co_await database_.read(
      [this, owner, photo_id, limit, now](store::Reader& reader) -> Result<SimilarPhotos> {
        TRY(const auto flags, find_flags(reader, owner, photo_id));
        if (!flags) return fail(errors::photo_not_found);
        TRY(const auto one, find_embedding(reader, owner, photo_id));
        if (!one || one->model.empty()) return SimilarPhotos{};
        TRY(const auto candidates, book_.alike(reader, owner, photo_id, kLookedAt, now));
        return similar_to(reader, owner, *one, candidates, limit);
      });
}

Task<Result<DuplicatePage>> Likeness::duplicates(Viewer viewer, Page page) {
  const std::string owner = owner_seen_by(viewer);
  const auto from = page.cursor ? parse_unsigned(*page.cursor) : std::optional<uint64_t>(0);
  if (!from) co_return fail(errors::bad_request, "This page does not exist.");
  co_return co_await database_.read(
      [owner, first = size_t(*from), page](store::Reader& reader) -> Result<DuplicatePage> {
        TRY(const auto groups, duplicate_groups(reader, owner));
        DuplicatePage answer{.total = int64_t(groups.size())};
        for (size_t i = first; i < groups.size() && answer.groups.size() < page.limit; ++i) {
          TRY(DuplicateGroup group, group_from(reader, owner, groups[i]));
          answer.groups.push_back(std::move(group));
        }
        if (first + page.limit < groups.size()) answer.next = std::to_string(first + page.limit);
        return answer;
      });
}

Task<Result<int64_t>> Likeness::resolve(Viewer viewer, std::vector<std::string> ids, std::vector<std::string> keep,
                                        Timestamp now) {
  CO_CHECK(check_ids(ids, kGroupMax));
  CO_CHECK(check_ids(keep, kGroupMax));
  const std::set<std::string> all(ids.begin(), ids.end());
  const std::set<std::string> kept(keep.begin(), keep.end());
  if (all.size() < 2 || !std::ranges::includes(all, kept)) {
    co_return fail(errors::bad_request, "Name at least two photos, and among them those to keep.");
  }
  const std::string owner = owner_seen_by(viewer);
  CO_CHECK(co_await database_.write([owner, &kept](store::Transaction& transaction) -> Result<void> {
    for (auto one = kept.begin(); one != kept.end(); ++one) {
      for (auto other = std::next(one); other != kept.end(); ++other) {
        REQUIRE_OK(transaction.execute(
            "UPDATE near_duplicates SET dismissed = 1 WHERE a = $1 AND b = $2 AND owner = $3", {*one, *other, owner}));
      }
    }
    return {};
  }));
  std::vector<std::string> rest;
  std::ranges::set_difference(all, kept, std::back_inserter(rest));
  if (rest.empty()) co_return 0;
  co_return co_await library_.trash(std::move(viewer), std::move(rest), now);
}

Result<void> forget_likeness(store::Transaction& transaction, const std::string& photo_id) {
  REQUIRE_OK(transaction.execute("DELETE FROM photo_likeness WHERE photo_id = $1", {photo_id}));
  REQUIRE_OK(transaction.execute("DELETE FROM near_duplicates WHERE a = $1 OR b = $1", {photo_id}));
  return Gallery::forget(transaction, photo_id);
}

}  // namespace lightwell::photos
