// S3, embedded: buckets and objects over a Database and a BlobStore. One operation lives in one file of its name.
//
// What is acknowledged is durable: a body's blob is committed before the transaction that names it, and answers leave
// after that transaction. What a killed process left over is a blob without a name, which recover() removes; what an
// overwritten or deleted object leaves over is queued in the same transaction and removed by sweep().

#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "api/s3/handlers.h"
#include "base/ids.h"
#include "run/pool.h"
#include "services/s3/body_receiver.h"
#include "services/s3/bucket_guard.h"
#include "services/s3/condition_rules.h"
#include "services/s3/object_store.h"
#include "services/s3/owners.h"
#include "services/s3/pins.h"
#include "services/s3/principals.h"
#include "store/blob/blob_store.h"
#include "store/sql/database.h"

namespace lightwell::s3 {

// Whether the caller may do something that S3 finds out about only while it answers: read the source of a copy, delete
// one key of many. Answers the account that owns the resource, else the error for the caller.
using Permit = std::function<Task<Result<std::string>>(const Call& call, std::string action, std::string arn)>;

struct Options {
  uint64_t inline_bytes_max = 64 * 1024;  // larger bodies become blobs
  size_t buckets_max = 10'000;            // of one account
  std::string base_url = {};              // in front of /bucket/key in the Location of a completed upload
  std::map<std::string, AccountName> account_names = {};  // as lists show owners
  Permit permit = {};                                     // empty: an account may what it owns
};

class S3Service final : public api::s3::S3 {
 public:
  // Everything given must outlive the service and its last task. `pool` is for hashing and reading files. `principals`:
  // null, and policies may name anybody.
  S3Service(store::Database& database, store::BlobStore& blobs, Pool& pool, Ids& ids, Options options = {},
            Principals* principals = nullptr);

  // Brings the tables up to date. Blocks; before anything else.
  Result<void> migrate();
  // Removes blobs that no row knows: what died with an earlier process. May run beside requests.
  Task<Result<size_t>> recover();
  // Removes the files of blobs that are no longer named; answers how many. To be called from time to time.
  Task<Result<size_t>> sweep();
  // Empties everything. For --testing alone.
  Task<Result<void>> reset();
  // The rules by which a door answers browsers, whoever asks; nothing where the bucket has none.
  Task<Result<std::optional<std::vector<api::s3::CORSRule>>>> cors_rules(std::string bucket);
  // The tags of an object; none where there is no such object.
  Task<Result<Tags>> object_tags(std::string bucket, std::string key);
  // Whose a bucket is and whom it lets in; null where there is no such bucket.
  Task<Result<std::shared_ptr<const BucketGuard>>> guard(std::string bucket) { return guards_.find(std::move(bucket)); }

  Task<Result<api::s3::AbortMultipartUploadOutput>> abort_multipart_upload(
      const Call& call, api::s3::AbortMultipartUploadRequest& request) override;
  Task<Result<api::s3::CompleteMultipartUploadOutput>> complete_multipart_upload(
      const Call& call, api::s3::CompleteMultipartUploadRequest& request) override;
  Task<Result<api::s3::CopyObjectOutput>> copy_object(const Call& call, api::s3::CopyObjectRequest& request) override;
  Task<Result<api::s3::CreateBucketOutput>> create_bucket(const Call& call,
                                                          api::s3::CreateBucketRequest& request) override;
  Task<Result<api::s3::CreateMultipartUploadOutput>> create_multipart_upload(
      const Call& call, api::s3::CreateMultipartUploadRequest& request) override;
  Task<Result<api::s3::DeleteBucketOutput>> delete_bucket(const Call& call,
                                                          api::s3::DeleteBucketRequest& request) override;
  Task<Result<api::s3::DeleteBucketCorsOutput>> delete_bucket_cors(const Call& call,
                                                                   api::s3::DeleteBucketCorsRequest& request) override;
  Task<Result<api::s3::DeleteBucketPolicyOutput>> delete_bucket_policy(
      const Call& call, api::s3::DeleteBucketPolicyRequest& request) override;
  Task<Result<api::s3::DeleteObjectOutput>> delete_object(const Call& call,
                                                          api::s3::DeleteObjectRequest& request) override;
  Task<Result<api::s3::DeleteObjectTaggingOutput>> delete_object_tagging(
      const Call& call, api::s3::DeleteObjectTaggingRequest& request) override;
  Task<Result<api::s3::DeleteObjectsOutput>> delete_objects(const Call& call,
                                                            api::s3::DeleteObjectsRequest& request) override;
  Task<Result<api::s3::DeletePublicAccessBlockOutput>> delete_public_access_block(
      const Call& call, api::s3::DeletePublicAccessBlockRequest& request) override;
  Task<Result<api::s3::GetBucketAclOutput>> get_bucket_acl(const Call& call,
                                                           api::s3::GetBucketAclRequest& request) override;
  Task<Result<api::s3::GetBucketCorsOutput>> get_bucket_cors(const Call& call,
                                                             api::s3::GetBucketCorsRequest& request) override;
  Task<Result<api::s3::GetBucketLocationOutput>> get_bucket_location(
      const Call& call, api::s3::GetBucketLocationRequest& request) override;
  Task<Result<api::s3::GetBucketPolicyOutput>> get_bucket_policy(const Call& call,
                                                                 api::s3::GetBucketPolicyRequest& request) override;
  Task<Result<api::s3::GetBucketPolicyStatusOutput>> get_bucket_policy_status(
      const Call& call, api::s3::GetBucketPolicyStatusRequest& request) override;
  Task<Result<api::s3::GetBucketVersioningOutput>> get_bucket_versioning(
      const Call& call, api::s3::GetBucketVersioningRequest& request) override;
  Task<Result<api::s3::GetObjectOutput>> get_object(const Call& call, api::s3::GetObjectRequest& request) override;
  Task<Result<api::s3::GetObjectAclOutput>> get_object_acl(const Call& call,
                                                           api::s3::GetObjectAclRequest& request) override;
  Task<Result<api::s3::GetObjectAttributesOutput>> get_object_attributes(
      const Call& call, api::s3::GetObjectAttributesRequest& request) override;
  Task<Result<api::s3::GetObjectTaggingOutput>> get_object_tagging(const Call& call,
                                                                   api::s3::GetObjectTaggingRequest& request) override;
  Task<Result<api::s3::GetPublicAccessBlockOutput>> get_public_access_block(
      const Call& call, api::s3::GetPublicAccessBlockRequest& request) override;
  Task<Result<api::s3::HeadBucketOutput>> head_bucket(const Call& call, api::s3::HeadBucketRequest& request) override;
  Task<Result<api::s3::HeadObjectOutput>> head_object(const Call& call, api::s3::HeadObjectRequest& request) override;
  Task<Result<api::s3::ListBucketsOutput>> list_buckets(const Call& call,
                                                        api::s3::ListBucketsRequest& request) override;
  Task<Result<api::s3::ListMultipartUploadsOutput>> list_multipart_uploads(
      const Call& call, api::s3::ListMultipartUploadsRequest& request) override;
  Task<Result<api::s3::ListObjectsOutput>> list_objects(const Call& call,
                                                        api::s3::ListObjectsRequest& request) override;
  Task<Result<api::s3::ListObjectsV2Output>> list_objects_v2(const Call& call,
                                                             api::s3::ListObjectsV2Request& request) override;
  Task<Result<api::s3::ListPartsOutput>> list_parts(const Call& call, api::s3::ListPartsRequest& request) override;
  Task<Result<api::s3::PutBucketCorsOutput>> put_bucket_cors(const Call& call,
                                                             api::s3::PutBucketCorsRequest& request) override;
  Task<Result<api::s3::PutBucketPolicyOutput>> put_bucket_policy(const Call& call,
                                                                 api::s3::PutBucketPolicyRequest& request) override;
  Task<Result<api::s3::PutObjectOutput>> put_object(const Call& call, api::s3::PutObjectRequest& request) override;
  Task<Result<api::s3::PutObjectTaggingOutput>> put_object_tagging(const Call& call,
                                                                   api::s3::PutObjectTaggingRequest& request) override;
  Task<Result<api::s3::PutPublicAccessBlockOutput>> put_public_access_block(
      const Call& call, api::s3::PutPublicAccessBlockRequest& request) override;
  Task<Result<api::s3::UploadPartOutput>> upload_part(const Call& call, api::s3::UploadPartRequest& request) override;
  Task<Result<api::s3::UploadPartCopyOutput>> upload_part_copy(const Call& call,
                                                               api::s3::UploadPartCopyRequest& request) override;

 private:
  struct Found {  // an object with all that is said about it, from one snapshot
    Object object;
    ContentHeaders headers;
    Content content;
    std::optional<ByteRange> part;  // of the part that was asked for, if there is one
  };
  enum class Want { headers, content };
  // Errors: NoSuchBucket, AccessDenied, NoSuchKey.
  Task<Result<Found>> find(const Call& call, std::string bucket, std::string key,
                           std::optional<std::string> expected_owner, Want want,
                           std::optional<int32_t> part_number = std::nullopt);
  // The bytes of a range of what was found. errors::not_found when a blob is gone since.
  Task<Result<Payload>> open(const Found& found, ByteRange range);
  // The digests of a range, read from the store; raw bytes, in the order of `algorithms`.
  Task<Result<std::vector<std::string>>> digest_range(const Found& found, ByteRange range,
                                                      std::vector<Algorithm> algorithms);
  struct PartDigests {
    std::string md5;       // hex
    std::string checksum;  // base64
  };
  // What a part made of this range is known by.
  Task<Result<PartDigests>> part_digests(const Found& source, ByteRange range, Algorithm algorithm);
  Task<Result<void>> require_bucket(const Call& call, std::string bucket, std::optional<std::string> expected_owner);
  // The call as the owner of an object makes it, where its caller may do this. Errors: AccessDenied, NoSuchBucket.
  Task<Result<Call>> permitted(const Call& call, std::string action, std::string bucket, std::string key);
  Task<Result<std::vector<std::optional<Error>>>> denials(const Call& call, const std::string& bucket,
                                                          const std::vector<api::s3::ObjectIdentifier>& objects,
                                                          std::string& account);
  // A new blob of these bytes, committed.
  Task<Result<std::string>> write_blob(std::string bytes);
  // Removes a committed blob that no row came to name.
  Task<void> drop_blob(std::string blob);

  store::Database& database_;
  store::BlobStore& blobs_;
  Pool& pool_;
  Ids& ids_;
  const Options options_;
  BodyReceiver receiver_;
  Pins pins_;
  BucketGuards guards_;
  const Owners owners_;
  Principals* const principals_;
};

}  // namespace lightwell::s3
