// Labels: what is on a photo, as models saw it and as its owner says.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "photos/events.h"
#include "photos/eyes/seen.h"
#include "photos/owners/access.h"
#include "run/task.h"
#include "store/sql/database.h"

namespace lightwell::photos {

struct PhotoLabel {
  std::string name;
  std::optional<double> confidence;  // absent: not seen, given by hand
  bool is_own = false;               // given by hand
  bool is_hidden = false;            // wrong, says the owner
  std::vector<std::string> parents;
  std::vector<std::string> categories;
  std::vector<LabelInstance> instances;
};

// none: the photo was not read, so there is nothing to look at.
enum class AnalysisState { none, waiting, running, paused, done, failed };
std::string_view to_text(AnalysisState);  // "none", "waiting", ...

struct AnalysisStanding {
  AnalysisState state = AnalysisState::none;
  std::string message;  // words for a person, where there is something to say
  std::optional<Timestamp> analysed_at;
  std::vector<std::string> left_out;  // what was not looked for, and why: sentences
};

struct Findings {
  AnalysisStanding analysis;
  std::vector<PhotoLabel> labels;  // shown ones first, surest first
  std::vector<SeenText> texts;
  std::vector<SeenColour> colours;
  std::optional<PictureQuality> quality;
};

struct LabelChanges {
  std::vector<std::string> add;     // given by hand; one that was hidden shows again
  std::vector<std::string> remove;  // one given by hand goes; one that was seen is hidden
};

class Labels {
 public:
  Labels(store::Database& database, Events& events) : database_(database), events_(events) {}

  // errors: photo_not_found.
  Task<Result<Findings>> find(Viewer viewer, std::string photo_id);
  // At most 1,000 ids and 20 names each; answers how many photos changed. errors: bad_request, name_refused.
  Task<Result<int64_t>> change(Viewer viewer, std::vector<std::string> ids, LabelChanges changes, Timestamp now);

 private:
  store::Database& database_;
  Events& events_;
};

}  // namespace lightwell::photos
