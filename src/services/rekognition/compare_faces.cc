// CompareFaces compares the largest face of one picture with every face of another.
// https://docs.aws.amazon.com/rekognition/latest/APIReference/API_CompareFaces.html

#include <algorithm>

#include "services/rekognition/rekognition.h"
#include "services/rekognition/search_rules.h"
#include "services/rekognition/vector_rules.h"

namespace lightwell::rekognition {
namespace {

using api::rekognition::CompareFacesRequest;
using api::rekognition::CompareFacesResponse;
using engines::vision::Face;

void sort_out(CompareFacesResponse& response, const Face& source, const std::vector<const Face*>& targets,
              double threshold, const SimilarityScale& scale) {
  const FaceVector wanted = normalised(source.embedding);
  auto& matches = response.face_matches.emplace();
  auto& others = response.unmatched_faces.emplace();
  for (const Face* target : targets) {
    // A face that is turned away is like nobody.
    const double similarity = scale.similarity_of(dot(wanted, normalised(target->embedding)));
    if (similarity < threshold) {
      others.push_back(compared_face(*target));
      continue;
    }
    auto& match = matches.emplace_back();
    match.similarity = similarity;
    match.face = compared_face(*target);
  }
  std::ranges::sort(matches, [](const auto& a, const auto& b) { return a.similarity > b.similarity; });
}

}  // namespace

Task<Result<CompareFacesResponse>> RekognitionService::compare_faces(const Call& call, CompareFacesRequest& request) {
  const engines::vision::Wanted wanted = {.faces = true, .face_embeddings = true};
  const QualityBar bar = quality_bar(request.quality_filter, QualityBar::none);
  CO_TRY(const Seen from, co_await look(call, request.source_image, wanted));
  CO_TRY(const Sought source, largest_face(from, bar));
  if (!source.face) co_return fail(errors::invalid_parameter_exception);
  CO_TRY(const Seen to, co_await look(call, request.target_image, wanted));
  CO_TRY(const std::vector<Face>* faces, known_faces_of(to));
  std::vector<const Face*> targets;
  for (const Face& face : *faces) {
    if (shortcomings(face, bar, to.width, to.height).empty()) targets.push_back(&face);
  }
  if (targets.empty()) co_return fail(errors::invalid_parameter_exception);

  CompareFacesResponse response;
  response.source_image_face.emplace();
  response.source_image_face->bounding_box = bounding_box(box_of(source.face->box));
  response.source_image_face->confidence = percent(double(source.face->confidence));
  sort_out(response, *source.face, targets, request.similarity_threshold.value_or(kMatchUsual), eyes_.scale());
  co_return response;
}

}  // namespace lightwell::rekognition
