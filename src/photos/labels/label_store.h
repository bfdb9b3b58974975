// The rows of what was seen on photos: labels with their places, lines of text, colours.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "photos/eyes/seen.h"
#include "photos/labels/labels.h"
#include "store/sql/database.h"

namespace lightwell::photos {

// Puts what was seen in place of what was seen before. What a person said of labels stays.
Result<void> replace_seen(store::Transaction& transaction, const std::string& owner, const std::string& photo_id,
                          int64_t version, const SeenPicture& seen, Timestamp now);
// Everything of a photo that goes for good.
Result<void> forget_seen(store::Transaction& transaction, const std::string& photo_id);

// Answer whether anything changed.
Result<bool> give_label(store::Transaction& transaction, const std::string& owner, const std::string& photo_id,
                        const std::string& name);
Result<bool> take_label(store::Transaction& transaction, const std::string& photo_id, const std::string& name);

Result<std::vector<PhotoLabel>> labels_of(store::Reader& reader, const std::string& photo_id);
Result<std::vector<SeenText>> texts_of(store::Reader& reader, const std::string& photo_id);
Result<std::vector<SeenColour>> colours_of(store::Reader& reader, const std::string& photo_id);

struct AnalysisRow {
  Timestamp analysed_at;
  std::optional<PictureQuality> quality;
  std::vector<std::string> left_out;
};
Result<std::optional<AnalysisRow>> find_analysis(store::Reader& reader, const std::string& photo_id);

}  // namespace lightwell::photos
