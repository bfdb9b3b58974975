// GetObjectAttributes tells the size, ETag, checksum, storage class and parts of an object.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAttributes.html

#include <algorithm>
#include <array>

#include "services/s3/answer.h"
#include "services/s3/bucket_store.h"
#include "services/s3/listing_rules.h"
#include "services/s3/object_rules.h"
#include "services/s3/s3.h"
#include "services/s3/upload_store.h"

namespace lightwell::s3 {
namespace {

using api::s3::GetObjectAttributesOutput;
using api::s3::GetObjectAttributesRequest;

constexpr std::array<std::string_view, 5> kAttributes = {"ETag", "Checksum", "ObjectParts", "StorageClass",
                                                         "ObjectSize"};

Result<void> check_attributes(const std::vector<std::string>& asked) {
  for (const std::string& name : asked) {
    if (std::find(kAttributes.begin(), kAttributes.end(), name) == kAttributes.end()) {
      return fail(error(errors::invalid_argument, "Invalid attribute name specified.")
                      .with("ArgumentName", "x-amz-object-attributes")
                      .with("ArgumentValue", name));
    }
  }
  return {};
}

// Parts are told one by one where each has a checksum of its own; else only how many there are, as S3 does.
api::s3::GetObjectAttributesParts describe_parts(const Object& object, std::vector<Part> parts, int32_t after,
                                                 int32_t max) {
  api::s3::GetObjectAttributesParts described;
  described.total_parts_count = object.parts;
  if (object.checksum.type != ChecksumType::composite) return described;
  described.part_number_marker = after;
  described.max_parts = max;
  described.is_truncated = parts.size() > size_t(max);
  if (parts.size() > size_t(max)) parts.resize(size_t(max));
  described.next_part_number_marker = parts.empty() ? 0 : parts.back().number;
  auto& listed = described.parts.emplace();
  for (const Part& part : parts) {
    api::s3::ObjectPart& entry = listed.emplace_back();
    entry.part_number = part.number;
    entry.size = int64_t(part.size);
    checksum_member(entry, object.checksum.algorithm) = part.checksum;
  }
  return described;
}

}  // namespace

Task<Result<GetObjectAttributesOutput>> S3Service::get_object_attributes(const Call& call,
                                                                         GetObjectAttributesRequest& request) {
  CO_CHECK(check_version_id(request.version_id));
  CO_CHECK(refuse_customer_keys(request));
  CO_CHECK(check_attributes(request.object_attributes));
  CO_TRY(const int32_t max, page_size(request.max_parts, "x-amz-max-parts"));
  const int32_t after = request.part_number_marker.value_or(0);
  const auto is_asked = [&](std::string_view name) {
    return std::find(request.object_attributes.begin(), request.object_attributes.end(), name) !=
           request.object_attributes.end();
  };

  struct Attributes {
    Object object;
    std::vector<Part> parts;
  };
  CO_TRY(Attributes found, co_await database_.read([&](store::Reader& reader) -> Result<Attributes> {
    TRY(const Bucket bucket, open_bucket(reader, call, request.bucket, request.expected_bucket_owner));
    TRY(const auto object, find_object(reader, bucket.id, request.key));
    if (!object) return fail(error(errors::no_such_key).with("Key", request.key));
    Attributes attributes{.object = *object};
    TRY(attributes.parts, s3::list_parts(reader, object->content, after, max + 1));
    return attributes;
  }));

  GetObjectAttributesOutput output{.last_modified = whole_seconds(found.object.modified_at)};
  if (is_asked("ETag")) output.e_tag = found.object.etag;
  if (is_asked("Checksum")) state_checksum(output.checksum.emplace(), found.object.checksum);
  if (is_asked("ObjectParts") && found.object.parts != 0) {
    output.object_parts = describe_parts(found.object, std::move(found.parts), after, max);
  }
  if (is_asked("StorageClass")) output.storage_class = found.object.storage_class;
  if (is_asked("ObjectSize")) output.object_size = int64_t(found.object.size);
  co_return output;
}

}  // namespace lightwell::s3
