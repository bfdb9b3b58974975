// Likeness: photos that look like one another, and photos that are nearly the same.
//
// Near-duplicates are found when a photo is analysed; what their owner decides about a pair is never asked again.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "photos/eyes/seen.h"
#include "photos/library/library.h"
#include "photos/likeness/sketchbook.h"
#include "photos/owners/access.h"
#include "photos/page.h"
#include "run/task.h"
#include "store/sql/database.h"

namespace lightwell::photos {

struct SimilarPhotos {
  Tiles tiles;                       // most alike first
  std::vector<double> similarities;  // 0 to 100
};

struct DuplicatePhoto {
  Photo photo;
  std::optional<double> sharpness;
  bool is_best = false;  // what to keep, if only one
};
struct DuplicateGroup {
  std::string id;  // of its first photo
  std::vector<DuplicatePhoto> photos;
};
struct DuplicatePage {
  std::vector<DuplicateGroup> groups;
  int64_t total = 0;
  std::optional<std::string> next;
};

class Likeness {
 public:
  Likeness(store::Database& database, Library& library) : database_(database), library_(library) {}

  // At most 200; none where nothing is alike. errors: photo_not_found.
  Task<Result<SimilarPhotos>> similar(Viewer viewer, std::string photo_id, size_t limit, Timestamp now);
  Task<Result<DuplicatePage>> duplicates(Viewer viewer, Page page);
  // Of `ids` (2 to 200) those in `keep` stay and are not compared with each other again; the others go to the trash.
  // Answers how many went. errors: bad_request.
  Task<Result<int64_t>> resolve(Viewer viewer, std::vector<std::string> ids, std::vector<std::string> keep,
                                Timestamp now);

  // What an analysis saw, inside the transaction that ends it.
  Result<void> record(store::Transaction& transaction, const std::string& owner, const std::string& photo_id,
                      const Glimpse& glimpse, Timestamp now);
  void tidy(Timestamp now) { book_.tidy(now); }

 private:
  store::Database& database_;
  Library& library_;
  Sketchbook book_;
};

// Everything of a photo that goes for good.
Result<void> forget_likeness(store::Transaction& transaction, const std::string& photo_id);

}  // namespace lightwell::photos
