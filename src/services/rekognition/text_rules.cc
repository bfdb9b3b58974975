#include "services/rekognition/text_rules.h"

#include <algorithm>
#include <cmath>

#include "services/rekognition/errors.h"
#include "services/rekognition/face_rules.h"

namespace lightwell::rekognition {
namespace {

namespace aws = api::rekognition;
namespace vision = engines::vision;

constexpr size_t kPolygonMax = 10;

using Polygon = std::vector<vision::Point>;

double area_of(const Polygon& polygon) {
  double sum = 0;
  for (size_t i = 0; i < polygon.size(); ++i) {
    const vision::Point &a = polygon[i], &b = polygon[(i + 1) % polygon.size()];
    sum += double(a.x) * double(b.y) - double(b.x) * double(a.y);
  }
  return std::abs(sum) / 2;
}

// What is left of a polygon on one side of a line across (or down) the picture.
Polygon cut(const Polygon& polygon, float vision::Point::* along, double limit, bool keeps_less) {
  const auto keeps = [&](const vision::Point& p) { return keeps_less ? p.*along <= limit : p.*along >= limit; };
  Polygon out;
  for (size_t i = 0; i < polygon.size(); ++i) {
    const vision::Point &from = polygon[i], &to = polygon[(i + 1) % polygon.size()];
    if (keeps(from)) out.push_back(from);
    if (keeps(from) == keeps(to)) continue;
    const double t = (limit - double(from.*along)) / (double(to.*along) - double(from.*along));
    out.push_back({float(from.x + t * (to.x - from.x)), float(from.y + t * (to.y - from.y))});
  }
  return out;
}

Polygon polygon_of(const aws::RegionOfInterest& region) {
  Polygon out;
  if (region.polygon) {
    for (const aws::Point& point : *region.polygon) out.push_back({float(*point.x), float(*point.y)});
    return out;
  }
  const aws::BoundingBox& box = *region.bounding_box;
  const float left = float(*box.left), top = float(*box.top);
  const float right = left + float(*box.width), bottom = top + float(*box.height);
  return {{left, top}, {right, top}, {right, bottom}, {left, bottom}};
}

bool is_ratio(const std::optional<double>& value) { return value && *value >= 0 && *value <= 1; }

bool is_region(const aws::RegionOfInterest& region) {
  if (region.polygon.has_value() == region.bounding_box.has_value()) return false;
  if (region.bounding_box) {
    const aws::BoundingBox& box = *region.bounding_box;
    const bool inside = is_ratio(box.left) && is_ratio(box.top) && is_ratio(box.width) && is_ratio(box.height);
    return inside && *box.width > 0 && *box.height > 0 && *box.left + *box.width <= 1 && *box.top + *box.height <= 1;
  }
  const auto& points = *region.polygon;
  return points.size() >= 3 && points.size() <= kPolygonMax &&
         std::ranges::all_of(points, [](const aws::Point& point) { return is_ratio(point.x) && is_ratio(point.y); });
}

// Which words a request wants.
class WordFilter {
 public:
  explicit WordFilter(const std::optional<aws::DetectTextFilters>& filters) {
    if (!filters) return;
    if (filters->word_filter) words_ = *filters->word_filter;
    if (!filters->regions_of_interest) return;
    for (const aws::RegionOfInterest& region : *filters->regions_of_interest) regions_.push_back(polygon_of(region));
  }

  bool takes(const vision::TextWord& word) const {
    if (percent(word.confidence) < words_.min_confidence.value_or(0)) return false;
    if (double(word.box.height) < words_.min_bounding_box_height.value_or(0)) return false;
    if (double(word.box.width) < words_.min_bounding_box_width.value_or(0)) return false;
    if (regions_.empty()) return true;
    return std::ranges::any_of(regions_, [&](const Polygon& region) { return share_inside(word.box, region) > .5; });
  }

 private:
  aws::DetectionFilter words_;
  std::vector<Polygon> regions_;
};

aws::TextDetection detection(const std::string& text, const char* type, int32_t id, float confidence,
                             const vision::Box& box, const std::array<vision::Point, 4>& corners) {
  aws::TextDetection out;
  out.detected_text = text;
  out.type = type;
  out.id = id;
  out.confidence = percent(confidence);
  out.geometry.emplace();
  out.geometry->bounding_box = bounding_box(box_of(box));
  auto& polygon = out.geometry->polygon.emplace();
  for (const vision::Point& corner : corners) {
    aws::Point& point = polygon.emplace_back();
    point.x = corner.x;
    point.y = corner.y;
  }
  return out;
}

}  // namespace

double share_inside(const vision::Box& box, const std::vector<vision::Point>& polygon) {
  const double area = double(box.width) * double(box.height);
  if (area <= 0) return 0;
  Polygon rest = cut(polygon, &vision::Point::x, box.left, false);
  rest = cut(rest, &vision::Point::x, double(box.left) + double(box.width), true);
  rest = cut(rest, &vision::Point::y, box.top, false);
  rest = cut(rest, &vision::Point::y, double(box.top) + double(box.height), true);
  return area_of(rest) / area;
}

Result<void> check_filters(const std::optional<aws::DetectTextFilters>& filters) {
  if (!filters || !filters->regions_of_interest) return {};
  if (std::ranges::all_of(*filters->regions_of_interest, is_region)) return {};
  return fail(errors::invalid_parameter_exception);
}

std::vector<aws::TextDetection> text_detections(const std::vector<vision::TextLine>& lines,
                                                const std::optional<aws::DetectTextFilters>& filters) {
  const WordFilter filter(filters);
  std::vector<aws::TextDetection> out, words;
  for (const vision::TextLine& line : lines) {
    const auto id = int32_t(out.size());
    const size_t before = words.size();
    for (const vision::TextWord& word : line.words) {
      if (words.size() == kWordsMax || !filter.takes(word)) continue;
      words.push_back(detection(word.text, "WORD", 0, word.confidence, word.box, word.corners));
      words.back().parent_id = id;
    }
    if (words.size() == before) continue;
    out.push_back(detection(line.text, "LINE", id, line.confidence, line.box, line.corners));
  }
  for (aws::TextDetection& word : words) {
    word.id = int32_t(out.size());
    out.push_back(std::move(word));
  }
  return out;
}

}  // namespace lightwell::rekognition
