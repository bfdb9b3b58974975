#include "services/rekognition/collection_rules.h"
#include "services/rekognition/fixture.h"

namespace lightwell::rekognition {
namespace {

using namespace api::rekognition;

struct Collections : RekognitionFixture {
  Result<DescribeCollectionResponse> describe(const std::string& name, const char* account = kAlice) {
    return run(&RekognitionService::describe_collection, DescribeCollectionRequest{name}, account);
  }
  Result<ListCollectionsResponse> list(std::optional<int32_t> max = {}, std::optional<std::string> token = {}) {
    return run(&RekognitionService::list_collections, ListCollectionsRequest{.next_token = token, .max_results = max});
  }
};

}  // namespace

TEST_CASE_FIXTURE(Collections, "a collection has an ARN, and belongs to its account and region") {
  const auto made = run(&RekognitionService::create_collection, CreateCollectionRequest{"family"});
  REQUIRE(made);
  CHECK(made->collection_arn == "arn:aws:rekognition:us-east-1:111111111111:collection/family");
  CHECK(made->status_code == 200);
  const auto again = run(&RekognitionService::create_collection, CreateCollectionRequest{"family"});
  CHECK_ERROR(again, errors::resource_already_exists_exception);
  CHECK(again.error().message == "The collection id: family already exists");
  CHECK(run(&RekognitionService::create_collection, CreateCollectionRequest{"family"}, kBob));

  REQUIRE(describe("family"));
  CHECK(describe("family")->face_count == 0);
  CHECK(describe("family")->creation_timestamp == clock.now());
  CHECK_ERROR(describe("Family"), errors::resource_not_found_exception);
  DescribeCollectionRequest elsewhere{"family"};
  const Call in_paris = call(kAlice, "eu-west-3");
  CHECK_ERROR(wait_for(service->describe_collection(in_paris, elsewhere)), errors::resource_not_found_exception);
}

TEST_CASE_FIXTURE(Collections, "collections are listed page by page, each once") {
  for (const char* name : {"c", "a", "b"}) given_collection(name);
  given_collection("of somebody else", kBob);
  const auto first = list(2);
  REQUIRE(first);
  CHECK(*first->collection_ids == std::vector<std::string>{"c", "a"});
  CHECK(first->face_model_versions->size() == 2);
  REQUIRE(first->next_token);
  const auto second = list(2, first->next_token);
  CHECK(*second->collection_ids == std::vector<std::string>{"b"});
  CHECK_FALSE(second->next_token);
  CHECK_ERROR(list(2, "nonsense"), errors::invalid_pagination_token_exception);
  const ListCollectionsRequest of_alice{.next_token = first->next_token};
  CHECK_ERROR(run(&RekognitionService::list_collections, of_alice, kBob), errors::invalid_pagination_token_exception);
}

TEST_CASE_FIXTURE(Collections, "a deleted collection's name is free at once, and a new one of the name is empty") {
  given_collection();
  const std::string face = given_face(1);
  REQUIRE(run(&RekognitionService::delete_collection, DeleteCollectionRequest{"family"}));
  CHECK_ERROR(describe("family"), errors::resource_not_found_exception);
  CHECK_ERROR(run(&RekognitionService::delete_collection, DeleteCollectionRequest{"family"}),
              errors::resource_not_found_exception);
  given_collection();
  CHECK(describe("family")->face_count == 0);
  const SearchFacesRequest search{.collection_id = "family", .face_id = face};
  CHECK_ERROR(run(&RekognitionService::search_faces, search), errors::invalid_parameter_exception);
  REQUIRE(wait_for(service->sweep(clock.now())));
  CHECK(list()->collection_ids->size() == 1);
}

TEST_CASE_FIXTURE(Collections, "an account may have so many collections") {
  options.collections_max = 2;
  start();
  given_collection("one");
  given_collection("two");
  CHECK_ERROR(run(&RekognitionService::create_collection, CreateCollectionRequest{"three"}),
              errors::service_quota_exceeded_exception);
  CHECK(list()->collection_ids->size() == 2);
}

TEST_CASE_FIXTURE(Collections, "tags are added, replaced, removed and listed by the collection's ARN") {
  const CreateCollectionRequest with_tags{.collection_id = "family", .tags = {{{"kind", "people"}}}};
  const auto made = run(&RekognitionService::create_collection, with_tags);
  REQUIRE(made);
  const std::string arn = *made->collection_arn;
  REQUIRE(run(&RekognitionService::tag_resource, TagResourceRequest{arn, {{"kind", "faces"}, {"year", "2026"}}}));
  const auto list_tags = [&](const std::string& of) {
    return run(&RekognitionService::list_tags_for_resource, ListTagsForResourceRequest{of});
  };
  CHECK(*list_tags(arn)->tags == std::map<std::string, std::string>{{"kind", "faces"}, {"year", "2026"}});
  REQUIRE(run(&RekognitionService::untag_resource, UntagResourceRequest{arn, {"kind", "unknown"}}));
  CHECK(*list_tags(arn)->tags == std::map<std::string, std::string>{{"year", "2026"}});
  CHECK_ERROR(list_tags(arn + "x"), errors::resource_not_found_exception);
  CHECK_ERROR(list_tags("arn:aws:s3:::a-bucket-of-mine"), errors::invalid_parameter_exception);
  CHECK_ERROR(run(&RekognitionService::list_tags_for_resource, ListTagsForResourceRequest{arn}, kBob),
              errors::resource_not_found_exception);

  options.tags_max = 2;
  start();
  CHECK_ERROR(run(&RekognitionService::tag_resource, TagResourceRequest{arn, {{"a", ""}, {"b", ""}}}),
              errors::service_quota_exceeded_exception);
  CHECK(list_tags(arn)->tags->size() == 1);
}

}  // namespace lightwell::rekognition
