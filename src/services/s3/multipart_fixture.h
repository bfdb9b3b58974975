// Multipart uploads, as their tests begin and fill them.

#pragma once

#include <string>
#include <vector>

#include "services/s3/fixture.h"

namespace lightwell::s3 {

inline constexpr size_t kPartSize = 5 * kMebibyte;

class MultipartFixture : public S3Fixture {
 public:
  MultipartFixture() { given_bucket(); }

  std::string begin(const std::string& key = "k", const char* algorithm = nullptr, const char* type = nullptr) {
    api::s3::CreateMultipartUploadRequest request{.bucket = "photos"};
    request.key = key;
    if (algorithm != nullptr) request.checksum_algorithm = algorithm;
    if (type != nullptr) request.checksum_type = type;
    request.content_type = "image/x";
    const auto begun = run(&S3Service::create_multipart_upload, request);
    REQUIRE(begun);
    return *begun->upload_id;
  }

  api::s3::UploadPartRequest a_part(const std::string& upload, int number, std::string bytes,
                                    const std::string& key = "k") {
    api::s3::UploadPartRequest request;
    request.bucket = "photos";
    request.key = key;
    request.upload_id = upload;
    request.part_number = number;
    request.body = source_of(std::move(bytes));
    return request;
  }
  Result<api::s3::UploadPartOutput> send(api::s3::UploadPartRequest request) {
    return run(&S3Service::upload_part, request);
  }
  // Answers the part as the completing request lists it.
  api::s3::CompletedPart part(const std::string& upload, int number, std::string bytes, const std::string& key = "k") {
    const auto sent = send(a_part(upload, number, std::move(bytes), key));
    REQUIRE(sent);
    api::s3::CompletedPart completed;
    completed.part_number = number;
    completed.e_tag = sent->e_tag;
    return completed;
  }

  api::s3::CompleteMultipartUploadRequest a_completion(const std::string& upload,
                                                       std::vector<api::s3::CompletedPart> parts,
                                                       const std::string& key = "k") {
    api::s3::CompleteMultipartUploadRequest request;
    request.bucket = "photos";
    request.key = key;
    request.upload_id = upload;
    request.multipart_upload.emplace().parts = std::move(parts);
    return request;
  }
  Result<api::s3::CompleteMultipartUploadOutput> complete(api::s3::CompleteMultipartUploadRequest request) {
    return run(&S3Service::complete_multipart_upload, request);
  }
  Result<api::s3::CompleteMultipartUploadOutput> complete(const std::string& upload,
                                                          std::vector<api::s3::CompletedPart> parts) {
    return complete(a_completion(upload, std::move(parts)));
  }
  Result<api::s3::AbortMultipartUploadOutput> abort(const std::string& upload, const std::string& key = "k") {
    api::s3::AbortMultipartUploadRequest request{.bucket = "photos", .key = key, .upload_id = upload};
    return run(&S3Service::abort_multipart_upload, request);
  }
};

}  // namespace lightwell::s3
