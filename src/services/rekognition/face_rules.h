// Faces as Amazon describes them, and which are good enough.
// https://docs.aws.amazon.com/rekognition/latest/APIReference/API_FaceDetail.html

#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include "api/rekognition/types.h"
#include "base/result.h"
#include "engines/vision/sight.h"
#include "services/rekognition/collection.h"
#include "services/rekognition/eyes.h"

namespace lightwell::rekognition {

// What is told of a face beyond its place, landmarks, pose and quality. Amazon knows more (beards, glasses, what hides
// a face, where the eyes look): no model here tells, and their fields stay absent.
struct Attributes {
  bool age_range = false;
  bool emotions = false;
  bool eyes_open = false;
  bool gender = false;
  bool mouth_open = false;
  bool smile = false;

  bool any() const { return age_range || emotions || eyes_open || gender || mouth_open || smile; }
};
Attributes attributes_of(const std::optional<std::vector<std::string>>& asked);

// All faces that were looked for. ResourceNotReadyException names the model that is not there.
Result<const std::vector<engines::vision::Face>*> faces_of(const Seen& seen);
// The same, where vectors are needed. A face that is turned away has none even so.
Result<const std::vector<engines::vision::Face>*> known_faces_of(const Seen& seen);
// Which of these models is missing for something that was wanted.
Error not_ready(const engines::vision::Sight& sight, std::initializer_list<engines::vision::Role> roles);

api::rekognition::FaceDetail face_detail(const engines::vision::Face& face, const Attributes& attributes);
api::rekognition::ComparedFace compared_face(const engines::vision::Face& face);
api::rekognition::Face face_record(const StoredFace& face);

Box box_of(const engines::vision::Box& box);
api::rekognition::BoundingBox bounding_box(const Box& box);
// The overlap of two boxes as a share of their union.
double likeness(const Box& a, const Box& b);

inline double percent(double share) { return share < 0 ? 0 : share > 1 ? 100 : share * 100; }

// A bar of quality: NONE lets all pass, AUTO is the bar that IndexFaces chooses itself.
enum class QualityBar { none, low, medium, high };
// `otherwise`: where nothing was asked.
QualityBar quality_bar(const std::optional<std::string>& filter, QualityBar otherwise);
// Why a face is below the bar, in Amazon's words; empty when it is not. `width` and `height`: of the picture, pixels.
std::vector<std::string> shortcomings(const engines::vision::Face& face, QualityBar bar, uint32_t width,
                                      uint32_t height);

}  // namespace lightwell::rekognition
