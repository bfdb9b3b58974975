// DetectText reads what is written in a picture: up to a hundred words, and their lines.
// https://docs.aws.amazon.com/rekognition/latest/APIReference/API_DetectText.html

#include "services/rekognition/rekognition.h"
#include "services/rekognition/text_rules.h"

namespace lightwell::rekognition {

Task<Result<api::rekognition::DetectTextResponse>> RekognitionService::detect_text(
    const Call& call, api::rekognition::DetectTextRequest& request) {
  CO_CHECK(check_filters(request.filters));
  CO_TRY(const Seen seen, co_await look(call, request.image, {.text = true}));
  if (!seen.sight.text)
    co_return fail(
        not_ready(seen.sight, {engines::vision::Role::text_detection, engines::vision::Role::text_recognition}));
  co_return api::rekognition::DetectTextResponse{.text_detections = text_detections(*seen.sight.text, request.filters),
                                                 .text_model_version = kTextModelVersion};
}

}  // namespace lightwell::rekognition
