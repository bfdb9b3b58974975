// SentenceSearch: photos that a sentence describes, where a pair of models knows both.

#pragma once

#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/time.h"
#include "photos/eyes/sentences.h"
#include "photos/likeness/gallery.h"
#include "photos/search/interpretation.h"
#include "run/task.h"

namespace lightwell::photos {

// What of the query describes a picture: words that are no date, name, place or camera, and are not quoted, excluded or
// meant for one field. Pure.
bool is_descriptive(const Part& part);
std::string sentence_in(const std::vector<Part>& parts);

class SentenceSearch {
 public:
  // Both must outlive the search.
  SentenceSearch(Sentences& sentences, Gallery& gallery) : sentences_(sentences), gallery_(gallery) {}

  bool is_possible() const { return !sentences_.model().empty(); }
  // Nothing when it cannot be told now: the words are searched for all the same.
  Task<std::optional<SentencePlace>> place(std::string sentence);
  Gallery& gallery() { return gallery_; }

 private:
  Task<std::optional<std::vector<int8_t>>> numbers_of(std::string model, std::string sentence);
  std::optional<std::vector<int8_t>> recall(const std::string& key);

  Sentences& sentences_;
  Gallery& gallery_;
  std::mutex mutex_;
  std::list<std::pair<std::string, std::vector<int8_t>>> kept_;  // the latest first: pages of one search ask again
};

}  // namespace lightwell::photos
