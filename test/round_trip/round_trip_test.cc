// The remote client and the gate, each the other's test: a call goes through RemoteS3, a signature, a socket, the gate
// and the embedded S3, and comes back the same way.

#include <doctest/doctest.h>

#include <atomic>

#include "api/s3/errors.h"
#include "api/s3/remote.h"
#include "api/s3/tables.h"
#include "base/text.h"
#include "gate/gate.h"
#include "http/client.h"
#include "http/server.h"
#include "remote/remote.h"
#include "run/pool.h"
#include "run/spawn.h"
#include "services/s3/s3.h"
#include "store/blob/filesystem.h"
#include "store/sql/sqlite.h"
#include "wire/sigv4/sign.h"

namespace lightwell {
namespace {

namespace s3 = api::s3;

// Bytes of which no two blocks are alike.
std::string noise(size_t size) {
  std::string bytes(size, '\0');
  uint32_t seed = 1;
  for (char& byte : bytes) {
    seed = seed * 1664525 + 1013904223;
    byte = char(seed >> 24);
  }
  return bytes;
}

// A body that comes in pieces and cannot be sent again.
class Stream final : public ByteSource {
 public:
  explicit Stream(std::string bytes) : bytes_(std::move(bytes)) {}
  Task<Result<Bytes>> read() override {
    const Bytes out = as_bytes(bytes_).subspan(at_).first(std::min<size_t>(10'000, bytes_.size() - at_));
    at_ += out.size();
    co_return out;
  }
  std::optional<uint64_t> length() const override { return bytes_.size(); }

 private:
  const std::string bytes_;
  size_t at_ = 0;
};

struct Fixture {
  SystemClock clock;
  RandomIds ids;
  Pool pool{"s3", 2, 64};
  Loops loops{2};
  std::unique_ptr<store::Database> database;
  std::unique_ptr<store::BlobStore> blobs = store::open_memory_blobs();
  std::unique_ptr<lightwell::s3::S3Service> embedded;
  gate::DeclaredKeys keys;
  gate::DeclaredPolicies policies;
  gate::Decisions decisions;
  gate::Authorizer authorizer{policies, decisions};
  std::unique_ptr<gate::Gate> gate;
  std::atomic<int> failures_to_come = 0;  // answered with 503 before the gate sees them
  std::atomic<int> requests_seen = 0;
  std::unique_ptr<http::Server> server;
  std::unique_ptr<http::Client> client = http::make_client(loops);
  std::unique_ptr<remote::Remote> sender;
  std::unique_ptr<s3::RemoteS3> far;

  Fixture() {
    database = *store::open_sqlite({});
    embedded = std::make_unique<lightwell::s3::S3Service>(*database, *blobs, pool, ids);
    REQUIRE(embedded->migrate());
    keys.add({.id = "ROOT", .secret = "secret", .principal = {.account = "111122223333"}});
    gate = std::make_unique<gate::Gate>(std::vector{s3::bind(*embedded)}, keys, authorizer, nullptr, clock, ids);
    server = *http::listen(loops, {"127.0.0.1", 0},
                           [this](http::Request& request) -> Task<http::Response> { return answer(request); });
    connect("secret");
  }
  ~Fixture() {
    server->stop(milliseconds(1000));
    client.reset();
  }

  Task<http::Response> answer(http::Request& request) {
    ++requests_seen;
    if (failures_to_come.fetch_sub(1) > 0) co_return http::Response{.status = 503};
    co_return co_await gate->answer(request);
  }
  std::string origin() const { return "http://127.0.0.1:" + std::to_string(server->port()); }
  void connect(std::string secret, bool sends_trailers = true, std::string region_set = {}) {
    remote::RemoteOptions options = {.endpoint = *remote::parse_endpoint(origin()),
                                     .credentials = {.access_key_id = "ROOT", .secret = std::move(secret)},
                                     .region_set = std::move(region_set),
                                     .retry = {.first_delay = milliseconds(1)},
                                     .sends_trailers = sends_trailers};
    sender = std::make_unique<remote::Remote>(*client, clock, loops.at(0), ids, std::move(options));
    far = std::make_unique<s3::RemoteS3>(*sender);
    failures_to_come = 0;
    requests_seen = 0;
  }
  template <class Request, class Output>
  Result<Output> ask(Task<Result<Output>> (s3::S3::*operation)(const Call&, Request&), Request request) {
    const Call call = {.trace_header = "Root=1-5759e988-bd862e3fe1be46a994272793"};
    return sync_wait((far.get()->*operation)(call, request));
  }
  void given_bucket() { REQUIRE(ask(&s3::S3::create_bucket, s3::CreateBucketRequest{.bucket = "photos"})); }
  Result<s3::PutObjectOutput> put(std::string key, std::unique_ptr<ByteSource> body) {
    s3::PutObjectRequest request;
    request.bucket = "photos";
    request.key = std::move(key);
    request.body = std::move(body);
    request.content_type = "image/jpeg";
    request.metadata = std::map<std::string, std::string>{{"colour", "blue"}};
    return ask(&s3::S3::put_object, std::move(request));
  }
  Result<s3::GetObjectOutput> get(std::string key) {
    return ask(&s3::S3::get_object, s3::GetObjectRequest{.bucket = "photos", .key = std::move(key)});
  }
  static std::string bytes_of(Result<s3::GetObjectOutput>& got) {
    REQUIRE(got);
    REQUIRE(got->body);
    const auto source = source_of(std::move(*got->body));
    auto all = sync_wait(read_all(*source, 1u << 26));
    REQUIRE(all);
    return *all;
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "objects of every size travel as signed chunks and come back byte for byte") {
  given_bucket();
  for (const size_t size : {size_t(0), size_t(1), size_t(65'536), size_t(65'537), size_t(3'000'001)}) {
    const std::string bytes = noise(size);
    const auto stored = put("a b/\xE2\x82\xAC+(1)", std::make_unique<Stream>(bytes));
    REQUIRE(stored);
    CHECK(stored->e_tag == "\"" + md5_hex(bytes) + "\"");
    auto got = get("a b/\xE2\x82\xAC+(1)");
    CHECK(bytes_of(got) == bytes);
    CHECK(got->content_length == int64_t(size));
    CHECK(got->content_type == "image/jpeg");
    CHECK(got->metadata->at("colour") == "blue");
    CHECK_FALSE(got->content_encoding);
  }
}

TEST_CASE_FIXTURE(Fixture, "the trailing checksum is stored; without trailers the chunks alone are signed") {
  given_bucket();
  const std::string crc32 = to_base64(as_bytes(digest(Algorithm::crc32, as_bytes("bytes"))));
  CHECK(put("with", std::make_unique<Stream>("bytes"))->checksum_crc32 == crc32);
  connect("secret", false);
  CHECK(put("without", std::make_unique<Stream>("bytes")));
  auto got = get("without");
  CHECK(bytes_of(got) == "bytes");
}

TEST_CASE_FIXTURE(Fixture, "SigV4a signs requests, chunks and trailers, for every region of its set") {
  given_bucket();
  for (const bool sends_trailers : {true, false}) {
    connect("secret", sends_trailers, "*");
    for (const size_t size : {size_t(0), size_t(65'537), size_t(300'000)}) {
      const std::string bytes = noise(size);
      REQUIRE(put("key", std::make_unique<Stream>(bytes)));
      auto got = get("key");
      CHECK(bytes_of(got) == bytes);
    }
  }
  connect("wrong", true, "*");
  const auto refused = put("key", std::make_unique<Stream>("bytes"));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind->code == "SignatureDoesNotMatch");
}

TEST_CASE_FIXTURE(Fixture, "errors come back as the service's own rows, with their details") {
  given_bucket();
  const auto missing = get("none");
  REQUIRE_FALSE(missing);
  CHECK(missing.error().kind == &s3::errors::no_such_key);
  const auto bucket = ask(&s3::S3::list_objects_v2, s3::ListObjectsV2Request{.bucket = "nowhere"});
  REQUIRE_FALSE(bucket);
  CHECK(bucket.error().kind == &s3::errors::no_such_bucket);
  const auto head = ask(&s3::S3::head_object, s3::HeadObjectRequest{.bucket = "photos", .key = "none"});
  REQUIRE_FALSE(head);
  CHECK(head.error().kind->http_status == 404);
  connect("wrong");
  const auto denied = get("none");
  REQUIRE_FALSE(denied);
  CHECK(denied.error().kind->code == "SignatureDoesNotMatch");
}

TEST_CASE_FIXTURE(Fixture, "conditions and ranges hold across the wire") {
  given_bucket();
  const auto stored = put("key", std::make_unique<Stream>("0123456789"));
  REQUIRE(stored);
  s3::GetObjectRequest part = {.bucket = "photos", .key = "key"};
  part.range = "bytes=2-4";
  auto got = ask(&s3::S3::get_object, std::move(part));
  CHECK(bytes_of(got) == "234");
  CHECK(got->content_range == "bytes 2-4/10");
  s3::GetObjectRequest unchanged = {.bucket = "photos", .key = "key"};
  unchanged.if_none_match = stored->e_tag;
  const auto same = ask(&s3::S3::get_object, std::move(unchanged));
  REQUIRE_FALSE(same);
  CHECK(same.error().kind->http_status == 304);
}

TEST_CASE_FIXTURE(Fixture, "deleting many carries the digest the gate asks for") {
  given_bucket();
  REQUIRE(put("one", std::make_unique<Stream>("1")));
  REQUIRE(put("two & <three>", std::make_unique<Stream>("2")));
  s3::DeleteObjectsRequest request = {.bucket = "photos"};
  request.delete_.objects = {{.key = "one"}, {.key = "two & <three>"}};
  const auto deleted = ask(&s3::S3::delete_objects, std::move(request));
  REQUIRE(deleted);
  CHECK(deleted->deleted->size() == 2);
  const auto left = ask(&s3::S3::list_objects_v2, s3::ListObjectsV2Request{.bucket = "photos"});
  REQUIRE(left);
  CHECK(left->key_count == 0);
}

TEST_CASE_FIXTURE(Fixture, "a multipart upload goes through, and an error inside a 200 is an error") {
  given_bucket();
  const auto begun =
      ask(&s3::S3::create_multipart_upload, s3::CreateMultipartUploadRequest{.bucket = "photos", .key = "big"});
  REQUIRE(begun);
  s3::UploadPartRequest part;
  part.bucket = "photos";
  part.key = "big";
  part.upload_id = *begun->upload_id;
  part.part_number = 1;
  part.body = std::make_unique<Stream>(noise(100'000));
  const auto uploaded = ask(&s3::S3::upload_part, std::move(part));
  REQUIRE(uploaded);
  const auto complete = [&](std::string e_tag) {
    s3::CompleteMultipartUploadRequest request = {.bucket = "photos", .key = "big", .upload_id = *begun->upload_id};
    s3::CompletedPart one;
    one.part_number = 1;
    one.e_tag = std::move(e_tag);
    request.multipart_upload = s3::CompletedMultipartUpload{.parts = std::vector{one}};
    return ask(&s3::S3::complete_multipart_upload, std::move(request));
  };
  const auto refused = complete("\"00000000000000000000000000000000\"");
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == &s3::errors::invalid_part);
  CHECK(complete(*uploaded->e_tag));
  auto got = get("big");
  CHECK(bytes_of(got) == noise(100'000));
}

TEST_CASE_FIXTURE(Fixture, "a passing failure is tried again where the body can be, and given up after three") {
  given_bucket();
  connect("secret");
  failures_to_come = 2;
  CHECK(ask(&s3::S3::list_buckets, s3::ListBucketsRequest{}));
  CHECK(requests_seen == 3);
  connect("secret");
  failures_to_come = 3;
  CHECK_FALSE(ask(&s3::S3::list_buckets, s3::ListBucketsRequest{}));
  CHECK(requests_seen == 3);
  connect("secret");
  failures_to_come = 1;
  CHECK_FALSE(put("stream", std::make_unique<Stream>("cannot be read twice")));
  CHECK(requests_seen == 1);
}

TEST_CASE_FIXTURE(Fixture, "a presigned URL works for anyone who has it, for what it was made for") {
  given_bucket();
  const wire::sigv4::Signer signer = {.credentials = {.access_key_id = "ROOT", .secret = "secret"}};
  const std::string url = wire::sigv4::presigned_url(
      signer, {.origin = origin()}, {.method = "PUT", .bucket = "photos", .key = "by hand"}, clock.now());
  const auto send = [&](std::string method) {
    http::Request request;
    request.method = std::move(method);
    request.target = url.substr(origin().size());
    request.body = source_of(std::string("bytes"));
    return sync_wait(client->send({.host = "127.0.0.1", .port = server->port()}, std::move(request)));
  };
  CHECK(send("DELETE")->status == 403);
  CHECK(send("PUT")->status == 200);
  auto got = get("by hand");
  CHECK(bytes_of(got) == "bytes");
}

TEST_CASE_FIXTURE(Fixture, "an endpoint nobody answers at is an internal error with words for the log") {
  remote::Remote lost(*client, clock, loops.at(0), ids,
                      {.endpoint = *remote::parse_endpoint("http://127.0.0.1:1"),
                       .credentials = {.access_key_id = "ROOT", .secret = "secret"},
                       .retry = {.attempts_max = 2, .first_delay = milliseconds(1)}});
  s3::RemoteS3 nowhere(lost);
  s3::ListBucketsRequest request;
  const Call call;
  const auto answer = sync_wait(nowhere.list_buckets(call, request));
  REQUIRE_FALSE(answer);
  CHECK(answer.error().kind == &errors::internal_error);
  CHECK_FALSE(answer.error().log_words.empty());
}

}  // namespace lightwell
