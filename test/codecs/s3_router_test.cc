#include <doctest/doctest.h>

#include "api/s3/tables.h"
#include "codecs/round_trip.h"

namespace lightwell::wire_test {
namespace {

TEST_CASE("S3 requests find their operation by method, path, query and the parameters only one of them needs") {
  const Server s3(api::s3::model());
  const std::vector<wire::Field> copy = {{"X-Amz-Copy-Source", "/b/k"}};
  const std::vector<std::pair<Raw, std::string>> cases = {
      {{"GET", "/"}, "ListBuckets"},
      {{"PUT", "/b"}, "CreateBucket"},
      {{"PUT", "/b/"}, "CreateBucket"},
      {{"HEAD", "/b"}, "HeadBucket"},
      {{"DELETE", "/b"}, "DeleteBucket"},
      {{"GET", "/b", "location"}, "GetBucketLocation"},
      {{"GET", "/b", "location="}, "GetBucketLocation"},
      {{"GET", "/b"}, "ListObjects"},
      {{"GET", "/b", "prefix=a&marker=x"}, "ListObjects"},
      {{"GET", "/b", "list-type=2&prefix=a"}, "ListObjectsV2"},
      {{"GET", "/b", "list-type=1"}, "ListObjects"},
      {{"GET", "/b", "uploads"}, "ListMultipartUploads"},
      {{"GET", "/b", "versions"}, "ListObjectVersions"},
      {{"GET", "/b", "versioning"}, "GetBucketVersioning"},
      {{"GET", "/b", "lifecycle"}, "GetBucketLifecycleConfiguration"},
      {{"GET", "/b", "analytics"}, "ListBucketAnalyticsConfigurations"},
      {{"GET", "/b", "analytics&id=1"}, "GetBucketAnalyticsConfiguration"},
      {{"POST", "/b", "delete"}, "DeleteObjects"},
      {{"PUT", "/b", "cors"}, "PutBucketCors"},
      {{"DELETE", "/b", "cors"}, "DeleteBucketCors"},
      {{"GET", "/b/k"}, "GetObject"},
      {{"GET", "/b/k", "x-id=GetObject&partNumber=1"}, "GetObject"},
      {{"GET", "/b/a/b/c"}, "GetObject"},
      {{"GET", "/b//k"}, "GetObject"},
      {{"GET", "/b/k", "uploadId=u"}, "ListParts"},
      {{"GET", "/b/k", "acl"}, "GetObjectAcl"},
      {{"GET", "/b/k", "attributes"}, "GetObjectAttributes"},
      {{"HEAD", "/b/k"}, "HeadObject"},
      {{"PUT", "/b/k"}, "PutObject"},
      {{"PUT", "/b/k", "", copy}, "CopyObject"},
      {{"PUT", "/b/k", "partNumber=1&uploadId=u"}, "UploadPart"},
      {{"PUT", "/b/k", "partNumber=1&uploadId=u", copy}, "UploadPartCopy"},
      {{"PUT", "/b/k", "tagging"}, "PutObjectTagging"},
      {{"DELETE", "/b/k"}, "DeleteObject"},
      {{"DELETE", "/b/k", "uploadId=u"}, "AbortMultipartUpload"},
      {{"POST", "/b/k", "uploads"}, "CreateMultipartUpload"},
      {{"POST", "/b/k", "uploads=&x=y"}, "CreateMultipartUpload"},
      {{"POST", "/b/k", "uploadId=u"}, "CompleteMultipartUpload"},
      {{"POST", "/b/k"}, "MethodNotAllowed"},
      {{"POST", "/b"}, "MethodNotAllowed"},
      {{"PATCH", "/b/k"}, "MethodNotAllowed"},
      {{"PUT", "/b/k", "uploadId=u"}, "InvalidArgument"},
      {{"GET", "/b", "prefix=%zz"}, "InvalidArgument"},
  };
  for (const auto& [raw, expected] : cases) {
    const std::string line = raw.method + " " + raw.path + "?" + raw.query;
    CAPTURE(line);
    CHECK(s3.name_of(raw) == expected);
  }
}

TEST_CASE("An operation that is not built answers NotImplemented by name") {
  const Server s3(api::s3::model());
  const Raw raw{"GET", "/b/k", "torrent"};
  CHECK_FALSE((*s3.route(raw))->is_built());
  CHECK(s3.verdict(raw) == "NotImplemented");
}

}  // namespace
}  // namespace lightwell::wire_test
