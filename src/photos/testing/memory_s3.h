// MemoryS3: as much of S3 as the application uses, in memory, for tests. Each call can be made to fail.

#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>

#include "api/s3/errors.h"
#include "api/s3/handlers.h"
#include "base/digest.h"
#include "base/text.h"
#include "run/bytes.h"

namespace lightwell::photos {

class MemoryS3 final : public api::s3::S3 {
 public:
  struct Object {
    std::string bytes;
    std::string type;
  };
  struct Multipart {
    std::string key;
    std::map<int, std::string> parts;
  };

  // Asked before and after every call with its name; an Error it answers becomes the call's. Before, nothing has
  // happened yet; after, everything has (as when the answer is lost).
  std::function<std::optional<Error>(std::string_view operation, bool is_done)> fault;
  std::map<std::string, Object> objects;
  std::map<std::string, Multipart> multiparts;
  bool has_bucket = false;
  std::mutex mutex;  // for tests that look while workers run

  bool has(const std::string& key) {
    const std::lock_guard lock(mutex);
    return objects.contains(key);
  }
  size_t count(const std::string& prefix) {
    const std::lock_guard lock(mutex);
    size_t found = 0;
    for (const auto& [key, object] : objects) found += key.starts_with(prefix);
    return found;
  }
  // What a browser does with a presigned URL.
  Result<std::string> put_part(const std::string& upload_id, int number, std::string bytes) {
    const std::lock_guard lock(mutex);
    const auto found = multiparts.find(upload_id);
    if (found == multiparts.end()) return fail(api::s3::errors::no_such_upload);
    found->second.parts[number] = std::move(bytes);
    return "\"part\"";
  }

#define MEMORY_S3_BEGIN(name)                                             \
  if (auto failed = ask(name, false)) co_return fail(std::move(*failed)); \
  {
#define MEMORY_S3_END(name) \
  }                         \
  if (auto failed = ask(name, true)) co_return fail(std::move(*failed));

  Task<Result<api::s3::HeadBucketOutput>> head_bucket(const Call&, api::s3::HeadBucketRequest&) override {
    MEMORY_S3_BEGIN("HeadBucket")
    if (!has_bucket) co_return fail(api::s3::errors::no_such_bucket);
    MEMORY_S3_END("HeadBucket")
    co_return api::s3::HeadBucketOutput{};
  }

  Task<Result<api::s3::CreateBucketOutput>> create_bucket(const Call&, api::s3::CreateBucketRequest&) override {
    MEMORY_S3_BEGIN("CreateBucket")
    has_bucket = true;
    MEMORY_S3_END("CreateBucket")
    co_return api::s3::CreateBucketOutput{};
  }

  Task<Result<api::s3::PutObjectOutput>> put_object(const Call&, api::s3::PutObjectRequest& request) override {
    MEMORY_S3_BEGIN("PutObject")
    CO_TRY(std::string bytes, co_await read_all(*request.body, uint64_t(1) << 30));
    if (request.checksum_sha256 && *request.checksum_sha256 != to_base64(sha256(as_bytes(bytes)))) {
      co_return fail(api::s3::errors::bad_digest);
    }
    const std::lock_guard lock(mutex);
    objects[request.key] = {std::move(bytes), request.content_type.value_or("")};
    MEMORY_S3_END("PutObject")
    co_return api::s3::PutObjectOutput{};
  }

  Task<Result<api::s3::GetObjectOutput>> get_object(const Call&, api::s3::GetObjectRequest& request) override {
    api::s3::GetObjectOutput output;
    MEMORY_S3_BEGIN("GetObject")
    const std::lock_guard lock(mutex);
    const auto found = objects.find(request.key);
    if (found == objects.end()) co_return fail(api::s3::errors::no_such_key);
    std::string bytes = found->second.bytes;
    if (request.range == "bytes=0-3") {
      output.content_range = fmt::format("bytes 0-3/{}", bytes.size());
      bytes.resize(4);
    } else if (request.range) {
      co_return fail(error(api::s3::errors::invalid_range).with("RangeRequested", *request.range));
    }
    output.content_length = int64_t(bytes.size());
    output.e_tag = md5_hex(bytes);
    output.body = Payload(std::move(bytes));
    MEMORY_S3_END("GetObject")
    co_return output;
  }

  Task<Result<api::s3::HeadObjectOutput>> head_object(const Call&, api::s3::HeadObjectRequest& request) override {
    api::s3::HeadObjectOutput output;
    MEMORY_S3_BEGIN("HeadObject")
    const std::lock_guard lock(mutex);
    const auto found = objects.find(request.key);
    if (found == objects.end()) co_return fail(api::s3::errors::no_such_key);
    output.content_length = int64_t(found->second.bytes.size());
    MEMORY_S3_END("HeadObject")
    co_return output;
  }

  Task<Result<api::s3::CopyObjectOutput>> copy_object(const Call&, api::s3::CopyObjectRequest& request) override {
    MEMORY_S3_BEGIN("CopyObject")
    const std::lock_guard lock(mutex);
    const auto found = objects.find(request.copy_source.substr(request.copy_source.find('/') + 1));
    if (found == objects.end()) co_return fail(api::s3::errors::no_such_key);
    objects[request.key] = found->second;
    MEMORY_S3_END("CopyObject")
    co_return api::s3::CopyObjectOutput{};
  }

  Task<Result<api::s3::DeleteObjectsOutput>> delete_objects(const Call&,
                                                            api::s3::DeleteObjectsRequest& request) override {
    MEMORY_S3_BEGIN("DeleteObjects")
    const std::lock_guard lock(mutex);
    for (const auto& object : request.delete_.objects) objects.erase(object.key);
    MEMORY_S3_END("DeleteObjects")
    co_return api::s3::DeleteObjectsOutput{};
  }

  Task<Result<api::s3::ListObjectsV2Output>> list_objects_v2(const Call&,
                                                             api::s3::ListObjectsV2Request& request) override {
    api::s3::ListObjectsV2Output output;
    MEMORY_S3_BEGIN("ListObjectsV2")
    const std::lock_guard lock(mutex);
    auto& contents = output.contents.emplace();
    for (const auto& [key, object] : objects) {
      if (key.starts_with(request.prefix.value_or(""))) contents.emplace_back().key = key;
    }
    MEMORY_S3_END("ListObjectsV2")
    co_return output;
  }

  Task<Result<api::s3::CreateMultipartUploadOutput>> create_multipart_upload(
      const Call&, api::s3::CreateMultipartUploadRequest& request) override {
    api::s3::CreateMultipartUploadOutput output;
    MEMORY_S3_BEGIN("CreateMultipartUpload")
    const std::lock_guard lock(mutex);
    output.upload_id = fmt::format("upload-{}", ++uploads_made_);
    multiparts[*output.upload_id] = {.key = request.key};
    MEMORY_S3_END("CreateMultipartUpload")
    co_return output;
  }

  Task<Result<api::s3::ListPartsOutput>> list_parts(const Call&, api::s3::ListPartsRequest& request) override {
    api::s3::ListPartsOutput output;
    MEMORY_S3_BEGIN("ListParts")
    const std::lock_guard lock(mutex);
    const auto found = multiparts.find(request.upload_id);
    if (found == multiparts.end()) co_return fail(api::s3::errors::no_such_upload);
    auto& parts = output.parts.emplace();
    for (const auto& [number, bytes] : found->second.parts) {
      auto& part = parts.emplace_back();
      part.part_number = number;
      part.size = int64_t(bytes.size());
      part.e_tag = "\"part\"";
      part.checksum_sha256 = to_base64(sha256(as_bytes(bytes)));
    }
    MEMORY_S3_END("ListParts")
    co_return output;
  }

  Task<Result<api::s3::CompleteMultipartUploadOutput>> complete_multipart_upload(
      const Call&, api::s3::CompleteMultipartUploadRequest& request) override {
    MEMORY_S3_BEGIN("CompleteMultipartUpload")
    const std::lock_guard lock(mutex);
    const auto found = multiparts.find(request.upload_id);
    if (found == multiparts.end()) co_return fail(api::s3::errors::no_such_upload);
    std::string bytes;
    for (const auto& part : *request.multipart_upload->parts) {
      const std::string& stored = found->second.parts.at(*part.part_number);
      if (part.checksum_sha256 != to_base64(sha256(as_bytes(stored)))) co_return fail(api::s3::errors::invalid_part);
      bytes += stored;
    }
    objects[request.key] = {std::move(bytes), ""};
    multiparts.erase(found);
    MEMORY_S3_END("CompleteMultipartUpload")
    co_return api::s3::CompleteMultipartUploadOutput{};
  }

  Task<Result<api::s3::AbortMultipartUploadOutput>> abort_multipart_upload(
      const Call&, api::s3::AbortMultipartUploadRequest& request) override {
    MEMORY_S3_BEGIN("AbortMultipartUpload")
    const std::lock_guard lock(mutex);
    if (multiparts.erase(request.upload_id) == 0) co_return fail(api::s3::errors::no_such_upload);
    MEMORY_S3_END("AbortMultipartUpload")
    co_return api::s3::AbortMultipartUploadOutput{};
  }

  Task<Result<api::s3::ListMultipartUploadsOutput>> list_multipart_uploads(
      const Call&, api::s3::ListMultipartUploadsRequest& request) override {
    api::s3::ListMultipartUploadsOutput output;
    MEMORY_S3_BEGIN("ListMultipartUploads")
    const std::lock_guard lock(mutex);
    auto& uploads = output.uploads.emplace();
    for (const auto& [id, upload] : multiparts) {
      if (!upload.key.starts_with(request.prefix.value_or(""))) continue;
      auto& listed = uploads.emplace_back();
      listed.upload_id = id;
      listed.key = upload.key;
    }
    MEMORY_S3_END("ListMultipartUploads")
    co_return output;
  }

#undef MEMORY_S3_BEGIN
#undef MEMORY_S3_END

 private:
  std::optional<Error> ask(std::string_view operation, bool is_done) {
    return fault ? fault(operation, is_done) : std::nullopt;
  }
  int uploads_made_ = 0;
};

}  // namespace lightwell::photos
