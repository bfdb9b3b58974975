// Things with their places: the two detectors' answers read, and made one.

#pragma once

#include <span>
#include <string>
#include <vector>

#include "engines/vision/child/geometry.h"
#include "engines/vision/child/parts.h"
#include "engines/vision/child/resample.h"

namespace lightwell::engines::vision {

inline constexpr size_t kObjectsMax = 100;

// An SSD's boxes (top, left, bottom, right, as ratios) and its scores, a row of classes for each box.
std::vector<Detection> read_ssd(std::span<const float> boxes, std::span<const float> scores, float score_min);
// A CenterNet's rows of left, top, right, bottom (pixels of `side`), score, class.
std::vector<Detection> read_centernet(std::span<const float> rows, float side, float score_min);

// Two opinions: what both see is surer than either says; what one alone sees keeps its own score. Classes are those of
// the first.
std::vector<Detection> joined(std::vector<Detection> first, const std::vector<Detection>& second);

// For each name of `from`, its index in `to`; -1 where it has none.
std::vector<int> same_names(const std::vector<std::string>& from, const std::vector<std::string>& to);

// Throws RoleAbsent without the first detector; goes on without the second.
std::vector<Object> see_objects(const Picture& picture, Parts& parts, Absences& absences);

}  // namespace lightwell::engines::vision
