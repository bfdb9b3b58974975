#include "services/rekognition/moderation_rules.h"

#include <string_view>

#include "services/rekognition/face_rules.h"

namespace lightwell::rekognition {
namespace {

// On 120 harmless photos the suggestive class went up to .86; what is that wrong is not shown at its own word.
constexpr double kSuggestiveTrust = .55;

double probability(const std::vector<engines::vision::Label>& classes, std::string_view name) {
  for (const auto& label : classes) {
    if (label.name == name) return double(label.probability);
  }
  return 0;
}

api::rekognition::ModerationLabel label(const char* name, const char* parent, int32_t level, double confidence) {
  api::rekognition::ModerationLabel out;
  out.name = name;
  out.parent_name = parent;
  out.taxonomy_level = level;
  out.confidence = confidence;
  return out;
}

}  // namespace

std::vector<api::rekognition::ModerationLabel> moderation_labels(const std::vector<engines::vision::Label>& classes,
                                                                 double least) {
  const double is_explicit = percent(probability(classes, "porn") + probability(classes, "hentai"));
  const double is_suggestive = percent(probability(classes, "sexy") * kSuggestiveTrust);
  std::vector<api::rekognition::ModerationLabel> out;
  if (is_explicit >= least && is_explicit > 0) {
    out.push_back(label("Explicit Nudity", "Explicit", 2, is_explicit));
    out.push_back(label("Explicit", "", 1, is_explicit));
  }
  if (is_suggestive >= least && is_suggestive > 0) {
    out.push_back(label("Non-Explicit Nudity of Intimate parts and Kissing", "", 1, is_suggestive));
  }
  return out;
}

}  // namespace lightwell::rekognition
