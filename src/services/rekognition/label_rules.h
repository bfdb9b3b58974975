// From what the models see to the labels Amazon would give: names, parents, boxes, filters, order.
// https://docs.aws.amazon.com/rekognition/latest/APIReference/API_DetectLabels.html

#pragma once

#include <optional>
#include <vector>

#include "api/rekognition/types.h"
#include "base/result.h"
#include "engines/vision/sight.h"

namespace lightwell::rekognition {

inline constexpr const char* kLabelModelVersion = "3.0";
inline constexpr double kLabelConfidenceMin = 55;  // where a request names none
inline constexpr int32_t kLabelsMax = 1000;
inline constexpr int32_t kDominantColours = 10;  // where a request names no number

// What a DetectLabels request asks for.
struct LabelQuestion {
  bool general_labels = true;
  bool image_properties = false;
  double confidence_min = kLabelConfidenceMin;
  size_t labels_max = kLabelsMax;
  size_t colours_max = kDominantColours;
  api::rekognition::GeneralLabelsSettings filters;
};
// InvalidParameterException for settings of a feature that is not asked for.
Result<LabelQuestion> label_question(const api::rekognition::DetectLabelsRequest& request);

// The most certain first. Every ancestor of a label is there too, as certain as its most certain descendant.
std::vector<api::rekognition::Label> labels_of(const engines::vision::Sight& sight, const LabelQuestion& question);

api::rekognition::DetectLabelsImageProperties image_properties(const engines::vision::Appearances& appearances,
                                                               size_t colours_max);

}  // namespace lightwell::rekognition
