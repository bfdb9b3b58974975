#include <doctest/doctest.h>

#include "api/s3/errors.h"
#include "api/s3/tables.h"
#include "base/time.h"
#include "codecs/round_trip.h"

namespace lightwell::wire_test {
namespace {

using namespace api::s3;  // NOLINT: the shapes under test
namespace s3_errors = api::s3::errors;

const Timestamp kTime = from_micros(1'445'412'480'000'000);
constexpr std::string_view kDeclaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

std::string xml(std::string_view inside) { return std::string(kDeclaration) + std::string(inside); }

TEST_CASE("ListBuckets has S3's own root, namespace and times") {
  ListBucketsOutput output{.buckets = std::vector<Bucket>{{.name = "b", .creation_date = kTime}},
                           .owner = Owner{.id = "o"}};
  const auto answer = answered(model(), "ListBuckets", output);
  CHECK(answer.status == 200);
  CHECK(header(answer.headers, "Content-Type") == "application/xml");
  CHECK(header(answer.headers, "x-amz-request-id") == "REQUEST1");
  CHECK(answer.body ==
        xml("<ListAllMyBucketsResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Buckets><Bucket><Name>b</Name>"
            "<CreationDate>2015-10-21T07:28:00.000Z</CreationDate></Bucket></Buckets><Owner><ID>o</ID></Owner>"
            "</ListAllMyBucketsResult>"));
  const auto back = received<ListBucketsOutput>(model(), "ListBuckets", answer);
  REQUIRE(back);
  CHECK(back->buckets->at(0).creation_date == kTime);
  CHECK(back->owner->id == "o");

  const auto none = answered(model(), "ListBuckets", ListBucketsOutput{.buckets = std::vector<Bucket>{}});
  CHECK(none.body.find("<Buckets></Buckets>") != std::string::npos);
}

TEST_CASE("GetBucketLocation's root holds the location itself") {
  const auto answer =
      answered(model(), "GetBucketLocation", GetBucketLocationOutput{.location_constraint = "eu-west-1"});
  CHECK(answer.body ==
        xml("<LocationConstraint xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">eu-west-1</LocationConstraint>"));
  CHECK(received<GetBucketLocationOutput>(model(), "GetBucketLocation", answer)->location_constraint == "eu-west-1");

  const auto classic = answered(model(), "GetBucketLocation", GetBucketLocationOutput{});
  CHECK(classic.body ==
        xml("<LocationConstraint xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"></LocationConstraint>"));
  CHECK_FALSE(received<GetBucketLocationOutput>(model(), "GetBucketLocation", classic)->location_constraint);
}

TEST_CASE("A listing is flattened, and percent-encoded when it says so") {
  ListObjectsV2Output output{.name = "b", .prefix = "p q", .delimiter = "/"};
  output.contents = std::vector<Object>{{.key = "p q/~*\x01\xC3\xA9", .e_tag = "\"e\"", .size = 3}, {.key = "z"}};
  output.common_prefixes = std::vector<CommonPrefix>{{.prefix = "p q/r/"}};
  output.encoding_type = values::encoding_type::url;
  const auto answer = answered(model(), "ListObjectsV2", output);
  CHECK(answer.body.find("<Key>p+q/%7E*%01%C3%A9</Key>") != std::string::npos);
  CHECK(answer.body.find("<ETag>&quot;e&quot;</ETag>") != std::string::npos);
  CHECK(answer.body.find("<CommonPrefixes><Prefix>p+q/r/</Prefix></CommonPrefixes>") != std::string::npos);
  const auto back = received<ListObjectsV2Output>(model(), "ListObjectsV2", answer);
  REQUIRE(back);
  CHECK(back->contents->size() == 2);
  CHECK(back->contents->at(0).key == output.contents->at(0).key);
  CHECK(back->prefix == "p q");
  CHECK(back->common_prefixes->at(0).prefix == "p q/r/");

  output.encoding_type = std::nullopt;
  const auto plain = answered(model(), "ListObjectsV2", output);
  CHECK(plain.body.find("<Key>p q/~*&#x1;\xC3\xA9</Key>") != std::string::npos);
  CHECK(received<ListObjectsV2Output>(model(), "ListObjectsV2", plain)->contents->at(0).key ==
        output.contents->at(0).key);
}

TEST_CASE("GetObject answers in headers and hands its payload over") {
  GetObjectOutput output{.last_modified = kTime, .content_length = 4, .e_tag = "\"e\""};
  output.body = Payload(std::string("data"));
  output.metadata.emplace()["title"] = "\xC3\xA9";
  output.content_disposition = "inline\r\nX-Evil: 1";
  const auto answer = answered(model(), "GetObject", std::move(output));
  CHECK(answer.body == "data");
  CHECK(answer.content_length == 4);
  CHECK(header(answer.headers, "Content-Length").empty());
  CHECK(header(answer.headers, "Last-Modified") == "Wed, 21 Oct 2015 07:28:00 GMT");
  CHECK(header(answer.headers, "x-amz-meta-title") == "=?UTF-8?B?w6k=?=");
  CHECK(header(answer.headers, "Content-Disposition") == "inline  X-Evil: 1");
  const auto back = received<GetObjectOutput>(model(), "GetObject", answer);
  REQUIRE(back);
  CHECK(text_of(*back->body) == "data");
  CHECK(back->metadata->at("title") == "\xC3\xA9");
  CHECK(back->last_modified == kTime);
}

TEST_CASE("Answers without members have no body, and their own status") {
  const auto removed = answered(model(), "DeleteObject", DeleteObjectOutput{.delete_marker = true});
  CHECK(removed.status == 204);
  CHECK(removed.body.empty());
  CHECK(header(removed.headers, "x-amz-delete-marker") == "true");
  CHECK(header(removed.headers, "Content-Type").empty());
  CHECK(answered(model(), "PutObject", PutObjectOutput{.e_tag = "\"e\""}).body.empty());
  CHECK(answered(model(), "DeleteBucket", DeleteBucketOutput{}).status == 204);
  const auto head = answered(model(), "HeadObject", HeadObjectOutput{.content_length = 1 << 20});
  CHECK(head.body.empty());
  CHECK(head.content_length == 1 << 20);
}

TEST_CASE("A copy's result is the root of its answer") {
  CopyObjectOutput output{.copy_object_result = CopyObjectResult{.e_tag = "\"e\"", .last_modified = kTime}};
  const auto answer = answered(model(), "CopyObject", output);
  CHECK(answer.body.find("<CopyObjectResult xmlns=") != std::string::npos);
  CHECK(received<CopyObjectOutput>(model(), "CopyObject", answer)->copy_object_result->e_tag == "\"e\"");
}

TEST_CASE("A grantee tells its type in an attribute of the XML Schema namespace") {
  GetBucketAclOutput output{.owner = Owner{.id = "o"}};
  output.grants =
      std::vector<Grant>{{.grantee = Grantee{.id = "o", .type = "CanonicalUser"}, .permission = "FULL_CONTROL"}};
  const auto answer = answered(model(), "GetBucketAcl", output);
  CHECK(answer.body ==
        xml("<AccessControlPolicy xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Owner><ID>o</ID></Owner>"
            "<AccessControlList><Grant><Grantee xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
            "xsi:type=\"CanonicalUser\"><ID>o</ID></Grantee><Permission>FULL_CONTROL</Permission></Grant>"
            "</AccessControlList></AccessControlPolicy>"));
  const auto back = received<GetBucketAclOutput>(model(), "GetBucketAcl", answer);
  REQUIRE(back);
  CHECK(back->grants->at(0).grantee->type == "CanonicalUser");
}

TEST_CASE("An error has S3's form: no namespace, its details, both ids") {
  const auto failure = error(s3_errors::invalid_range).with("RangeRequested", "bytes=9-").with("ActualObjectSize", "4");
  const auto answer = refused(model(), failure);
  CHECK(answer.status == 416);
  CHECK(answer.body == xml("<Error><Code>InvalidRange</Code><Message>The requested range is not satisfiable</Message>"
                           "<RangeRequested>bytes=9-</RangeRequested><ActualObjectSize>4</ActualObjectSize>"
                           "<RequestId>REQUEST1</RequestId><HostId>HOST</HostId></Error>"));
  CHECK(header(answer.headers, "x-amz-id-2") == "HOST");
  const auto back = received<GetObjectOutput>(model(), "GetObject", answer);
  REQUIRE_FALSE(back);
  CHECK(back.error().kind == &s3_errors::invalid_range);
  CHECK(back.error().details.at(1).value == "4");
}

TEST_CASE("HEAD and 304 have no body, and the client guesses the code from the status") {
  const auto missing = refused(model(), error(s3_errors::no_such_key), true);
  CHECK(missing.status == 404);
  CHECK(missing.body.empty());
  CHECK(received<HeadObjectOutput>(model(), "HeadObject", missing).error().kind == &s3_errors::no_such_key);
  CHECK(received<HeadBucketOutput>(model(), "HeadBucket", missing).error().kind == &s3_errors::no_such_bucket);
  const auto same = refused(model(), error(s3_errors::not_modified));
  CHECK(same.body.empty());
  CHECK(received<GetObjectOutput>(model(), "GetObject", same).error().kind == &s3_errors::not_modified);
}

TEST_CASE("A completion that fails after its 200 is an error all the same") {
  const Answer late{200, {}, xml("<Error><Code>InternalError</Code><Message>sorry</Message></Error>"), {}};
  const auto back = received<CompleteMultipartUploadOutput>(model(), "CompleteMultipartUpload", late);
  REQUIRE_FALSE(back);
  CHECK(back.error().kind == &s3_errors::internal_error);
  CHECK(back.error().message == "sorry");
}

TEST_CASE("A code nobody knows becomes a row of its own, the same one each time") {
  const Answer odd{418, {}, "<Error><Code>Teapot</Code><Message>short and stout</Message></Error>", {}};
  const auto first = received<PutObjectOutput>(model(), "PutObject", odd);
  const auto second = received<PutObjectOutput>(model(), "PutObject", odd);
  REQUIRE_FALSE(first);
  CHECK(first.error().kind->code == "Teapot");
  CHECK(first.error().kind->http_status == 418);
  CHECK(first.error().kind == second.error().kind);
}

TEST_CASE("An answer that is no XML is an error, not a crash") {
  for (const std::string body : {"<html>bad gateway", "", "null"}) {
    const Answer broken{502, {}, body, {}};
    const auto back = received<ListBucketsOutput>(model(), "ListBuckets", broken);
    REQUIRE_FALSE(back);
    CHECK(back.error().kind == &s3_errors::internal_error);
  }
  CHECK_FALSE(received<ListBucketsOutput>(model(), "ListBuckets", Answer{200, {}, "<ListAll", {}}));
}

}  // namespace
}  // namespace lightwell::wire_test
