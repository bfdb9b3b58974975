#include "photos/likeness/gallery.h"

#include <algorithm>

#include "photos/likeness/likeness_rules.h"

namespace lightwell::photos {
namespace {

// A row may be committed a little after others that say a later time.
constexpr std::chrono::minutes kOverlap{2};
constexpr std::chrono::minutes kKept{10};
constexpr double kScale = 127.0 * 127.0;

constexpr std::string_view kUpsert = R"sql(
  INSERT INTO photo_meanings (photo_id, owner, model, place, changed_at) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (photo_id) DO UPDATE SET model = $3, place = $4, changed_at = $5)sql";

constexpr std::string_view kSince = R"sql(
  SELECT number, photo_meanings.place, photo_meanings.changed_at
  FROM photo_meanings JOIN photos ON photos.id = photo_meanings.photo_id
  WHERE photo_meanings.owner = $1 AND photo_meanings.changed_at >= $2 AND model = $3
  ORDER BY photo_meanings.changed_at)sql";

std::span<const int8_t> numbers_in(Bytes bytes) {
  return {reinterpret_cast<const int8_t*>(bytes.data()), bytes.size()};
}

int32_t dot(const int8_t* a, const int8_t* b, size_t count) {
  int32_t sum = 0;
  for (size_t i = 0; i < count; ++i) sum += int32_t(a[i]) * b[i];
  return sum;
}

}  // namespace

Result<void> Gallery::record(store::Transaction& transaction, const std::string& owner, const std::string& photo_id,
                             const Glimpse& glimpse, Timestamp now) {
  if (glimpse.clip.empty()) return forget(transaction, photo_id);
  const auto place = to_bytes(glimpse.clip);
  REQUIRE_OK(transaction.execute(
      kUpsert, {photo_id, owner, glimpse.clip_model, std::as_bytes(std::span<const int8_t>(place)), now}));
  return {};
}

Result<void> Gallery::forget(store::Transaction& transaction, const std::string& photo_id) {
  REQUIRE_OK(transaction.execute("DELETE FROM photo_meanings WHERE photo_id = $1", {photo_id}));
  return {};
}

void Gallery::hang(Wall& wall, int64_t number, std::span<const int8_t> place) {
  const auto [at, is_new] = wall.by_number.try_emplace(number, wall.numbers.size());
  if (is_new) {
    wall.numbers.push_back(number);
    wall.places.resize(wall.places.size() + wall.dimensions);
  }
  std::ranges::copy(place, wall.places.begin() + ptrdiff_t(at->second * wall.dimensions));
}

Result<Gallery::Wall*> Gallery::open(store::Reader& reader, const std::string& owner, const SentencePlace& sentence,
                                     Timestamp now) {
  Wall& wall = walls_[owner];
  if (wall.model != sentence.model || wall.dimensions != sentence.place.size()) {
    wall = {.model = sentence.model, .dimensions = sentence.place.size()};
  }
  wall.used_at = now;
  REQUIRE_OK(reader.each(kSince, {owner, wall.read_to - kOverlap, wall.model}, [&wall](const store::Row& row) {
    const auto place = numbers_in(row.blob(1));
    if (place.size() == wall.dimensions) hang(wall, row.integer(0), place);
    wall.read_to = std::max(wall.read_to, row.time(2));
    return wall.numbers.size() < kPhotosMax;
  }));
  return &wall;
}

Result<std::vector<Described>> Gallery::described_by(store::Reader& reader, const std::string& owner,
                                                     const SentencePlace& sentence, Timestamp now) {
  const std::lock_guard lock(mutex_);
  TRY(const Wall* wall, open(reader, owner, sentence, now));
  std::vector<Described> found;
  const auto margin = int32_t(sentence.margin * kScale);
  for (size_t i = 0; i < wall->numbers.size(); ++i) {
    const int8_t* place = wall->places.data() + i * wall->dimensions;
    const int32_t likeness = dot(place, sentence.place.data(), wall->dimensions);
    if (likeness - dot(place, sentence.nothing.data(), wall->dimensions) < margin) continue;
    found.push_back({wall->numbers[i], likeness / kScale});
  }
  const size_t count = std::min(found.size(), kDescribedMax);
  std::ranges::partial_sort(found, found.begin() + ptrdiff_t(count), std::greater{}, &Described::likeness);
  found.resize(count);
  return found;
}

void Gallery::tidy(Timestamp now) {
  const std::lock_guard lock(mutex_);
  std::erase_if(walls_, [now](const auto& wall) { return wall.second.used_at + kKept < now; });
}

}  // namespace lightwell::photos
