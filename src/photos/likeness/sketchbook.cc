#include "photos/likeness/sketchbook.h"

#include <algorithm>
#include <cstring>

#include "photos/eyes/perceptual_hash.h"

namespace lightwell::photos {
namespace {

// A row may be committed a little after others that say a later time.
constexpr std::chrono::minutes kOverlap{2};
constexpr std::chrono::minutes kKept{10};

}  // namespace

Result<Sketchbook::Book*> Sketchbook::open(store::Reader& reader, const std::string& owner, Timestamp now) {
  Book& book = books_[owner];
  book.used_at = now;
  const Timestamp from = book.read_to - kOverlap;
  REQUIRE_OK(reader.each(
      "SELECT photo_id, hash, model, sketch, changed_at FROM photo_likeness"
      " WHERE owner = $1 AND changed_at >= $2",
      {owner, from}, [&book](const store::Row& row) {
        const auto [place, is_new] = book.places.try_emplace(row.string(0), book.entries.size());
        if (is_new) book.entries.emplace_back();
        Entry& entry = book.entries[place->second];
        entry.photo_id = place->first;
        entry.hash = uint64_t(row.integer(1));
        const std::string model = row.string(2);
        entry.model = model.empty() ? 0 : book.models.try_emplace(model, int(book.models.size()) + 1).first->second;
        const Bytes sketch = row.blob(3);
        if (sketch.size() == entry.sketch.size()) {
          std::memcpy(entry.sketch.data(), sketch.data(), sketch.size());
        } else {
          entry.model = 0;
        }
        book.read_to = std::max(book.read_to, row.time(4));
        return true;
      }));
  return &book;
}

Result<std::vector<Sketchbook::Near>> Sketchbook::near(store::Reader& reader, const std::string& owner,
                                                       const std::string& photo_id, Timestamp now) {
  const std::lock_guard lock(mutex_);
  TRY(Book * book, open(reader, owner, now));
  std::vector<Near> found;
  const auto place = book->places.find(photo_id);
  if (place == book->places.end()) return found;
  const Entry& one = book->entries[place->second];
  for (const Entry& other : book->entries) {
    const int bits = distance(one.hash, other.hash);
    if (bits > kDistanceMax || &other == &one) continue;
    Near near{.photo_id = other.photo_id, .distance = bits};
    if (one.model != 0 && one.model == other.model) near.alike = cosine(one.sketch, other.sketch);
    found.push_back(std::move(near));
  }
  return found;
}

Result<std::vector<std::string>> Sketchbook::alike(store::Reader& reader, const std::string& owner,
                                                   const std::string& photo_id, size_t count, Timestamp now) {
  const std::lock_guard lock(mutex_);
  TRY(Book * book, open(reader, owner, now));
  std::vector<std::string> ids;
  const auto place = book->places.find(photo_id);
  if (place == book->places.end()) return ids;
  const Entry& one = book->entries[place->second];
  if (one.model == 0) return ids;
  std::vector<std::pair<double, const Entry*>> scores;
  for (const Entry& other : book->entries) {
    if (&other != &one && other.model == one.model) scores.emplace_back(cosine(one.sketch, other.sketch), &other);
  }
  count = std::min(count, scores.size());
  std::ranges::partial_sort(scores, scores.begin() + ptrdiff_t(count), std::greater{});
  for (size_t i = 0; i < count; ++i) ids.push_back(scores[i].second->photo_id);
  return ids;
}

void Sketchbook::tidy(Timestamp now) {
  const std::lock_guard lock(mutex_);
  std::erase_if(books_, [now](const auto& book) { return book.second.used_at + kKept < now; });
}

}  // namespace lightwell::photos
