// DetectLabels names what a picture shows, and tells its colours and quality.
// https://docs.aws.amazon.com/rekognition/latest/APIReference/API_DetectLabels.html

#include "services/rekognition/image_rules.h"
#include "services/rekognition/label_rules.h"
#include "services/rekognition/rekognition.h"

namespace lightwell::rekognition {

Task<Result<api::rekognition::DetectLabelsResponse>> RekognitionService::detect_labels(
    const Call& call, api::rekognition::DetectLabelsRequest& request) {
  CO_TRY(const LabelQuestion question, label_question(request));
  CO_TRY(const Seen seen, co_await look(call, request.image,
                                        {.objects = true,
                                         .labels = question.general_labels,
                                         .faces = question.general_labels,
                                         .appearances = question.image_properties}));
  CO_CHECK(check_largest(seen.width, seen.height));
  // Either of the two finds labels without the other.
  const bool is_blind = !seen.sight.objects && !seen.sight.labels;
  if (question.general_labels && is_blind)
    co_return fail(not_ready(seen.sight, {engines::vision::Role::objects, engines::vision::Role::image_labels}));

  api::rekognition::DetectLabelsResponse response{.label_model_version = kLabelModelVersion};
  response.labels.emplace();
  if (question.general_labels) response.labels = labels_of(seen.sight, question);
  if (question.image_properties && seen.sight.appearances) {
    response.image_properties = image_properties(*seen.sight.appearances, question.colours_max);
  }
  co_return response;
}

}  // namespace lightwell::rekognition
