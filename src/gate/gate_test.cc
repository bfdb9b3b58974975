// The gate driven in process, against a small S3 in memory.

#include "gate/gate.h"

#include <doctest/doctest.h>

#include <map>
#include <stdexcept>

#include "api/s3/errors.h"
#include "api/s3/tables.h"
#include "base/text.h"
#include "gate/errors.h"
#include "http/errors.h"
#include "run/spawn.h"
#include "wire/sigv4/sign.h"

namespace lightwell::gate {
namespace {

namespace s3 = api::s3;
namespace sigv4 = wire::sigv4;

class MemoryS3 final : public s3::S3 {
 public:
  struct Object {
    std::string bytes;
    std::map<std::string, std::string> metadata;
    std::optional<std::string> encoding;
    std::optional<std::string> trailer_crc32;
  };
  std::map<std::string, Object> objects;
  Call last;

  Task<Result<s3::PutObjectOutput>> put_object(const Call& call, s3::PutObjectRequest& request) override {
    last = call;
    CO_TRY(std::string bytes, co_await read_all(*request.body, 1 << 24));
    objects[request.bucket + "/" + request.key] = {.bytes = std::move(bytes),
                                                   .metadata = request.metadata.value_or(Object{}.metadata),
                                                   .encoding = request.content_encoding,
                                                   .trailer_crc32 = request.body->trailer("x-amz-checksum-crc32")};
    co_return s3::PutObjectOutput{.e_tag = "\"tag\""};
  }
  Task<Result<s3::GetObjectOutput>> get_object(const Call& call, s3::GetObjectRequest& request) override {
    last = call;
    if (request.key == "broken") throw std::runtime_error("the machinery broke");
    const auto found = objects.find(request.bucket + "/" + request.key);
    if (found == objects.end()) co_return fail(error(s3::errors::no_such_key).with("Key", request.key));
    s3::GetObjectOutput output;
    output.body = found->second.bytes;
    output.content_length = int64_t(found->second.bytes.size());
    co_return output;
  }
  Task<Result<s3::HeadObjectOutput>> head_object(const Call&, s3::HeadObjectRequest& request) override {
    const auto found = objects.find(request.bucket + "/" + request.key);
    if (found == objects.end()) co_return fail(s3::errors::no_such_key);
    co_return s3::HeadObjectOutput{.content_length = int64_t(found->second.bytes.size())};
  }
  Task<Result<s3::DeleteObjectsOutput>> delete_objects(const Call&, s3::DeleteObjectsRequest& request) override {
    for (const auto& one : request.delete_.objects) objects.erase(request.bucket + "/" + one.key);
    co_return s3::DeleteObjectsOutput{};
  }
  Task<Result<s3::CopyObjectOutput>> copy_object(const Call&, s3::CopyObjectRequest&) override {
    co_return s3::CopyObjectOutput{};
  }
};

class FixedCors final : public CorsRules {
 public:
  Task<Result<std::optional<std::vector<CorsRule>>>> find(std::string_view bucket) override {
    if (bucket != "photos") co_return std::nullopt;
    co_return std::vector<CorsRule>{{.allowed_origins = {"https://here"}, .allowed_methods = {"GET", "PUT"}}};
  }
};

struct Fixture {
  MemoryS3 service;
  DeclaredKeys keys;
  DeclaredPolicies policies;
  Decisions decisions;
  Authorizer authorizer{policies, decisions};
  FixedCors cors;
  FakeClock clock;
  CountingIds ids;
  GateOptions options;
  sigv4::Signer signer = {.credentials = {.access_key_id = "ROOT", .secret = "secret"}};

  Fixture() {
    keys.add(
        {.id = "ROOT", .secret = "secret", .principal = {.account = "111122223333", .arn = root_arn("111122223333")}});
  }

  struct Asked {
    std::string method = "GET";
    std::string target = "/photos/key";
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers = {};
    std::string host = "localhost:4566";
    std::string payload_hash = {};  // of the body when empty
  };
  static http::Request plain(const Asked& asked) {
    http::Request request;
    request.method = asked.method;
    request.target = asked.target;
    request.headers.add("Host", asked.host);
    for (const auto& [name, value] : asked.headers) request.headers.add(name, value);
    request.body = source_of(asked.body);
    return request;
  }
  http::Request signed_one(const Asked& asked) const {
    http::Request request = plain(asked);
    const std::string hash = asked.payload_hash.empty() ? sha256_hex(asked.body) : asked.payload_hash;
    request.headers.add("X-Amz-Date", iso8601_basic(clock.now()));
    request.headers.add("X-Amz-Content-Sha256", hash);
    std::vector<sigv4::Field> fields;
    for (const auto& field : request.headers) fields.push_back({field.name, field.value});
    const sigv4::Message message = {
        .method = request.method, .path = request.path(), .query = request.query(), .headers = fields};
    request.headers.add("Authorization", sigv4::authorization_header(signer, message, hash, clock.now()));
    return request;
  }
  struct Answer {
    int status;
    http::Headers headers;
    std::string body;
    bool says(std::string_view text) const { return body.find(text) != body.npos; }
  };
  Answer send(http::Request request) {
    Gate gate({s3::bind(service)}, keys, authorizer, &cors, clock, ids, options);
    return send(gate, std::move(request));
  }
  static Answer send(Gate& gate, http::Request request) {
    http::Response response = sync_wait(gate.answer(request));
    const auto source = source_of(std::move(response.body));
    return {response.status, response.headers, sync_wait(read_all(*source, 1 << 24)).value_or("(unreadable)")};
  }
  Answer ask(const Asked& asked) { return send(signed_one(asked)); }
  std::string stored(const std::string& name) {
    return service.objects.contains(name) ? service.objects[name].bytes : "(nothing)";
  }
};

std::string crc32_of(std::string_view text) { return to_base64(as_bytes(digest(Algorithm::crc32, as_bytes(text)))); }

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a signed object goes in and comes out, and the call says who asked") {
  signer.region = "eu-west-1";
  const Answer put = ask({.method = "PUT", .target = "/photos/a%20b/%E2%82%AC", .body = "bytes"});
  CHECK(put.status == 200);
  CHECK(put.headers.get("etag") == "\"tag\"");
  CHECK(put.headers.get("x-amz-request-id").size() == 16);
  CHECK(put.headers.find("x-amz-id-2"));
  CHECK(stored("photos/a b/\xE2\x82\xAC") == "bytes");
  CHECK(service.last.principal.access_key_id == "ROOT");
  CHECK(service.last.account == "111122223333");
  CHECK(service.last.region == "eu-west-1");
  CHECK(service.last.now == clock.now());
  CHECK(service.last.request_id == put.headers.get("x-amz-request-id"));
  CHECK(service.last.trace_header.starts_with("Root=1-"));
  CHECK(ask({.target = "/photos/a%20b/%E2%82%AC"}).body == "bytes");
}

TEST_CASE_FIXTURE(Fixture, "a trace header that came is passed on, a strange one is not") {
  ask({.headers = {{"X-Amzn-Trace-Id", "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1"}}});
  CHECK(service.last.trace_header == "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1");
  ask({.headers = {{"X-Amzn-Trace-Id", "Root=1-<script>"}}});
  CHECK(service.last.trace_header.find('<') == std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "the bucket may stand in the host") {
  for (const std::string host : {"photos.s3.localhost:4566", "photos.localhost", "photos.s3.eu-west-1.amazonaws.com"}) {
    service.objects.clear();
    signer.region = host.contains("eu-west-1") ? "eu-west-1" : "us-east-1";
    CHECK(ask({.method = "PUT", .target = "/a%20b", .body = "bytes", .host = host}).status == 200);
    CHECK(stored("photos/a b") == "bytes");
  }
}

TEST_CASE_FIXTURE(Fixture, "an error is the service's own, with its details and the ids") {
  const Answer answer = ask({.target = "/photos/none"});
  CHECK(answer.status == 404);
  CHECK(answer.headers.get("content-type") == "application/xml");
  CHECK(answer.says("<Code>NoSuchKey</Code>"));
  CHECK(answer.says("<Key>none</Key>"));
  CHECK(answer.says("<RequestId>" + std::string(answer.headers.get("x-amz-request-id")) + "</RequestId>"));
  CHECK(answer.says("<HostId>" + std::string(answer.headers.get("x-amz-id-2")) + "</HostId>"));
}

TEST_CASE_FIXTURE(Fixture, "an error of HEAD has no body") {
  const Answer answer = ask({.method = "HEAD", .target = "/photos/none"});
  CHECK(answer.status == 404);
  CHECK(answer.body.empty());
  const Answer unsigned_one = send(plain({.method = "HEAD"}));
  CHECK(unsigned_one.status == 403);
  CHECK(unsigned_one.body.empty());
}

TEST_CASE_FIXTURE(Fixture, "HEAD tells the length of an object whose bytes it does not send") {
  service.objects["photos/key"].bytes = "bytes";
  Gate gate({s3::bind(service)}, keys, authorizer, &cors, clock, ids, options);
  http::Request request = signed_one({.method = "HEAD"});
  const http::Response response = sync_wait(gate.answer(request));
  CHECK(response.status == 200);
  CHECK(response.content_length == 5);
}

TEST_CASE_FIXTURE(Fixture, "an unsigned request is denied, and answered where verification is off") {
  CHECK(send(plain({})).status == 403);
  CHECK(send(plain({})).says("<Code>AccessDenied</Code><Message>Access Denied</Message>"));
  options.auth.mode = AuthMode::verify;
  CHECK(send(plain({})).status == 403);
  options.auth.mode = AuthMode::off;
  CHECK(send(plain({})).status == 404);
}

TEST_CASE_FIXTURE(Fixture, "a body other than its digest is refused before it is stored") {
  http::Request request = signed_one({.method = "PUT", .body = "what was signed"});
  request.body = source_of(std::string("something else!"));
  const Answer answer = send(std::move(request));
  CHECK(answer.status == 400);
  CHECK(answer.says("<Code>XAmzContentSHA256Mismatch</Code>"));
  CHECK(answer.says("<S3ComputedContentSHA256>" + sha256_hex("something else!")));
  CHECK(stored("photos/key") == "(nothing)");
}

TEST_CASE_FIXTURE(Fixture, "a presigned URL uploads, with the headers SDKs put into its query") {
  const std::string url = sigv4::presigned_url(
      signer, {.origin = "http://localhost:4566"},
      {.method = "PUT", .bucket = "photos", .key = "key", .query = {{"x-amz-meta-colour", "blue"}}}, clock.now());
  const std::string target = url.substr(std::string("http://localhost:4566").size());
  CHECK(send(plain({.method = "PUT", .target = target, .body = "bytes"})).status == 200);
  CHECK(stored("photos/key") == "bytes");
  CHECK(service.objects["photos/key"].metadata["colour"] == "blue");
  clock.advance(seconds(901));
  const Answer late = send(plain({.method = "PUT", .target = target, .body = "other"}));
  CHECK(late.status == 403);
  CHECK(late.says("<Message>Request has expired</Message><X-Amz-Expires>900</X-Amz-Expires><Expires>"));
  CHECK(stored("photos/key") == "bytes");
}

TEST_CASE_FIXTURE(Fixture, "a presigned URL that signs length and checksum takes nothing else") {
  const std::vector<std::pair<std::string, std::string>> stated = {
      {"content-length", "5"}, {"x-amz-checksum-sha256", to_base64(sha256(as_bytes("bytes")))}};
  const std::string url =
      sigv4::presigned_url(signer, {.origin = "http://localhost:4566"},
                           {.method = "PUT", .bucket = "photos", .key = "key", .headers = stated}, clock.now());
  const std::string target = url.substr(std::string("http://localhost:4566").size());
  CHECK(send(plain({.method = "PUT", .target = target, .body = "bytes", .headers = stated})).status == 200);
  auto longer = stated;
  longer[0].second = "6";
  CHECK(send(plain({.method = "PUT", .target = target, .body = "bytes!", .headers = longer})).status == 403);
}

TEST_CASE_FIXTURE(Fixture, "aws-chunked is taken off the body and off Content-Encoding") {
  const std::string body = "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:" + crc32_of("hello") + "\r\n\r\n";
  const Answer answer = ask({.method = "PUT",
                             .body = body,
                             .headers = {{"Content-Encoding", "aws-chunked,gzip"},
                                         {"Content-Length", std::to_string(body.size())},
                                         {"x-amz-decoded-content-length", "5"},
                                         {"x-amz-trailer", "x-amz-checksum-crc32"}},
                             .payload_hash = std::string(sigv4::kStreamingUnsignedTrailer)});
  CHECK(answer.status == 200);
  CHECK(stored("photos/key") == "hello");
  CHECK(service.objects["photos/key"].encoding == "gzip");
  CHECK(service.objects["photos/key"].trailer_crc32 == crc32_of("hello"));
}

TEST_CASE_FIXTURE(Fixture, "aws-chunked without a decoded length, or with an unknown trailer, is refused") {
  const std::string hash(sigv4::kStreamingUnsignedTrailer);
  const Answer none = ask({.method = "PUT", .body = "0\r\n\r\n", .payload_hash = hash});
  CHECK(none.status == 411);
  CHECK(none.says("<Code>MissingContentLength</Code>"));
  const Answer odd = ask({.method = "PUT",
                          .body = "0\r\n\r\n",
                          .headers = {{"x-amz-decoded-content-length", "0"}, {"x-amz-trailer", "x-amz-meta-a"}},
                          .payload_hash = hash});
  CHECK(odd.status == 400);
  CHECK(odd.says("The value specified in the x-amz-trailer header is not supported"));
}

TEST_CASE_FIXTURE(Fixture, "a chunk whose signature is wrong stores nothing") {
  const std::string body = "5;chunk-signature=" + std::string(64, '0') +
                           "\r\nhello\r\n0;chunk-signature=" + std::string(64, '0') + "\r\n\r\n";
  const Answer answer = ask({.method = "PUT",
                             .body = body,
                             .headers = {{"x-amz-decoded-content-length", "5"}},
                             .payload_hash = std::string(sigv4::kStreamingSigned)});
  CHECK(answer.status == 403);
  CHECK(answer.says("<Code>SignatureDoesNotMatch</Code>"));
  CHECK(stored("photos/key") == "(nothing)");
}

TEST_CASE_FIXTURE(Fixture, "an operation that is not built says so by name") {
  const Answer answer = ask({.target = "/photos?replication"});
  CHECK(answer.status == 501);
  CHECK(answer.says("<Code>NotImplemented</Code><Message>GetBucketReplication is not implemented.</Message>"));
}

TEST_CASE_FIXTURE(Fixture, "broken machinery is InternalError, without its words") {
  const Answer answer = ask({.target = "/photos/broken"});
  CHECK(answer.status == 500);
  CHECK(answer.says("<Code>InternalError</Code>"));
  CHECK_FALSE(answer.says("machinery"));
}

TEST_CASE_FIXTURE(Fixture, "DeleteObjects asks for a digest of its document, and holds the document against it") {
  service.objects["photos/key"] = {};
  const std::string xml = "<Delete><Object><Key>key</Key></Object></Delete>";
  const auto with = [&](std::string name, std::string value) {
    return ask(
        {.method = "POST", .target = "/photos?delete", .body = xml, .headers = {{std::move(name), std::move(value)}}});
  };
  CHECK(with("Accept", "*/*").says("Missing required header for this request: Content-MD5 OR x-amz-checksum-*"));
  CHECK(with("Content-MD5", "AAAAAAAAAAAAAAAAAAAAAA==").says("<Code>BadDigest</Code>"));
  CHECK(with("x-amz-checksum-crc32", "AAAAAA==").says("<Code>BadDigest</Code>"));
  CHECK(service.objects.size() == 1);
  CHECK(with("x-amz-checksum-crc32", crc32_of(xml)).status == 200);
  CHECK(service.objects.empty());
}

TEST_CASE_FIXTURE(Fixture, "a document over the limit is refused unread") {
  options.document_bytes_max = 1000;
  const Answer answer = ask({.method = "POST", .target = "/photos?delete", .body = std::string(1001, ' ')});
  CHECK(answer.status == 400);
  CHECK(answer.says("<Code>MaxMessageLengthExceeded</Code>"));
  CHECK(answer.says("<MaxMessageLengthBytes>1000</MaxMessageLengthBytes>"));
}

TEST_CASE_FIXTURE(Fixture, "an upload of unknown length is refused") {
  class Endless final : public ByteSource {
    Task<Result<Bytes>> read() override { co_return Bytes{}; }
  };
  http::Request request = signed_one({.method = "PUT"});
  request.body = std::make_unique<Endless>();
  const Answer answer = send(std::move(request));
  CHECK(answer.status == 411);
  CHECK(answer.says("<Code>MissingContentLength</Code>"));
}

TEST_CASE_FIXTURE(Fixture, "a body that breaks off on its way is IncompleteBody in S3's form, and stores nothing") {
  class Broken final : public ByteSource {
    Task<Result<Bytes>> read() override { co_return fail(http::errors::incomplete_body); }
    std::optional<uint64_t> length() const override { return 5; }
  };
  http::Request request = signed_one({.method = "PUT", .body = "hello"});
  request.body = std::make_unique<Broken>();
  const Answer answer = send(std::move(request));
  CHECK(answer.status == 400);
  CHECK(answer.says("<Code>IncompleteBody</Code><Message>You did not provide the number of bytes specified"));
  CHECK(stored("photos/key") == "(nothing)");
}

TEST_CASE_FIXTURE(Fixture, "one request too many at a time is told to slow down") {
  options.requests_max = 0;
  const Answer answer = ask({});
  CHECK(answer.status == 503);
  CHECK(answer.says("<Code>SlowDown</Code>"));
}

TEST_CASE_FIXTURE(Fixture, "a service that is not here is NotImplemented in its own protocol") {
  const Answer json = send(plain(
      {.method = "POST",
       .target = "/",
       .body = "{}",
       .headers = {{"X-Amz-Target", "DynamoDB_20120810.GetItem"}, {"Content-Type", "application/x-amz-json-1.0"}}}));
  CHECK(json.status == 501);
  CHECK(json.says("NotImplemented"));
  CHECK(json.says("GetItem of Amazon DynamoDB is not implemented."));
  CHECK(json.headers.find("x-amzn-requestid"));
  signer.service = "sns";
  const Answer query = send(signed_one({.method = "POST",
                                        .target = "/",
                                        .body = "Action=ListTopics&Version=2010-03-31",
                                        .headers = {{"Content-Type", "application/x-www-form-urlencoded"}}}));
  CHECK(query.status == 501);
  CHECK(query.says("<Code>NotImplemented</Code>"));
  CHECK(query.says("ListTopics of Amazon Simple Notification Service is not implemented."));
}

TEST_CASE_FIXTURE(Fixture, "S3 asked with another service's scope names itself") {
  signer.service = "sqs";
  const Answer answer = ask({});
  CHECK(answer.status == 400);
  CHECK(answer.says("incorrect service &quot;sqs&quot;. This endpoint belongs to &quot;s3&quot;."));
}

TEST_CASE_FIXTURE(Fixture, "a preflight needs no signature, and an answer to an allowed origin says so") {
  const std::vector<std::pair<std::string, std::string>> asked = {{"Origin", "https://here"},
                                                                  {"Access-Control-Request-Method", "PUT"}};
  const Answer allowed = send(plain({.method = "OPTIONS", .headers = asked}));
  CHECK(allowed.status == 200);
  CHECK(allowed.headers.get("access-control-allow-origin") == "https://here");
  const Answer other = send(plain({.method = "OPTIONS", .target = "/elsewhere/key", .headers = asked}));
  CHECK(other.status == 403);
  CHECK(
      other.says("<Code>AccessForbidden</Code><Message>CORSResponse: CORS is not enabled for this bucket.</Message>"));
  for (const std::string target : {"/photos/key", "/photos/none"}) {
    service.objects["photos/key"] = {};
    const Answer got = ask({.target = target, .headers = {{"Origin", "https://here"}}});
    CHECK(got.headers.get("access-control-allow-origin") == "https://here");
    CHECK(got.headers.get("vary").starts_with("Origin"));
  }
  CHECK_FALSE(ask({.headers = {{"Origin", "https://elsewhere"}}}).headers.find("access-control-allow-origin"));
}

TEST_CASE_FIXTURE(Fixture, "paths of our own are answered without a signature, and only where they were added") {
  Gate gate({s3::bind(service)}, keys, authorizer, nullptr, clock, ids, options);
  gate.add_route("GET", "/_lightwell/health",
                 [](http::Request&) -> Task<http::Response> { co_return http::Response{.body = std::string("well")}; });
  CHECK(send(gate, plain({.target = "/_lightwell/health"})).body == "well");
  CHECK(send(gate, plain({.method = "POST", .target = "/_lightwell/reset"})).status == 405);
}

TEST_CASE_FIXTURE(Fixture, "objects that share the pages' origin may run nothing") {
  options.shares_origin_with_pages = true;
  service.objects["photos/key"] = {};
  const Answer answer = ask({});
  CHECK(answer.headers.get("content-security-policy") == "sandbox");
  CHECK(answer.headers.get("x-content-type-options") == "nosniff");
}

TEST_CASE_FIXTURE(Fixture, "in testing mode any credentials do, those declared keep their account") {
  options.auth.testing = true;
  signer.credentials = {.access_key_id = "test", .secret = "test"};
  CHECK(ask({.method = "PUT", .body = "x"}).status == 200);
  CHECK(service.last.account == "123456789012");
  signer.credentials = {.access_key_id = "ROOT", .secret = "secret"};
  CHECK(ask({.method = "PUT", .body = "x"}).status == 200);
  CHECK(service.last.account == "111122223333");
}

}  // namespace lightwell::gate
