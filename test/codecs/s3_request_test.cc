#include <doctest/doctest.h>

#include "api/s3/tables.h"
#include "base/time.h"
#include "codecs/round_trip.h"

namespace lightwell::wire_test {
namespace {

using namespace api::s3;  // NOLINT: the shapes under test

lightwell::Error error_of(const Raw& raw) {
  const auto input = Server(model()).decode(raw);
  REQUIRE_FALSE(input);
  return input.error();
}

std::string detail(const lightwell::Error& error, std::string_view name) {
  for (const ErrorDetail& each : error.details) {
    if (each.name == name) return each.value;
  }
  return {};
}

TEST_CASE("PutObject carries its labels, headers, metadata and stream") {
  auto value = *Server(model()).decode({"PUT",
                                        "/photos/2024/caf%C3%A9%20%2B1.jpg",
                                        "x-id=PutObject",
                                        {{"content-length", "5"},
                                         {"Content-Type", "image/jpeg"},
                                         {"x-amz-meta-Camera", "Z 8"},
                                         {"X-Amz-Meta-Title", "=?UTF-8?B?xZ7DoA==?="},
                                         {"x-amz-meta-raw", "caf\xE9"},
                                         {"x-amz-meta-twice", "a"},
                                         {"x-amz-meta-twice", "b"},
                                         {"x-amz-checksum-crc32c", "AAAAAA=="},
                                         {"x-amz-server-side-encryption-bucket-key-enabled", "True"},
                                         {"If-None-Match", "*"}},
                                        "hello"});
  auto& put = value.as<PutObjectRequest>();
  CHECK(put.bucket == "photos");
  CHECK(put.key == "2024/caf\xC3\xA9 +1.jpg");
  CHECK(put.content_length == 5);
  CHECK(put.content_type == "image/jpeg");
  CHECK(put.checksum_crc32_c == "AAAAAA==");
  CHECK(put.bucket_key_enabled == true);
  CHECK(put.if_none_match == "*");
  CHECK_FALSE(put.checksum_sha256);
  CHECK(*put.metadata ==
        std::map<std::string, std::string>{
            {"camera", "Z 8"}, {"title", "\xC5\x9E\xC3\xA0"}, {"raw", "caf\xC3\xA9"}, {"twice", "a,b"}});
  CHECK(text_of(*put.body) == "hello");
}

TEST_CASE("A body that was not handed over reads as an empty one") {
  const wire::Operation& put = *model().find_operation("PutObject");
  auto value = wire::decode_request(model(), put, {.method = "PUT", .path = "/b/k"});
  REQUIRE(value);
  CHECK(text_of(*value->as<PutObjectRequest>().body).empty());
}

TEST_CASE("What the client encodes, the server decodes: every kind of place") {
  PutObjectRequest put{
      .body = source_of(std::string("data")), .bucket = "b", .cache_control = "no-store", .key = "a b/\xC3\xBC+%"};
  put.expires = "tomorrow";
  put.metadata = {{"plain", "x"}, {"word", "=?x"}, {"accents", "\xC3\xA9"}};
  put.object_lock_retain_until_date = from_micros(1'445'412'480'000'000);
  const Raw raw = encoded(model(), "PutObject", &put);
  CHECK(raw.path == "/b/a%20b/%C3%BC%2B%25");
  CHECK(raw.body == "data");
  CHECK(header(raw.headers, "x-amz-meta-plain") == "x");
  CHECK(header(raw.headers, "x-amz-object-lock-retain-until-date") == "2015-10-21T07:28:00Z");
  auto value = *Server(model()).decode(raw);
  auto& back = value.as<PutObjectRequest>();
  CHECK(back.key == put.key);
  CHECK(back.expires == "tomorrow");
  CHECK(back.metadata == put.metadata);
  CHECK(back.object_lock_retain_until_date == put.object_lock_retain_until_date);

  ListObjectsV2Request list{.bucket = "b", .delimiter = "/", .max_keys = 7, .prefix = "a b&c"};
  list.optional_object_attributes = {"RestoreStatus"};
  list.fetch_owner = true;
  auto listed = sent(model(), "ListObjectsV2", list);
  auto& heard = listed.as<ListObjectsV2Request>();
  CHECK(heard.prefix == "a b&c");
  CHECK(heard.max_keys == 7);
  CHECK(heard.fetch_owner == true);
  CHECK(heard.optional_object_attributes == list.optional_object_attributes);
  CHECK_FALSE(heard.start_after);

  CopyObjectRequest copy{.bucket = "b", .copy_source = "src/k%20", .key = "k"};
  copy.copy_source_if_modified_since = from_micros(1'445'412'480'000'000);
  auto copied = sent(model(), "CopyObject", copy);
  CHECK(copied.as<CopyObjectRequest>().copy_source_if_modified_since == copy.copy_source_if_modified_since);
}

TEST_CASE("XML bodies travel both ways, names and values escaped") {
  DeleteObjectsRequest remove{
      .bucket = "b",
      .delete_ = {.objects = {{.key = "<a>&\"'"}, {.key = " "}, {.key = "l\xC3\xA9", .version_id = "null"}},
                  .quiet = true}};
  auto value = sent(model(), "DeleteObjects", remove);
  auto& back = value.as<DeleteObjectsRequest>().delete_;
  REQUIRE(back.objects.size() == 3);
  CHECK(back.objects[0].key == "<a>&\"'");
  CHECK(back.objects[1].key == " ");
  CHECK(back.objects[2].version_id == "null");
  CHECK(back.quiet == true);

  CompleteMultipartUploadRequest complete{.bucket = "b", .key = "k", .upload_id = "u"};
  complete.multipart_upload = CompletedMultipartUpload{
      .parts = std::vector<CompletedPart>{{.e_tag = "\"1\"", .part_number = 1}, {.e_tag = "2", .part_number = 2}}};
  auto completed = sent(model(), "CompleteMultipartUpload", complete);
  auto& parts = *completed.as<CompleteMultipartUploadRequest>().multipart_upload->parts;
  REQUIRE(parts.size() == 2);
  CHECK(parts[0].e_tag == "\"1\"");
  CHECK(parts[1].part_number == 2);

  PutBucketCorsRequest cors{
      .bucket = "b",
      .cors_configuration = {
          .cors_rules = {{.allowed_methods = {"GET", "PUT"}, .allowed_origins = {"*"}, .max_age_seconds = 5}}}};
  auto ruled = sent(model(), "PutBucketCors", cors);
  auto& rule = ruled.as<PutBucketCorsRequest>().cors_configuration.cors_rules.at(0);
  CHECK(rule.allowed_methods == std::vector<std::string>{"GET", "PUT"});
  CHECK(rule.max_age_seconds == 5);
}

TEST_CASE("XML is taken with a namespace, a prefix, CDATA, comments and elements nobody knows") {
  const auto decoded =
      Server(model()).decode({"POST",
                              "/b",
                              "delete",
                              {},
                              "\xEF\xBB\xBF<?xml version=\"1.0\"?><!-- hi --><s3:Delete "
                              "xmlns:s3=\"http://s3.amazonaws.com/doc/2006-03-01/\">\n"
                              " <s3:Object><s3:Key>a<!-- c "
                              "--><![CDATA[<b>]]>&#x41;</s3:Key><Extra><Deep/></Extra></s3:Object>\n</s3:Delete>"});
  REQUIRE(decoded);
  auto value = std::move(const_cast<wire::Value&>(*decoded));
  CHECK(value.as<DeleteObjectsRequest>().delete_.objects.at(0).key == "a<b>A");
}

TEST_CASE("CreateBucket takes no body, and one with a location") {
  auto bare = *Server(model()).decode({"PUT", "/b"});
  CHECK_FALSE(bare.as<CreateBucketRequest>().create_bucket_configuration);
  auto placed = *Server(model()).decode(
      {"PUT",
       "/b",
       "",
       {},
       "<CreateBucketConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><LocationConstraint>us-east-1"
       "</LocationConstraint></CreateBucketConfiguration>"});
  CHECK(placed.as<CreateBucketRequest>().create_bucket_configuration->location_constraint == "us-east-1");
}

TEST_CASE("A broken body answers MalformedXML") {
  const std::vector<std::string> bodies = {
      "not xml",
      "<Delete>",
      "<Wrong><Object><Key>a</Key></Object></Wrong>",
      "<Delete></Delete>",                                           // Object is required
      "<Delete><Object></Object></Delete>",                          // Key is required
      "<Delete><Object><Key></Key></Object></Delete>",               // and not empty
      "<Delete><Object><Key><b/></Key></Object></Delete>",           // and text
      "<Delete><Object><Key>a</Key><Key>b</Key></Object></Delete>",  // and one
      "<Delete><Object>text</Object></Delete>",
      "<Delete><Object><Key>a</Key></Object><Quiet>maybe</Quiet></Delete>",
      "<Delete><Object><Key>a</Key><Size>x</Size></Object></Delete>",
      "<!DOCTYPE d [<!ENTITY e \"x\">]><Delete><Object><Key>&e;</Key></Object></Delete>",
      "<Delete><Object><Key>&#0;a</Key></Object></Delete>",
      "<Delete><Object><Key>&#x0000;</Key></Object></Delete>",
      "<Delete><Object><Key>\xFF</Key></Object></Delete>",
      "<Delete/><Delete/>",
      std::string("<Delete>\0</Delete>", 18),
  };
  for (const std::string& body : bodies) {
    CAPTURE(body);
    CHECK(Server(model()).verdict({"POST", "/b", "delete", {}, body}) == "MalformedXML");
  }
  CHECK(Server(model()).verdict({"POST", "/b", "delete", {}, std::string(9 << 20, ' ') + "<Delete/>"}) ==
        "MalformedXML");
  CHECK(Server(model()).verdict({"POST", "/b", "delete", {}, " \n"}) == "MissingRequestBodyError");
  CHECK(Server(model()).verdict({"PUT", "/b", "cors", {}, ""}) == "MissingRequestBodyError");
}

TEST_CASE("A parameter of the wrong kind is named in the answer") {
  const auto keys = error_of({"GET", "/b", "max-keys=ten"});
  CHECK(keys.kind->code == "InvalidArgument");
  CHECK(keys.message == "Provided max-keys not an integer or within integer range");
  CHECK(detail(keys, "ArgumentName") == "max-keys");
  CHECK(detail(keys, "ArgumentValue") == "ten");
  CHECK(error_of({"GET", "/b", "max-keys=99999999999"}).kind->code == "InvalidArgument");

  const auto encoding = error_of({"GET", "/b", "encoding-type=gzip"});
  CHECK(encoding.message == "Invalid Encoding Method specified in Request");
  CHECK(detail(encoding, "ArgumentValue") == "gzip");

  CHECK(error_of({"PUT", "/b/k", "", {{"x-amz-storage-class", "CHEAP"}}}).kind->code == "InvalidStorageClass");
  CHECK(error_of({"PUT", "/b/k", "", {{"x-amz-sdk-checksum-algorithm", "CRC5"}}}).kind->code == "InvalidRequest");
  CHECK(error_of({"PUT", "/b/k", "", {{"x-amz-copy-source", "nothing"}}}).message ==
        "Copy Source must mention the source bucket and key: sourcebucket/sourcekey");
  CHECK(error_of({"PUT", "/b/k", "", {{"x-amz-copy-source", "a/b"}, {"x-amz-metadata-directive", "KEEP"}}}).message ==
        "Unknown metadata directive.");
  CHECK(error_of({"PUT", "/b/k", "partNumber=one&uploadId=u"}).kind->code == "InvalidArgument");
  CHECK(error_of({"GET", "/b/%FF"}).kind->code == "InvalidArgument");
  CHECK(error_of({"GET", "/", "max-buckets=0"}).kind->code == "InvalidArgument");
}

TEST_CASE("Empty parameters are absent unless they are text, and void conditions are passed over") {
  auto value = *Server(model()).decode({"GET", "/b", "prefix=&max-keys=&delimiter=%2F"});
  auto& list = value.as<ListObjectsRequest>();
  CHECK(list.prefix == "");
  CHECK_FALSE(list.max_keys);
  CHECK(list.delimiter == "/");

  auto got = *Server(model()).decode(
      {"GET",
       "/b/k",
       "response-expires=Wed, 21 Oct 2015 07:28:00 GMT",
       {{"If-Modified-Since", "yesterday"}, {"If-Unmodified-Since", "Wed, 21 Oct 2015 07:28:00 GMT"}}});
  auto& get = got.as<GetObjectRequest>();
  CHECK_FALSE(get.if_modified_since);
  CHECK(get.if_unmodified_since == from_micros(1'445'412'480'000'000));
  CHECK(get.response_expires == from_micros(1'445'412'480'000'000));
}

TEST_CASE("A parameter that comes twice is refused") {
  const auto failure = error_of({"GET", "/b", "prefix=a&delimiter=%2F&prefix=a"});
  CHECK(failure.kind->code == "InvalidArgument");
  CHECK(failure.message == "prefix may only be specified once.");
  CHECK(detail(failure, "ArgumentName") == "prefix");
  CHECK(error_of({"PUT", "/b/k", "partNumber=1&uploadId=u&uploadId=v"}).kind->code == "InvalidArgument");
}

TEST_CASE("The client refuses what cannot travel") {
  const wire::Operation& get = *model().find_operation("GetObject");
  GetObjectRequest nameless{.bucket = "b", .key = ""};
  CHECK_FALSE(wire::encode_request(model(), get, &nameless));
  GetObjectRequest split{.bucket = "b", .key = "k"};
  split.range = "bytes=0-1\r\nX-Evil: 1";
  CHECK_FALSE(wire::encode_request(model(), get, &split));
}

}  // namespace
}  // namespace lightwell::wire_test
