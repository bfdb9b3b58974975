// DetectModerationLabels tells whether a picture shows what not everybody should see, as far as one model can.
// https://docs.aws.amazon.com/rekognition/latest/APIReference/API_DetectModerationLabels.html

#include "services/rekognition/image_rules.h"
#include "services/rekognition/moderation_rules.h"
#include "services/rekognition/rekognition.h"

namespace lightwell::rekognition {

Task<Result<api::rekognition::DetectModerationLabelsResponse>> RekognitionService::detect_moderation_labels(
    const Call& call, api::rekognition::DetectModerationLabelsRequest& request) {
  if (request.human_loop_config || request.project_version) {
    co_return fail(errors::not_implemented, "Human review and custom adapters are not implemented.");
  }
  CO_TRY(const Seen seen, co_await look(call, request.image, {.moderation = true}));
  CO_CHECK(check_largest(seen.width, seen.height));
  if (!seen.sight.moderation)
    co_return fail(
        not_ready(seen.sight, {engines::vision::Role::moderation, engines::vision::Role::moderation_second}));
  const double least = request.min_confidence.value_or(kModerationConfidenceMin);
  co_return api::rekognition::DetectModerationLabelsResponse{
      .moderation_labels = moderation_labels(*seen.sight.moderation, least),
      .moderation_model_version = kModerationModelVersion,
      .content_types = std::vector<api::rekognition::ContentType>{}};
}

}  // namespace lightwell::rekognition
