#include "engines/vision/child/second_look.h"

#include <numeric>

namespace lightwell::engines::vision {
namespace {

constexpr float kAround = 1.1f;      // of a box's sides
constexpr float kAroundFace = 1.3f;  // of a face's longer side
constexpr float kHardly = .1f;       // below it the second model does not see the class at all
constexpr float kClearly = .5f;      // from it on it clearly sees another
constexpr float kScoreMax = .99f;
constexpr float kWorthALook = .5f;  // a box that cannot come to this stays as it is

Rect grown(const Rect& rect, float width, float height) {
  const Point centre = rect.centre();
  return {centre.x - width / 2, centre.y - height / 2, centre.x + width / 2, centre.y + height / 2};
}

Rect within(const Rect& rect, const Picture& picture) {
  const float width = float(picture.width);
  const float height = float(picture.height);
  Rect cut = {std::clamp(rect.x0, 0.f, width - 2), std::clamp(rect.y0, 0.f, height - 2),
              std::clamp(rect.x1, 2.f, width), std::clamp(rect.y1, 2.f, height)};
  cut.x1 = std::max(cut.x1, cut.x0 + 2);
  cut.y1 = std::max(cut.y1, cut.y0 + 2);
  return cut;
}

}  // namespace

Kinds::Kinds(const std::vector<std::vector<std::string>>& kinds_of_classes) {
  for (size_t i = 0; i < kinds_of_classes.size(); ++i) {
    for (const std::string& kind : kinds_of_classes[i]) {
      std::vector<uint32_t>& classes = classes_[kind];
      if (classes.empty() || classes.back() != i) classes.push_back(uint32_t(i));
    }
  }
}

std::vector<uint32_t> Kinds::classes(const std::vector<std::string>& kinds) const {
  std::vector<uint32_t> all;
  for (const std::string& kind : kinds) {
    const auto found = classes_.find(kind);
    if (found != classes_.end()) all.insert(all.end(), found->second.begin(), found->second.end());
  }
  std::ranges::sort(all);
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

float share_of(std::span<const float> probabilities, std::span<const uint32_t> classes) {
  float sum = 0;
  for (const uint32_t index : classes) {
    if (index < probabilities.size()) sum += probabilities[index];
  }
  return sum;
}

Detection reconsidered(Detection one, bool is_animal, const SecondOpinion& opinion, float base) {
  float own = opinion.own;
  if (is_animal && own < kHardly && opinion.other_share >= kClearly) {
    one.index = opinion.other;
    own = opinion.other_share;
  }
  one.score = std::min(kScoreMax, one.score * (base + own));
  return one;
}

SecondLook::SecondLook(const Part& classifier)
    : classifier_(classifier), kinds_(classifier.kinds()), animals_(kinds_.classes({"animal"})) {}

std::vector<float> SecondLook::look(const Picture& picture, const Rect& rect) const {
  const ModelInput& input = classifier_.input();
  auto out = classifier_.run(stretch(picture, rect, int(input.width), int(input.height), input, edges_of(picture)),
                             int(input.height), int(input.width), {{"probabilities", {1, 0}}});
  for (float& value : out[0].values) value = std::isfinite(value) ? std::clamp(value, 0.f, 1.f) : 0;
  return std::move(out[0].values);
}

std::vector<Detection> SecondLook::at(const Picture& picture, std::vector<Detection> found, const Part& objects) const {
  if (kinds_.empty()) return found;
  std::vector<std::vector<uint32_t>> classes_of;  // of the detector's classes, those of the second model
  for (const auto& kinds : objects.kinds()) classes_of.push_back(kinds_.classes(kinds));
  const auto is_animal = [&](uint32_t index) {
    return !classes_of[index].empty() && std::ranges::includes(animals_, classes_of[index]);
  };
  const float base = float(objects.threshold("look_base", .56));
  const float width = float(picture.width);
  const float height = float(picture.height);
  std::ranges::stable_sort(found, std::greater(), &Detection::score);
  size_t looks = 0;
  for (Detection& one : found) {
    if (one.index >= classes_of.size() || classes_of[one.index].empty()) continue;
    if (looks == kSecondLooksMax || one.score * (base + 1) < kWorthALook) continue;
    ++looks;
    const Rect box = {one.rect.x0 * width, one.rect.y0 * height, one.rect.x1 * width, one.rect.y1 * height};
    const auto seen = look(picture, within(grown(box, box.width() * kAround, box.height() * kAround), picture));
    SecondOpinion opinion = {.own = share_of(seen, classes_of[one.index])};
    for (uint32_t i = 0; i < classes_of.size(); ++i) {
      if (!is_animal(i)) continue;
      const float share = share_of(seen, classes_of[i]);
      if (share > opinion.other_share) opinion = {opinion.own, i, share};
    }
    one = reconsidered(one, is_animal(one.index), opinion, base);
  }
  return found;
}

bool SecondLook::is_animal(const Picture& picture, const Rect& face) const {
  if (animals_.empty()) return false;
  const float side = std::max(face.width(), face.height()) * kAroundFace;
  const auto seen = look(picture, grown(face, side, side));
  return share_of(seen, animals_) >= float(classifier_.threshold("animal", .6));
}

}  // namespace lightwell::engines::vision
