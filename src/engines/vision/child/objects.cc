#include "engines/vision/child/objects.h"

#include "engines/vision/child/second_look.h"

namespace lightwell::engines::vision {
namespace {

constexpr float kJoinOverlap = .45f;
constexpr float kSecondWeight = .8f;  // the two err together now and then
constexpr float kCalibratedMax = .95f;
// Below what is told, for a second opinion may lift it.
constexpr float kFirstMin = .25f;
constexpr float kSecondMin = .2f;

bool is_sound(const Rect& rect) {
  return std::isfinite(rect.x0) && std::isfinite(rect.y0) && std::isfinite(rect.x1) && std::isfinite(rect.y1) &&
         rect.x1 > rect.x0 && rect.y1 > rect.y0;
}

void calibrate(std::vector<Detection>& detections, const Part& part, double scale, double offset) {
  scale = part.threshold("calibrate_scale", scale);
  offset = part.threshold("calibrate_offset", offset);
  for (Detection& one : detections) {
    one.score = float(std::clamp((double(one.score) - offset) * scale, 0.0, double(kCalibratedMax)));
  }
}

size_t classes_of(const Part& part, const Tensor& scores) {
  return part.names().empty() ? size_t(scores.shape.back()) : part.names().size();
}

std::vector<Detection> ask_ssd(const Picture& picture, const Part& part, float score_min) {
  const auto out = part.run(whole(picture, part.input()), int(part.input().height), int(part.input().width),
                            {{"boxes", {1, 0, 4}}, {"scores", {1, 0, 0}}});
  if (out[0].values.size() / 4 * classes_of(part, out[1]) != out[1].values.size()) {
    throw RoleAbsent(Role::objects, "its boxes and scores differ in number");
  }
  return suppress(read_ssd(out[0].values, out[1].values, score_min), float(part.threshold("overlap_same", .5)),
                  float(part.threshold("overlap_any", .7)), kObjectsMax);
}

std::vector<Detection> ask_second(const Picture& picture, const Part& part, const std::vector<std::string>& names) {
  const auto out = part.run(whole(picture, part.input()), int(part.input().height), int(part.input().width),
                            {{"detections", {1, 0, 6}}});
  const std::vector<int> index_of = same_names(part.names(), names);
  std::vector<Detection> kept;
  for (Detection one : read_centernet(out[0].values, float(part.input().width), kSecondMin)) {
    if (one.index >= index_of.size() || index_of[one.index] < 0) continue;
    one.index = uint32_t(index_of[one.index]);
    kept.push_back(one);
  }
  calibrate(kept, part, 1.1, .15);
  return kept;
}

}  // namespace

std::vector<Detection> read_ssd(std::span<const float> boxes, std::span<const float> scores, float score_min) {
  std::vector<Detection> found;
  const size_t count = boxes.size() / 4;
  const size_t classes = count == 0 ? 0 : scores.size() / count;
  for (size_t i = 0; i < count * classes; ++i) {
    if (!(scores[i] >= score_min)) continue;
    const float* box = &boxes[i / classes * 4];
    const Rect rect = {box[1], box[0], box[3], box[2]};
    if (is_sound(rect)) found.push_back({rect, std::min(scores[i], 1.f), uint32_t(i % classes)});
  }
  return found;
}

std::vector<Detection> read_centernet(std::span<const float> rows, float side, float score_min) {
  std::vector<Detection> found;
  for (size_t i = 0; i + 6 <= rows.size(); i += 6) {
    const float* row = &rows[i];
    const Rect rect = {row[0] / side, row[1] / side, row[2] / side, row[3] / side};
    if (!(row[4] >= score_min) || !is_sound(rect) || !(row[5] >= 0 && row[5] < float(kClassesMax))) continue;
    found.push_back({rect, std::min(row[4], 1.f), uint32_t(row[5] + .5f)});
  }
  return found;
}

std::vector<int> same_names(const std::vector<std::string>& from, const std::vector<std::string>& to) {
  std::vector<int> index;
  for (const std::string& name : from) {
    const auto found = name.empty() ? to.end() : std::ranges::find(to, name);
    index.push_back(found == to.end() ? -1 : int(found - to.begin()));
  }
  return index;
}

std::vector<Detection> joined(std::vector<Detection> first, const std::vector<Detection>& second) {
  const size_t own = first.size();
  for (const Detection& other : second) {
    auto same = std::ranges::find_if(first.begin(), first.begin() + ptrdiff_t(own), [&](const Detection& one) {
      return one.index == other.index && overlap(one.rect, other.rect) > kJoinOverlap;
    });
    if (same != first.begin() + ptrdiff_t(own)) {
      same->score = 1 - (1 - same->score) * (1 - other.score * kSecondWeight);
    } else {
      first.push_back(other);
    }
  }
  return first;
}

std::vector<Object> see_objects(const Picture& picture, Parts& parts, Absences& absences) {
  const Part& part = parts.get(Role::objects);
  std::vector<Detection> found = ask_ssd(picture, part, kFirstMin);
  if (parts.has(Role::objects_second) && !part.names().empty()) {
    try {
      const auto second = ask_second(picture, parts.get(Role::objects_second), part.names());
      calibrate(found, part, .85, 0);
      found = suppress(joined(std::move(found), second), float(part.threshold("overlap_same", .5)),
                       float(part.threshold("overlap_any", .7)), kObjectsMax);
    } catch (const RoleAbsent& absent) {
      absences.add(absent);
    }
  }
  if (parts.has(Role::image_labels)) {
    try {
      found =
          suppress(parts.second_look().at(picture, std::move(found), part), float(part.threshold("overlap_same", .5)),
                   float(part.threshold("overlap_any", .7)), kObjectsMax);
    } catch (const RoleAbsent& absent) {
      absences.add(absent);
    }
  }
  std::vector<Object> objects;
  for (const Detection& one : found) {
    if (one.score < kObjectConfidenceMin) continue;
    // A class without a name is one the model has, but nobody wants.
    if (!part.names().empty() && (one.index >= part.names().size() || part.names()[one.index].empty())) continue;
    objects.push_back({.index = one.index, .confidence = one.score, .box = box_of(one.rect, 1, 1)});
  }
  return objects;
}

}  // namespace lightwell::engines::vision
