#include "services/rekognition/face_rules.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "services/rekognition/collection_rules.h"
#include "services/rekognition/errors.h"

namespace lightwell::rekognition {
namespace {

namespace aws = api::rekognition;
using engines::vision::Face;
using engines::vision::Role;

// By engines::vision::Landmark.
constexpr std::array<const char*, engines::vision::kLandmarks> kLandmarkNames = {
    "eyeLeft",          "eyeRight",      "mouthLeft",        "mouthRight",        "nose",           "leftEyeBrowLeft",
    "leftEyeBrowRight", "leftEyeBrowUp", "rightEyeBrowLeft", "rightEyeBrowRight", "rightEyeBrowUp", "leftEyeLeft",
    "leftEyeRight",     "leftEyeUp",     "leftEyeDown",      "rightEyeLeft",      "rightEyeRight",  "rightEyeUp",
    "rightEyeDown",     "noseLeft",      "noseRight",        "mouthUp",           "mouthDown",      "upperJawlineLeft",
    "midJawlineLeft",   "chinBottom",    "midJawlineRight",  "upperJawlineRight"};

// By engines::vision::Emotion.
constexpr std::array<const char*, engines::vision::kEmotions> kEmotionNames = {"ANGRY", "DISGUSTED", "FEAR", "HAPPY",
                                                                               "SAD",   "SURPRISED", "CALM"};

struct Limits {
  double confidence;             // 0 to 1
  double side;                   // pixels of the shorter side of the box
  double yaw, pitch;             // degrees either way
  double brightness, sharpness;  // 0 to 100
};

const Limits& limits_of(QualityBar bar) {
  static constexpr Limits kLow{.70, 24, 65, 50, 8, 3};
  static constexpr Limits kMedium{.80, 36, 55, 40, 15, 8};
  static constexpr Limits kHigh{.90, 60, 40, 30, 25, 25};
  return bar == QualityBar::high ? kHigh : bar == QualityBar::medium ? kMedium : kLow;
}

aws::Landmark landmark(const char* name, engines::vision::Point point) {
  aws::Landmark out;
  out.type = name;
  out.x = point.x;
  out.y = point.y;
  return out;
}

std::vector<aws::Landmark> landmarks(const Face& face, size_t count) {
  std::vector<aws::Landmark> out;
  for (size_t i = 0; i < count; ++i) out.push_back(landmark(kLandmarkNames[i], face.landmarks[i]));
  return out;
}

// Of a face that is turned away the mesh may see nothing: then only the place is known.
bool is_turned_away(const Face& face) {
  return std::ranges::all_of(face.landmarks, [](const auto& point) { return point == engines::vision::Point{}; });
}

aws::Pose pose(const Face& face) {
  aws::Pose out;
  out.roll = face.pose.roll;
  out.yaw = face.pose.yaw;
  out.pitch = face.pose.pitch;
  return out;
}

aws::ImageQuality quality(const Face& face) {
  aws::ImageQuality out;
  out.brightness = face.brightness;
  out.sharpness = face.sharpness;
  return out;
}

std::vector<aws::Emotion> emotions(const std::array<float, engines::vision::kEmotions>& shares) {
  std::vector<aws::Emotion> out;
  for (size_t i = 0; i < shares.size(); ++i) {
    aws::Emotion& emotion = out.emplace_back();
    emotion.type = kEmotionNames[i];
    emotion.confidence = percent(shares[i]);
  }
  std::ranges::sort(out, [](const auto& a, const auto& b) { return a.confidence > b.confidence; });
  return out;
}

template <class Answer>
std::optional<Answer> answer(bool is_asked, const std::optional<engines::vision::Opinion>& opinion) {
  if (!is_asked || !opinion) return std::nullopt;
  Answer out;
  out.value = opinion->value;
  out.confidence = percent(opinion->confidence);
  return out;
}

}  // namespace

Attributes attributes_of(const std::optional<std::vector<std::string>>& asked) {
  Attributes out;
  for (const std::string& name : asked.value_or(std::vector<std::string>{})) {
    const bool all = name == "ALL";
    out.age_range |= all || name == "AGE_RANGE";
    out.emotions |= all || name == "EMOTIONS";
    out.eyes_open |= all || name == "EYES_OPEN";
    out.gender |= all || name == "GENDER";
    out.mouth_open |= all || name == "MOUTH_OPEN";
    out.smile |= all || name == "SMILE";
  }
  return out;
}

Error not_ready(const engines::vision::Sight& sight, std::initializer_list<Role> roles) {
  for (const auto& absence : sight.absent) {
    if (std::ranges::find(roles, absence.role) != roles.end()) {
      return error(errors::resource_not_ready_exception, absence.words);
    }
  }
  return error(errors::resource_not_ready_exception, "A model that this needs is not installed.");
}

Result<const std::vector<Face>*> faces_of(const Seen& seen) {
  if (!seen.sight.faces) return fail(not_ready(seen.sight, {Role::face_detection, Role::face_mesh}));
  return &*seen.sight.faces;
}

Result<const std::vector<Face>*> known_faces_of(const Seen& seen) {
  TRY(const std::vector<Face>* faces, faces_of(seen));
  for (const auto& absence : seen.sight.absent) {
    if (absence.role == Role::face_embedding) return fail(not_ready(seen.sight, {Role::face_embedding}));
  }
  return faces;
}

aws::FaceDetail face_detail(const Face& face, const Attributes& attributes) {
  aws::FaceDetail out;
  out.bounding_box = bounding_box(box_of(face.box));
  out.confidence = percent(face.confidence);
  if (!is_turned_away(face)) {
    out.landmarks = landmarks(face, kLandmarkNames.size());
    out.pose = pose(face);
  }
  out.quality = quality(face);
  if (face.attributes && attributes.age_range) {
    out.age_range.emplace();
    out.age_range->low = face.attributes->age_low;
    out.age_range->high = face.attributes->age_high;
  }
  if (face.attributes && attributes.gender) {
    out.gender.emplace();
    out.gender->value = face.attributes->is_male.value ? "Male" : "Female";
    out.gender->confidence = percent(face.attributes->is_male.confidence);
  }
  if (face.emotions && attributes.emotions) out.emotions = emotions(*face.emotions);
  out.smile = answer<aws::Smile>(attributes.smile, face.smile);
  out.mouth_open = answer<aws::MouthOpen>(attributes.mouth_open, face.mouth_open);
  out.eyes_open = answer<aws::EyeOpen>(attributes.eyes_open, face.eyes_open);
  return out;
}

aws::ComparedFace compared_face(const Face& face) {
  constexpr size_t kFew = 5;  // eyes, corners of the mouth, nose
  aws::ComparedFace out;
  out.bounding_box = bounding_box(box_of(face.box));
  out.confidence = percent(face.confidence);
  if (!is_turned_away(face)) {
    out.landmarks = landmarks(face, kFew);
    out.pose = pose(face);
  }
  out.quality = quality(face);
  return out;
}

aws::Face face_record(const StoredFace& face) {
  aws::Face out;
  out.face_id = face.face_id;
  out.bounding_box = bounding_box(face.box);
  out.image_id = face.image_id;
  if (!face.external_image_id.empty()) out.external_image_id = face.external_image_id;
  out.confidence = face.confidence;
  out.index_faces_model_version = kFaceModelVersion;
  if (!face.user_id.empty()) out.user_id = face.user_id;
  return out;
}

Box box_of(const engines::vision::Box& box) { return {box.left, box.top, box.width, box.height}; }

aws::BoundingBox bounding_box(const Box& box) {
  aws::BoundingBox out;
  out.left = box.left;
  out.top = box.top;
  out.width = box.width;
  out.height = box.height;
  return out;
}

double likeness(const Box& a, const Box& b) {
  const double width = std::min(a.left + a.width, b.left + b.width) - std::max(a.left, b.left);
  const double height = std::min(a.top + a.height, b.top + b.height) - std::max(a.top, b.top);
  if (width <= 0 || height <= 0) return 0;
  const double both = width * height;
  return both / (a.area() + b.area() - both);
}

QualityBar quality_bar(const std::optional<std::string>& filter, QualityBar otherwise) {
  if (!filter) return otherwise;
  if (*filter == "LOW") return QualityBar::low;
  if (*filter == "MEDIUM" || *filter == "AUTO") return QualityBar::medium;
  if (*filter == "HIGH") return QualityBar::high;
  return QualityBar::none;
}

std::vector<std::string> shortcomings(const Face& face, QualityBar bar, uint32_t width, uint32_t height) {
  std::vector<std::string> reasons;
  if (bar == QualityBar::none) return reasons;
  const Limits& limits = limits_of(bar);
  const double side = std::min(double(face.box.width) * width, double(face.box.height) * height);
  if (std::abs(face.pose.yaw) > limits.yaw || std::abs(face.pose.pitch) > limits.pitch) {
    reasons.emplace_back("EXTREME_POSE");
  }
  if (face.brightness < limits.brightness) reasons.emplace_back("LOW_BRIGHTNESS");
  if (face.sharpness < limits.sharpness) reasons.emplace_back("LOW_SHARPNESS");
  if (face.confidence < limits.confidence) reasons.emplace_back("LOW_CONFIDENCE");
  if (side < limits.side) reasons.emplace_back("SMALL_BOUNDING_BOX");
  return reasons;
}

}  // namespace lightwell::rekognition
