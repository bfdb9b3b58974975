// Text as Amazon lists it: lines, then their words, and the filters on words.
// https://docs.aws.amazon.com/rekognition/latest/dg/text-detecting-text-procedure.html

#pragma once

#include <optional>
#include <vector>

#include "api/rekognition/types.h"
#include "base/result.h"
#include "engines/vision/sight.h"

namespace lightwell::rekognition {

inline constexpr size_t kWordsMax = 100;
inline constexpr const char* kTextModelVersion = "3.0";

// InvalidParameterException for a region that is none.
Result<void> check_filters(const std::optional<api::rekognition::DetectTextFilters>& filters);

// Words that a filter leaves out are missing; a line goes with its last word.
std::vector<api::rekognition::TextDetection> text_detections(
    const std::vector<engines::vision::TextLine>& lines,
    const std::optional<api::rekognition::DetectTextFilters>& filters);

// The share of a box that lies inside a polygon, 0 to 1.
double share_inside(const engines::vision::Box& box, const std::vector<engines::vision::Point>& polygon);

}  // namespace lightwell::rekognition
