// Gallery: where every photo of an owner lies in the space of sentences, all in memory while it is searched: 100,000
// photos of 512 numbers take 51 MB.
//
// It is read from the database at its first need, follows what is committed, and is put away when nobody looked for a
// while. Without a pair of models (photos/eyes/sentences.h) it stays empty.

#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "photos/eyes/seen.h"
#include "store/sql/database.h"

namespace lightwell::photos {

// A sentence on its way to pictures.
struct SentencePlace {
  std::string model;
  std::vector<int8_t> place;    // of length 1, times 127
  std::vector<int8_t> nothing;  // of a sentence that fits every picture
  double margin = 0;            // by which a picture must be nearer to the one than to the other
};

struct Described {
  int64_t number = 0;  // of the photo
  double likeness = 0;
};

class Gallery {
 public:
  static constexpr size_t kDescribedMax = 1'000;
  static constexpr size_t kPhotosMax = 500'000;  // of one owner; more are not looked at

  // What an analysis saw, inside the transaction that ends it.
  static Result<void> record(store::Transaction& transaction, const std::string& owner, const std::string& photo_id,
                             const Glimpse& glimpse, Timestamp now);
  // Everything of a photo that goes for good.
  static Result<void> forget(store::Transaction& transaction, const std::string& photo_id);

  // Photos that the sentence describes, the most alike first, at most kDescribedMax; those in the trash, and such as
  // went lately, may be among them.
  Result<std::vector<Described>> described_by(store::Reader& reader, const std::string& owner,
                                              const SentencePlace& sentence, Timestamp now);
  // Puts away what was not looked at for a while.
  void tidy(Timestamp now);

 private:
  struct Wall {
    std::string model;
    size_t dimensions = 0;
    std::vector<int64_t> numbers;
    std::vector<int8_t> places;  // `dimensions` each
    std::unordered_map<int64_t, size_t> by_number;
    Timestamp read_to;
    Timestamp used_at;
  };
  static void hang(Wall& wall, int64_t number, std::span<const int8_t> place);
  Result<Wall*> open(store::Reader& reader, const std::string& owner, const SentencePlace& sentence, Timestamp now);

  std::mutex mutex_;
  std::map<std::string, Wall, std::less<>> walls_;  // by owner
};

}  // namespace lightwell::photos
