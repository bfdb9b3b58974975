// DeleteObjects removes up to a thousand objects in one transaction, and tells of each what became of it.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html

#include <algorithm>

#include "services/s3/bucket_store.h"
#include "services/s3/object_rules.h"
#include "services/s3/s3.h"

namespace lightwell::s3 {
namespace {

using api::s3::DeleteObjectsOutput;
using api::s3::DeleteObjectsRequest;
using api::s3::ObjectIdentifier;

constexpr size_t kKeysMax = 1'000;

// Removes one object, or says why not as an error of its own.
Result<void> delete_one(store::Transaction& transaction, int64_t bucket, const ObjectIdentifier& identifier) {
  REQUIRE_OK(check_key(identifier.key));
  if (identifier.version_id && *identifier.version_id != "null") return fail(errors::no_such_version);
  REQUIRE_OK(refuse_header(identifier.last_modified_time.has_value(), "LastModifiedTime"));
  REQUIRE_OK(refuse_header(identifier.size.has_value(), "Size"));
  TRY(const auto existing, find_object(transaction, bucket, identifier.key));
  if (identifier.e_tag) {
    REQUIRE_OK(check_delete(*identifier.e_tag, identifier.key, existing ? &*existing : nullptr));
  }
  if (!existing) return {};
  return remove_object(transaction, bucket, *existing);
}

// The words of an error that concerns one object alone.
api::s3::Error told(const ObjectIdentifier& identifier, const Error& failure) {
  return {.key = identifier.key,
          .version_id = identifier.version_id,
          .code = std::string(failure.kind->code),
          .message = failure.message};
}

}  // namespace

// What keeps the caller from deleting each object; the error of the whole where there is no such bucket.
Task<Result<std::vector<std::optional<Error>>>> S3Service::denials(const Call& call, const std::string& bucket,
                                                                   const std::vector<ObjectIdentifier>& objects,
                                                                   std::string& account) {
  std::vector<std::optional<Error>> denied(objects.size());
  for (size_t i = 0; i < objects.size(); ++i) {
    const char* action = objects[i].version_id ? "s3:DeleteObjectVersion" : "s3:DeleteObject";
    auto allowed = co_await permitted(call, action, bucket, objects[i].key);
    if (allowed) {
      account = allowed->account;
    } else if (allowed.error().kind->code == errors::access_denied.code) {
      denied[i] = std::move(allowed).error();
    } else {
      co_return std::unexpected(std::move(allowed).error());
    }
  }
  co_return denied;
}

Task<Result<DeleteObjectsOutput>> S3Service::delete_objects(const Call& call, DeleteObjectsRequest& request) {
  const std::vector<ObjectIdentifier>& objects = request.delete_.objects;
  if (objects.empty() || objects.size() > kKeysMax) co_return fail(errors::malformed_xml);
  if (request.bypass_governance_retention) {
    co_return fail(error(errors::invalid_argument,
                         "x-amz-bypass-governance-retention is only applicable to Object Lock enabled buckets.")
                       .with("ArgumentName", "x-amz-bypass-governance-retention"));
  }
  const bool is_quiet = request.delete_.quiet.value_or(false);
  Call owners = call;
  CO_TRY(const auto denied, co_await denials(call, request.bucket, objects, owners.account));
  if (std::ranges::all_of(denied, [](const auto& one) { return one.has_value(); })) {
    DeleteObjectsOutput output;
    output.errors.emplace();
    for (size_t i = 0; i < objects.size(); ++i) output.errors->push_back(told(objects[i], *denied[i]));
    co_return output;
  }

  co_return co_await database_.write([&](store::Transaction& transaction) -> Result<DeleteObjectsOutput> {
    TRY(const Bucket bucket, open_bucket(transaction, owners, request.bucket, request.expected_bucket_owner));
    DeleteObjectsOutput output;
    for (size_t i = 0; i < objects.size(); ++i) {
      const ObjectIdentifier& identifier = objects[i];
      const Result<void> deleted =
          denied[i] ? std::unexpected(*denied[i]) : delete_one(transaction, bucket.id, identifier);
      // What the store itself refuses concerns all of them.
      if (!deleted && deleted.error().kind->fault == Fault::receiver &&
          deleted.error().kind != &errors::not_implemented) {
        return std::unexpected(deleted.error());
      }
      if (!deleted) {
        if (!output.errors) output.errors.emplace();
        output.errors->push_back(told(identifier, deleted.error()));
      } else if (!is_quiet) {
        if (!output.deleted) output.deleted.emplace();
        output.deleted->push_back({.key = identifier.key, .version_id = identifier.version_id});
      }
    }
    return output;
  });
}

}  // namespace lightwell::s3
