#include "photos/objects/objects.h"

#include <fmt/format.h>

#include "api/s3/handlers.h"
#include "base/log.h"
#include "photos/errors.h"

namespace lightwell::photos {
namespace {

namespace s3 = api::s3;

bool is(const Error& failed, std::string_view code) { return failed.kind->code == code; }

// The application's word for what S3 answered; S3's own goes to the log.
Error translated(const Error& failed, std::string_view what) {
  if (failed.kind->http_status == 507) return error(errors::storage_full).log(failed.log_words);
  if (is(failed, "BadDigest") || is(failed, "XAmzContentChecksumMismatch")) return error(errors::checksum_mismatch);
  log::warning("storage: {} failed: {}: {} {}", what, failed.kind->code, failed.message, failed.log_words);
  return error(errors::storage_failed).log(fmt::format("{}: {}", what, failed.kind->code));
}

std::string quoted(std::optional<std::string> e_tag) {
  std::string tag = std::move(e_tag).value_or("");
  return tag.starts_with('"') ? tag : '"' + tag + '"';
}

}  // namespace

std::string staging_key(Ids& ids) { return std::string(kStagingPrefix) + ids.hex(16); }
std::string original_key(const std::string& owner, const std::string& photo_id) {
  return fmt::format("originals/{}/{}", owner, photo_id);
}
std::string preview_key(const std::string& owner, const std::string& photo_id, int edge) {
  return fmt::format("previews/{}/{}/{}.webp", owner, photo_id, edge);
}

Objects::Objects(s3::S3& s3, Principal principal, Ids& ids, const Clock& clock, std::string bucket)
    : s3_(s3), principal_(std::move(principal)), ids_(ids), clock_(clock), bucket_(std::move(bucket)) {}

Call Objects::call() const {
  return {.principal = principal_, .account = principal_.account, .request_id = ids_.request_id(), .now = clock_.now()};
}

Task<Result<void>> Objects::ensure_bucket() {
  const Call as = call();
  s3::HeadBucketRequest head{.bucket = bucket_};
  if (co_await s3_.head_bucket(as, head)) co_return Result<void>{};
  s3::CreateBucketRequest create{.bucket = bucket_};
  const auto created = co_await s3_.create_bucket(as, create);
  if (!created && !is(created.error(), "BucketAlreadyOwnedByYou")) {
    co_return fail(translated(created.error(), "CreateBucket"));
  }
  co_return Result<void>{};
}

Task<Result<void>> Objects::put(std::string key, std::string type, std::unique_ptr<ByteSource> body, uint64_t size,
                                std::optional<std::string> sha256_base64) {
  const Call as = call();
  s3::PutObjectRequest request{.bucket = bucket_, .key = std::move(key)};
  request.body = std::move(body);
  request.content_length = int64_t(size);
  request.content_type = std::move(type);
  if (sha256_base64) {
    request.checksum_algorithm = "SHA256";
    request.checksum_sha256 = std::move(sha256_base64);
  }
  const auto done = co_await s3_.put_object(as, request);
  if (!done) co_return fail(translated(done.error(), "PutObject"));
  co_return Result<void>{};
}

Task<Result<std::optional<StoredObject>>> Objects::get(std::string key, std::optional<std::string> range) {
  const Call as = call();
  s3::GetObjectRequest request{.bucket = bucket_, .key = std::move(key), .range = std::move(range)};
  auto got = co_await s3_.get_object(as, request);
  if (!got) {
    if (is(got.error(), "NoSuchKey")) co_return std::optional<StoredObject>();
    if (is(got.error(), "InvalidRange")) co_return fail(Error(got.error()));
    co_return fail(translated(got.error(), "GetObject"));
  }
  StoredObject object{.body = got->body ? std::move(*got->body) : Payload(std::string())};
  object.size = got->content_length ? uint64_t(*got->content_length) : payload_length(object.body).value_or(0);
  object.e_tag = quoted(std::move(got->e_tag));
  object.last_modified = got->last_modified.value_or(Timestamp{});
  object.content_range = std::move(got->content_range);
  co_return std::optional(std::move(object));
}

Task<Result<std::optional<uint64_t>>> Objects::size_of(std::string key) {
  const Call as = call();
  s3::HeadObjectRequest request{.bucket = bucket_, .key = std::move(key)};
  const auto head = co_await s3_.head_object(as, request);
  if (head) co_return std::optional(uint64_t(head->content_length.value_or(0)));
  // HEAD has no body, so a client in between may know the status alone.
  if (head.error().kind->http_status == 404) co_return std::optional<uint64_t>();
  co_return fail(translated(head.error(), "HeadObject"));
}

Task<Result<bool>> Objects::copy(std::string from, std::string to) {
  const Call as = call();
  s3::CopyObjectRequest request{
      .bucket = bucket_, .copy_source = bucket_ + "/" + percent_encode(from, Slash::keep), .key = std::move(to)};
  const auto copied = co_await s3_.copy_object(as, request);
  if (copied) co_return true;
  if (is(copied.error(), "NoSuchKey")) co_return false;
  co_return fail(translated(copied.error(), "CopyObject"));
}

Task<Result<std::vector<std::string>>> Objects::remove(std::vector<std::string> keys) {
  const Call as = call();
  s3::DeleteObjectsRequest request{.bucket = bucket_};
  for (const std::string& key : keys) request.delete_.objects.push_back({.key = key});
  request.delete_.quiet = true;
  const auto done = co_await s3_.delete_objects(as, request);
  if (!done) co_return fail(translated(done.error(), "DeleteObjects"));
  std::vector<std::string> left;
  if (done->errors) {
    for (const auto& failed : *done->errors) {
      if (failed.key) left.push_back(*failed.key);
    }
  }
  co_return left;
}

Task<Result<std::vector<std::string>>> Objects::list(std::string prefix) {
  const Call as = call();
  std::vector<std::string> keys;
  std::optional<std::string> token;
  do {
    s3::ListObjectsV2Request request{.bucket = bucket_, .prefix = prefix, .continuation_token = token};
    auto page = co_await s3_.list_objects_v2(as, request);
    if (!page) co_return fail(translated(page.error(), "ListObjectsV2"));
    if (page->contents) {
      for (auto& object : *page->contents) keys.push_back(std::move(object.key).value_or(""));
    }
    token = std::move(page->next_continuation_token);
  } while (token);
  co_return keys;
}

Task<Result<std::string>> Objects::create_upload(std::string key) {
  const Call as = call();
  s3::CreateMultipartUploadRequest request{.bucket = bucket_, .key = std::move(key)};
  request.checksum_algorithm = "SHA256";
  auto created = co_await s3_.create_multipart_upload(as, request);
  if (!created) co_return fail(translated(created.error(), "CreateMultipartUpload"));
  co_return std::move(created->upload_id).value_or("");
}

Task<Result<std::optional<std::vector<StoredPart>>>> Objects::list_parts(std::string key, std::string upload_id) {
  const Call as = call();
  std::vector<StoredPart> parts;
  decltype(s3::ListPartsRequest::part_number_marker) marker;
  while (true) {
    s3::ListPartsRequest request{.bucket = bucket_, .key = key, .part_number_marker = marker, .upload_id = upload_id};
    auto page = co_await s3_.list_parts(as, request);
    if (!page) {
      if (is(page.error(), "NoSuchUpload")) co_return std::optional<std::vector<StoredPart>>();
      co_return fail(translated(page.error(), "ListParts"));
    }
    if (page->parts) {
      for (auto& part : *page->parts) {
        parts.push_back({.number = part.part_number.value_or(0),
                         .size = uint64_t(part.size.value_or(0)),
                         .e_tag = std::move(part.e_tag).value_or(""),
                         .sha256_base64 = std::move(part.checksum_sha256)});
      }
    }
    if (!page->is_truncated.value_or(false) || !page->next_part_number_marker) break;
    marker = page->next_part_number_marker;
  }
  co_return std::optional(std::move(parts));
}

Task<Result<bool>> Objects::complete_upload(std::string key, std::string upload_id, std::vector<StoredPart> parts) {
  const Call as = call();
  s3::CompleteMultipartUploadRequest request{
      .bucket = bucket_, .key = std::move(key), .upload_id = std::move(upload_id)};
  auto& listed = request.multipart_upload.emplace().parts.emplace();
  for (StoredPart& part : parts) {
    s3::CompletedPart& completed = listed.emplace_back();
    completed.e_tag = std::move(part.e_tag);
    completed.checksum_sha256 = std::move(part.sha256_base64);
    completed.part_number = part.number;
  }
  const auto done = co_await s3_.complete_multipart_upload(as, request);
  if (done) co_return true;
  if (is(done.error(), "NoSuchUpload")) co_return false;
  co_return fail(translated(done.error(), "CompleteMultipartUpload"));
}

Task<Result<void>> Objects::abort_upload(std::string key, std::string upload_id) {
  const Call as = call();
  s3::AbortMultipartUploadRequest request{.bucket = bucket_, .key = std::move(key), .upload_id = std::move(upload_id)};
  const auto done = co_await s3_.abort_multipart_upload(as, request);
  if (!done && !is(done.error(), "NoSuchUpload")) co_return fail(translated(done.error(), "AbortMultipartUpload"));
  co_return Result<void>{};
}

Task<Result<std::vector<OpenStoredUpload>>> Objects::list_uploads(std::string prefix) {
  const Call as = call();
  std::vector<OpenStoredUpload> found;
  std::optional<std::string> key_marker;
  std::optional<std::string> id_marker;
  while (true) {
    s3::ListMultipartUploadsRequest request{
        .bucket = bucket_, .key_marker = key_marker, .prefix = prefix, .upload_id_marker = id_marker};
    auto page = co_await s3_.list_multipart_uploads(as, request);
    if (!page) co_return fail(translated(page.error(), "ListMultipartUploads"));
    if (page->uploads) {
      for (auto& upload : *page->uploads) {
        found.push_back({std::move(upload.key).value_or(""), std::move(upload.upload_id).value_or("")});
      }
    }
    if (!page->is_truncated.value_or(false) || !page->next_key_marker) break;
    key_marker = std::move(page->next_key_marker);
    id_marker = std::move(page->next_upload_id_marker);
  }
  co_return found;
}

}  // namespace lightwell::photos
