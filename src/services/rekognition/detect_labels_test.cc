#include "engines/image/image_report.h"
#include "services/rekognition/fixture.h"
#include "services/rekognition/image_rules.h"

namespace lightwell::rekognition {
namespace {

using namespace api::rekognition;

struct Looking : RekognitionFixture {
  Result<DetectLabelsResponse> labels(Image what) {
    DetectLabelsRequest request;
    request.image = std::move(what);
    return run(&RekognitionService::detect_labels, std::move(request));
  }
  static Image object(const std::string& bucket, const std::string& name) {
    Image out;
    out.s3_object.emplace();
    out.s3_object->bucket = bucket;
    out.s3_object->name = name;
    return out;
  }
  std::string given_dog() {
    std::string bytes = given_picture("dog", {});
    eyes.pictures[bytes].objects = {{.name = "dog", .confidence = .9f}};
    return bytes;
  }
};

}  // namespace

TEST_CASE_FIXTURE(Looking, "an object of S3 is read as the caller would read it") {
  s3.objects["photos/dog.jpg"] = given_dog();
  const auto found = labels(object("photos", "dog.jpg"));
  REQUIRE(found);
  CHECK(found->labels->size() == 5);
  CHECK(s3.last_account == kAlice);
  const auto missing = labels(object("photos", "cat.jpg"));
  CHECK_ERROR(missing, errors::invalid_s3_object_exception);
  CHECK(missing.error().message ==
        "Unable to get object metadata from S3. Check object key, region and/or access permissions.");
  Image version = object("photos", "dog.jpg");
  version.s3_object->version = "v1";
  REQUIRE(labels(version));
  CHECK(s3.last_version == "v1");
}

TEST_CASE_FIXTURE(Looking, "an object of another account is read there, for whoever may read it") {
  s3.objects["theirs/dog.jpg"] = given_dog();
  owners["theirs"] = kBob;
  REQUIRE(labels(object("theirs", "dog.jpg")));
  CHECK(s3.last_account == kBob);
}

TEST_CASE_FIXTURE(Looking, "an object that the caller's key may not read is not read") {
  s3.objects["private/dog.jpg"] = given_dog();
  forbidden_buckets.insert("private");
  CHECK_ERROR(labels(object("private", "dog.jpg")), errors::invalid_s3_object_exception);
  CHECK(s3.last_account.empty());
}

TEST_CASE_FIXTURE(Looking, "what is no picture, too large or too small is refused before anybody looks") {
  CHECK_ERROR(labels(image("GIF89a")), errors::invalid_image_format_exception);
  CHECK_ERROR(labels({}), errors::invalid_parameter_exception);
  s3.objects["photos/huge.jpg"] = "\xff\xd8\xff" + std::string(kObjectMax, 'x');
  CHECK_ERROR(labels(object("photos", "huge.jpg")), errors::image_too_large_exception);
  s3.objects["photos/empty.jpg"] = "";
  CHECK_ERROR(labels(object("photos", "empty.jpg")), errors::invalid_image_format_exception);
  CHECK(eyes.looks == 0);
  eyes.width = 40;
  CHECK_ERROR(labels(image(given_dog())), errors::invalid_parameter_exception);
  eyes.width = 12'000;
  CHECK_ERROR(labels(image(given_dog())), errors::image_too_large_exception);
}

TEST_CASE_FIXTURE(Looking, "each operation asks for no more than it needs") {
  REQUIRE(labels(image(given_dog())));
  CHECK(eyes.last_wanted == engines::vision::Wanted{.objects = true, .labels = true, .faces = true});
  DetectFacesRequest faces;
  faces.image = image(given_dog());
  REQUIRE(run(&RekognitionService::detect_faces, faces));
  CHECK(eyes.last_wanted == engines::vision::Wanted{.faces = true});
  faces.attributes = {"ALL"};
  REQUIRE(run(&RekognitionService::detect_faces, faces));
  CHECK(eyes.last_wanted == engines::vision::Wanted{.faces = true, .face_attributes = true});
}

TEST_CASE_FIXTURE(Looking, "a model that is not there is named") {
  eyes.is_blind = true;
  const std::string bytes = given_picture("any", {});
  eyes.pictures[bytes] = {};
  eyes.pictures[bytes].absent = {{engines::vision::Role::clip_image, "Something else."},
                                 {engines::vision::Role::objects, "Things in pictures are not found: no model."}};
  const auto refused = labels(image(bytes));
  CHECK_ERROR(refused, errors::resource_not_ready_exception);
  CHECK(refused.error().message == "Things in pictures are not found: no model.");
  DetectTextRequest text;
  text.image = image(bytes);
  CHECK_ERROR(run(&RekognitionService::detect_text, text), errors::resource_not_ready_exception);
  DetectModerationLabelsRequest moderation;
  moderation.image = image(bytes);
  CHECK_ERROR(run(&RekognitionService::detect_moderation_labels, moderation), errors::resource_not_ready_exception);
}

TEST_CASE_FIXTURE(Looking, "human review and adapters are refused by name") {
  DetectModerationLabelsRequest request;
  request.image = image(given_dog());
  request.project_version = "arn:aws:rekognition:us-east-1:111111111111:project/a/version/b/1";
  CHECK_ERROR(run(&RekognitionService::detect_moderation_labels, request), errors::not_implemented);
}

TEST_CASE("what engines say is said in Amazon's words") {
  CHECK(picture_error(error(lightwell::errors::slow_down)).kind == &errors::provisioned_throughput_exceeded_exception);
  CHECK(picture_error(error(lightwell::errors::stopped)).kind == &errors::throttling_exception);
  CHECK(in_amazons_words(error(lightwell::errors::slow_down)).kind == &errors::throttling_exception);
  CHECK(in_amazons_words(error(lightwell::errors::internal_error)).kind == &errors::internal_server_error);
  CHECK(in_amazons_words(error(store::errors::unique_violation)).kind == &store::errors::unique_violation);
  const Error broken = error(engines::error_kind(engines::ImageFailure::damaged), "the file is cut off");
  CHECK(picture_error(broken).kind == &errors::invalid_image_format_exception);
  const Error large = error(engines::error_kind(engines::ImageFailure::too_large));
  CHECK(picture_error(large).kind == &errors::image_too_large_exception);
}

}  // namespace lightwell::rekognition
