// What the moderation model's five classes are called in Amazon's taxonomy, version 7.
//
// The model tells drawings, neutral pictures, pornography (photographed or drawn) and the suggestive apart, no more:
// of Amazon's categories violence, drugs, alcohol, gambling, hate symbols and all finer ones are never answered.
// https://docs.aws.amazon.com/rekognition/latest/dg/moderation-api.html

#pragma once

#include <vector>

#include "api/rekognition/types.h"
#include "engines/vision/sight.h"

namespace lightwell::rekognition {

inline constexpr const char* kModerationModelVersion = "7.0";
inline constexpr double kModerationConfidenceMin = 50;  // where a request names none

// `least`: confidence, 0 to 100.
std::vector<api::rekognition::ModerationLabel> moderation_labels(const std::vector<engines::vision::Label>& classes,
                                                                 double least);

}  // namespace lightwell::rekognition
