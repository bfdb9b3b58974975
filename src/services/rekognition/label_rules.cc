#include "services/rekognition/label_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "services/rekognition/errors.h"
#include "services/rekognition/face_rules.h"
#include "services/rekognition/taxonomy.h"

namespace lightwell::rekognition {
namespace {

namespace aws = api::rekognition;
namespace vision = engines::vision;

struct Found {
  const LabelEntry* entry = nullptr;
  double confidence = 0;
  std::vector<aws::Instance> instances;
};
using Findings = std::map<std::string_view, Found>;

Found* note(Findings& findings, const LabelEntry* entry, double confidence) {
  if (entry == nullptr) return nullptr;
  for (const std::string_view ancestor : entry->ancestors) {
    Found& found = findings[ancestor];
    found.entry = find_label(ancestor);
    found.confidence = std::max(found.confidence, confidence);
  }
  Found& found = findings[entry->name];
  found.entry = entry;
  found.confidence = std::max(found.confidence, confidence);
  return &found;
}

aws::Instance instance(const vision::Box& box, double confidence) {
  aws::Instance out;
  out.bounding_box = bounding_box(box_of(box));
  out.confidence = confidence;
  return out;
}

// Amazon asks for 55 and more where a request says nothing; the models' boxes are best believed from .5 on.
double on_amazons_scale(double confidence) {
  constexpr double kBest = .5;
  if (confidence < kBest) return confidence / kBest * kLabelConfidenceMin;
  return kLabelConfidenceMin + (confidence - kBest) / (1 - kBest) * (100 - kLabelConfidenceMin);
}

// A thousand classes share one certainty: a beach with a boat is .5 each, and both are right. What is plain among them
// counts for more than its share.
double certainty(double probability) {
  const double p = std::clamp(probability, 0.0, 1.0);
  return 100 * (1 - (1 - p) * (1 - p));
}

// The classes of the whole picture share its probability: a dog that may be of five breeds is surely a dog. So each
// label has what all the classes below it have together.
void note_classes(Findings& findings, const std::vector<vision::Label>& classes) {
  std::map<std::string_view, double> sums;
  for (const vision::Label& label : classes) {
    const LabelEntry* entry = label_of_class(label.name, label.index);
    if (entry == nullptr) continue;
    sums[entry->name] += double(label.probability);
    for (const std::string_view ancestor : entry->ancestors) sums[ancestor] += double(label.probability);
  }
  for (const auto& [name, sum] : sums) note(findings, find_label(name), certainty(sum));
}

Findings findings_of(const vision::Sight& sight) {
  Findings findings;
  for (const vision::Object& object : sight.objects.value_or(std::vector<vision::Object>{})) {
    const double confidence = on_amazons_scale(double(object.confidence));
    if (Found* found = note(findings, label_of_class(object.name, object.index), confidence)) {
      found->instances.push_back(instance(object.box, confidence));
    }
  }
  note_classes(findings, sight.labels.value_or(std::vector<vision::Label>{}));
  for (const vision::Face& face : sight.faces.value_or(std::vector<vision::Face>{})) {
    note(findings, find_label("Face"), percent(double(face.confidence)));
  }
  return findings;
}

template <class List>
bool names(const std::optional<std::vector<std::string>>& filter, const List& wanted) {
  return std::ranges::any_of(*filter,
                             [&](const std::string& name) { return std::ranges::find(wanted, name) != wanted.end(); });
}

bool passes(const LabelEntry& entry, const aws::GeneralLabelsSettings& filters) {
  const std::vector<std::string_view> name = {entry.name}, category = {entry.category};
  const auto given = [](const auto& filter) { return filter && !filter->empty(); };
  if (given(filters.label_exclusion_filters) && names(filters.label_exclusion_filters, name)) return false;
  if (given(filters.label_category_exclusion_filters) && names(filters.label_category_exclusion_filters, category)) {
    return false;
  }
  const bool by_name = given(filters.label_inclusion_filters);
  const bool by_category = given(filters.label_category_inclusion_filters);
  if (!by_name && !by_category) return true;
  return (by_name && names(filters.label_inclusion_filters, name)) ||
         (by_category && names(filters.label_category_inclusion_filters, category));
}

aws::Label label(Found found) {
  aws::Label out;
  out.name = std::string(found.entry->name);
  out.confidence = found.confidence;
  std::ranges::sort(found.instances, [](const auto& a, const auto& b) { return a.confidence > b.confidence; });
  out.instances = std::move(found.instances);
  auto& parents = out.parents.emplace();
  for (const std::string_view parent : found.entry->ancestors) parents.emplace_back().name = std::string(parent);
  auto& aliases = out.aliases.emplace();
  for (const std::string_view alias : found.entry->aliases) aliases.emplace_back().name = std::string(alias);
  out.categories.emplace().emplace_back().name = std::string(found.entry->category);
  return out;
}

std::vector<aws::DominantColor> colours(const vision::Appearance& appearance, size_t max) {
  std::vector<aws::DominantColor> out;
  for (const vision::Colour& colour : appearance.colours) {
    if (out.size() == max) break;
    aws::DominantColor& shown = out.emplace_back();
    shown.red = colour.red;
    shown.green = colour.green;
    shown.blue = colour.blue;
    shown.hex_code = fmt::format("#{:02x}{:02x}{:02x}", colour.red, colour.green, colour.blue);
    shown.css_color = colour.css_name;
    shown.simplified_color = colour.simple_name;
    shown.pixel_percent = percent(double(colour.share));
  }
  return out;
}

aws::DetectLabelsImageQuality quality(const vision::Appearance& appearance) {
  aws::DetectLabelsImageQuality out;
  out.brightness = appearance.quality.brightness;
  out.sharpness = appearance.quality.sharpness;
  out.contrast = appearance.quality.contrast;
  return out;
}

}  // namespace

Result<LabelQuestion> label_question(const aws::DetectLabelsRequest& request) {
  LabelQuestion question;
  const auto features = request.features.value_or(std::vector<std::string>{});
  const auto asks = [&](const char* name) { return std::ranges::find(features, name) != features.end(); };
  question.image_properties = asks("IMAGE_PROPERTIES");
  question.general_labels = features.empty() || asks("GENERAL_LABELS");
  const auto& settings = request.settings;
  const bool has_label_settings =
      request.max_labels || request.min_confidence || (settings && settings->general_labels);
  if (has_label_settings && !question.general_labels) return fail(errors::invalid_parameter_exception);
  if (settings && settings->image_properties && !question.image_properties) {
    return fail(errors::invalid_parameter_exception);
  }
  question.confidence_min = request.min_confidence.value_or(kLabelConfidenceMin);
  question.labels_max = size_t(std::clamp(request.max_labels.value_or(kLabelsMax), 0, kLabelsMax));
  if (settings && settings->general_labels) question.filters = *settings->general_labels;
  if (settings && settings->image_properties) {
    question.colours_max = size_t(settings->image_properties->max_dominant_colors.value_or(kDominantColours));
  }
  return question;
}

std::vector<aws::Label> labels_of(const vision::Sight& sight, const LabelQuestion& question) {
  std::vector<Found> chosen;
  for (auto& [name, found] : findings_of(sight)) {
    if (found.confidence < question.confidence_min || !passes(*found.entry, question.filters)) continue;
    std::erase_if(found.instances, [&](const auto& one) { return one.confidence < question.confidence_min; });
    chosen.push_back(std::move(found));
  }
  std::ranges::sort(chosen, [](const Found& a, const Found& b) {
    return a.confidence != b.confidence ? a.confidence > b.confidence : a.entry->name < b.entry->name;
  });
  if (chosen.size() > question.labels_max) chosen.resize(question.labels_max);
  std::vector<aws::Label> out;
  for (Found& found : chosen) out.push_back(label(std::move(found)));
  return out;
}

aws::DetectLabelsImageProperties image_properties(const vision::Appearances& appearances, size_t colours_max) {
  aws::DetectLabelsImageProperties out;
  out.quality = quality(appearances.whole);
  out.dominant_colors = colours(appearances.whole, colours_max);
  if (appearances.foreground) {
    out.foreground.emplace();
    out.foreground->quality = quality(*appearances.foreground);
    out.foreground->dominant_colors = colours(*appearances.foreground, colours_max);
  }
  if (appearances.background) {
    out.background.emplace();
    out.background->quality = quality(*appearances.background);
    out.background->dominant_colors = colours(*appearances.background, colours_max);
  }
  return out;
}

}  // namespace lightwell::rekognition
