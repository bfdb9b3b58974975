// Sketchbook: what every photo of an owner looks like, in so few numbers that all of them are looked through at once.
//
// 100,000 photos take about 25 MB and some milliseconds. It is read from the database at its first need, follows what
// is committed, and is put away when nobody looked for a while.

#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "photos/likeness/likeness_rules.h"
#include "store/sql/database.h"

namespace lightwell::photos {

class Sketchbook {
 public:
  struct Near {
    std::string photo_id;
    int distance = 0;             // of the hashes
    std::optional<double> alike;  // about the cosine of the embeddings
  };
  // Photos whose hash is at most kDistanceMax bits away.
  Result<std::vector<Near>> near(store::Reader& reader, const std::string& owner, const std::string& photo_id,
                                 Timestamp now);
  // The photos that look most like one, best first; none of another model.
  Result<std::vector<std::string>> alike(store::Reader& reader, const std::string& owner, const std::string& photo_id,
                                         size_t count, Timestamp now);
  // Puts away what was not looked at for a while.
  void tidy(Timestamp now);

 private:
  struct Entry {
    std::string photo_id;
    uint64_t hash = 0;
    int model = 0;  // 0: none
    Sketch sketch{};
  };
  struct Book {
    std::vector<Entry> entries;
    std::unordered_map<std::string, size_t> places;
    std::map<std::string, int, std::less<>> models;
    Timestamp read_to;
    Timestamp used_at;
  };
  Result<Book*> open(store::Reader& reader, const std::string& owner, Timestamp now);

  std::mutex mutex_;
  std::map<std::string, Book, std::less<>> books_;  // by owner
};

}  // namespace lightwell::photos
