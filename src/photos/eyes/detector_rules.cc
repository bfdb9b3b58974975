#include "photos/eyes/detector_rules.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/text.h"
#include "photos/jobs/image_reader.h"

namespace lightwell::photos {
namespace {

namespace aws = api::rekognition;

constexpr size_t kInstancesMax = 100;  // of one label

Box box_of(const std::optional<aws::BoundingBox>& box) {
  if (!box) return {};
  // A face at the edge may reach beyond it.
  const double left = std::clamp(box->left.value_or(0), 0.0, 1.0);
  const double top = std::clamp(box->top.value_or(0), 0.0, 1.0);
  const double right = std::clamp(box->left.value_or(0) + box->width.value_or(0), left, 1.0);
  const double bottom = std::clamp(box->top.value_or(0) + box->height.value_or(0), top, 1.0);
  return {.left = left, .top = top, .width = right - left, .height = bottom - top};
}

template <class Named>
std::vector<std::string> names_of(const std::optional<std::vector<Named>>& list) {
  std::vector<std::string> names;
  if (!list) return names;
  for (const Named& one : *list) {
    if (one.name && !one.name->empty()) names.push_back(*one.name);
  }
  return names;
}

SeenLabel label_of(const aws::Label& label) {
  SeenLabel seen{.name = *label.name,
                 .confidence = label.confidence.value_or(0),
                 .parents = names_of(label.parents),
                 .categories = names_of(label.categories)};
  if (!label.instances) return seen;
  for (const aws::Instance& instance : *label.instances) {
    if (seen.instances.size() == kInstancesMax) break;
    if (instance.bounding_box) {
      seen.instances.push_back({box_of(instance.bounding_box), instance.confidence.value_or(seen.confidence)});
    }
  }
  return seen;
}

// A large, sharp face that looks at the camera stands for its person best.
double quality_of(const aws::FaceRecord& record, const Box& box, double confidence) {
  double quality = std::sqrt(std::max(box.width * box.height, 0.0)) * confidence / 100;
  if (!record.face_detail) return quality;
  const auto& detail = *record.face_detail;
  if (detail.quality) quality *= 0.5 + std::clamp(detail.quality->sharpness.value_or(50), 0.0, 100.0) / 200;
  if (detail.pose) {
    const double yaw = std::clamp(detail.pose->yaw.value_or(0), -90.0, 90.0);
    quality *= 0.4 + 0.6 * std::cos(yaw * std::numbers::pi / 180);
  }
  return quality;
}

}  // namespace

SeenPicture picture_in(const aws::DetectLabelsResponse& answer) {
  SeenPicture seen;
  if (answer.labels) {
    for (const aws::Label& label : *answer.labels) {
      if (label.name && !label.name->empty()) seen.labels.push_back(label_of(label));
    }
  }
  if (!answer.image_properties) return seen;
  const auto& properties = *answer.image_properties;
  if (properties.quality) {
    seen.quality = PictureQuality{.brightness = properties.quality->brightness.value_or(0),
                                  .sharpness = properties.quality->sharpness.value_or(0),
                                  .contrast = properties.quality->contrast.value_or(0)};
  }
  if (!properties.dominant_colors) return seen;
  for (const aws::DominantColor& colour : *properties.dominant_colors) {
    if (!colour.hex_code) continue;
    const std::string hex = colour.hex_code->starts_with('#') ? *colour.hex_code : '#' + *colour.hex_code;
    seen.colours.push_back({.hex = to_lower(hex),
                            .name = colour.simplified_color.value_or(colour.css_color.value_or("")),
                            .percent = colour.pixel_percent.value_or(0)});
  }
  return seen;
}

std::vector<SeenText> texts_in(const aws::DetectTextResponse& answer) {
  std::vector<SeenText> texts;
  if (!answer.text_detections) return texts;
  for (const aws::TextDetection& text : *answer.text_detections) {
    if (text.type.value_or("") != "LINE" || text.detected_text.value_or("").empty()) continue;
    texts.push_back({.text = *text.detected_text,
                     .confidence = text.confidence.value_or(0),
                     .box = text.geometry ? box_of(text.geometry->bounding_box) : Box{}});
  }
  return texts;
}

std::vector<SeenFace> faces_in(const aws::IndexFacesResponse& answer) {
  std::vector<SeenFace> faces;
  if (!answer.face_records) return faces;
  for (const aws::FaceRecord& record : *answer.face_records) {
    if (!record.face || !record.face->face_id) continue;
    SeenFace face{.service_id = *record.face->face_id,
                  .box = box_of(record.face->bounding_box),
                  .confidence = record.face->confidence.value_or(0)};
    face.quality = quality_of(record, face.box, face.confidence);
    faces.push_back(std::move(face));
  }
  return faces;
}

std::vector<FaceMatch> matches_in(const aws::SearchFacesResponse& answer) {
  std::vector<FaceMatch> matches;
  if (!answer.face_matches) return matches;
  for (const aws::FaceMatch& match : *answer.face_matches) {
    if (!match.face || !match.face->face_id) continue;
    matches.push_back({.service_id = *match.face->face_id,
                       .photo_id = match.face->external_image_id.value_or(""),
                       .similarity = match.similarity.value_or(0)});
  }
  std::ranges::stable_sort(matches, std::greater{}, &FaceMatch::similarity);
  return matches;
}

FaceList list_in(const aws::ListFacesResponse& answer) {
  FaceList list{.next = answer.next_token};
  if (!answer.faces) return list;
  for (const aws::Face& face : *answer.faces) {
    if (face.face_id) list.faces.push_back({*face.face_id, face.external_image_id.value_or("")});
  }
  return list;
}

Error detector_failure(Error failed) {
  const std::string_view code = failed.kind->code;
  std::string words = std::string(code) + ": " + failed.message + " " + failed.log_words;
  const auto as = [&words](const ErrorKind& kind) { return error(kind).log(std::move(words)); };
  if (failed.kind == &lightwell::errors::stopped || failed.kind == &lightwell::errors::slow_down) return failed;
  if (code == "ResourceNotReadyException") return error(errors::models_missing, failed.message).log(std::move(words));
  if (code == "NotImplemented") return as(errors::models_missing);
  if (code == "ThrottlingException" || code == "ProvisionedThroughputExceededException")
    return as(lightwell::errors::slow_down);
  if (code == "InvalidImageFormatException" || code == "ImageTooLargeException") {
    return error(errors::bad_picture, "This picture could not be analysed.").log(std::move(words));
  }
  if (code == "InvalidParameterException" || code == "ValidationException") {
    return error(errors::bad_picture, "This picture could not be analysed: the service that looks at it refuses it.")
        .log(std::move(words));
  }
  return error(errors::reader_failed, "This picture could not be analysed: the service that looks at it failed.")
      .log(std::move(words));
}

}  // namespace lightwell::photos
