// Rekognition's answers in the library's words, and whose fault its refusals are. Pure.

#pragma once

#include <vector>

#include "api/rekognition/types.h"
#include "base/error.h"
#include "photos/eyes/detector.h"
#include "photos/eyes/seen.h"
#include "photos/eyes/similarity.h"

namespace lightwell::photos {

SeenPicture picture_in(const api::rekognition::DetectLabelsResponse& answer);
std::vector<SeenText> texts_in(const api::rekognition::DetectTextResponse& answer);
std::vector<SeenFace> faces_in(const api::rekognition::IndexFacesResponse& answer);
std::vector<FaceMatch> matches_in(const api::rekognition::SearchFacesResponse& answer);
FaceList list_in(const api::rekognition::ListFacesResponse& answer);
Error detector_failure(Error failed);

}  // namespace lightwell::photos
