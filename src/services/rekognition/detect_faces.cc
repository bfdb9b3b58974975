// DetectFaces tells of the hundred largest faces of a picture.
// https://docs.aws.amazon.com/rekognition/latest/APIReference/API_DetectFaces.html

#include "services/rekognition/rekognition.h"

namespace lightwell::rekognition {

Task<Result<api::rekognition::DetectFacesResponse>> RekognitionService::detect_faces(
    const Call& call, api::rekognition::DetectFacesRequest& request) {
  const Attributes attributes = attributes_of(request.attributes);
  CO_TRY(const Seen seen, co_await look(call, request.image, {.faces = true, .face_attributes = attributes.any()}));
  CO_TRY(const std::vector<engines::vision::Face>* faces, faces_of(seen));
  api::rekognition::DetectFacesResponse response;
  auto& details = response.face_details.emplace();
  for (const auto& face : *faces) details.push_back(face_detail(face, attributes));
  co_return response;
}

}  // namespace lightwell::rekognition
