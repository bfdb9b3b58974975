// How much of unverified documents the gate holds, driven with services that only answer what the gate itself does.

#include "gate/holding.h"

#include <doctest/doctest.h>

#include "api/ec2/tables.h"
#include "api/iam/tables.h"
#include "api/rekognition/tables.h"
#include "api/s3/tables.h"
#include "gate/gate.h"
#include "run/spawn.h"
#include "run/start.h"
#include "wire/sigv4/sign.h"

namespace lightwell::gate {
namespace {

namespace sigv4 = wire::sigv4;

constexpr uint64_t kMax = 100'000;

// Sends the bytes it has, and the end when it is told to.
class Slow final : public ByteSource {
 public:
  Slow(std::string bytes, Completion<int> end) : bytes_(std::move(bytes)), end_(std::move(end)) {}
  Task<Result<Bytes>> read() override {
    if (!std::exchange(is_sent_, true)) co_return as_bytes(bytes_);
    co_await end_;
    co_return Bytes{};
  }

 private:
  const std::string bytes_;
  Completion<int> end_;
  bool is_sent_ = false;
};

struct Doorway {
  Doorway() {
    keys.add(
        {.id = "ROOT", .secret = "secret", .principal = {.account = "111122223333", .arn = root_arn("111122223333")}});
  }
  http::Request signed_one(const std::string& service, const std::string& body, const std::string& type,
                           const std::string& target = "/") {
    http::Request request;
    request.method = "POST";
    request.target = target;
    request.headers.add("Host", "localhost:4566");
    request.headers.add("Content-Type", type);
    if (service == "rekognition") request.headers.add("X-Amz-Target", "RekognitionService.DetectLabels");
    if (service == "s3") request.headers.add("X-Amz-Content-Sha256", sha256_hex(body));
    request.headers.add("X-Amz-Date", iso8601_basic(clock.now()));
    std::vector<sigv4::Field> fields;
    for (const auto& field : request.headers) fields.push_back({field.name, field.value});
    const sigv4::Message message = {
        .method = request.method, .path = request.path(), .query = request.query(), .headers = fields};
    sigv4::Signer signer = {.credentials = {.access_key_id = "ROOT", .secret = "secret"}};
    signer.service = service;
    request.headers.add("Authorization", sigv4::authorization_header(signer, message, sha256_hex(body), clock.now()));
    request.body = source_of(body);
    return request;
  }
  http::Request form(const std::string& service, const std::string& version, size_t size) {
    const std::string head = "Action=Nothing&Version=" + version + "&Pad=";
    return signed_one(service, head + std::string(size - head.size(), 'x'), "application/x-www-form-urlencoded");
  }
  struct Answer {
    int status = 0;
    std::string body = {};
  };
  Task<Answer> ask(http::Request request) {
    http::Response response = co_await gate.answer(request);
    const auto source = source_of(std::move(response.body));
    const auto body = co_await read_all(*source, 1 << 24);
    co_return Answer{.status = response.status, .body = body.value_or("(unreadable)")};
  }
  Answer send(http::Request request) { return sync_wait(ask(std::move(request))); }
  Answer send_form(size_t size) { return send(form("iam", "2010-05-08", size)); }

  api::iam::Iam iam;
  api::ec2::Ec2 ec2;
  api::rekognition::Rekognition rekognition;
  api::s3::S3 s3;
  DeclaredKeys keys;
  DeclaredPolicies policies;
  Decisions decisions;
  Authorizer authorizer{policies, decisions};
  FakeClock clock;
  CountingIds ids;
  Gate gate{{api::iam::bind(iam), api::ec2::bind(ec2), api::rekognition::bind(rekognition), api::s3::bind(s3)},
            keys,
            authorizer,
            nullptr,
            clock,
            ids,
            {.unverified_bytes_max = kMax}};
};

}  // namespace

TEST_CASE_FIXTURE(Doorway,
                  "a document for which there is no room is told so as its service would, and a small one is not") {
  CHECK(send_form(kMax + kUncountedBytes).status == 400);  // there is no action of that name
  for (int again = 0; again < 3; ++again) {
    const Answer query = send_form(kMax + kUncountedBytes + 1);
    CHECK(query.status == 503);
    CHECK(query.body.contains("<Code>ServiceUnavailable</Code>"));
    CHECK(query.body.contains("The request has failed due to a temporary failure of the server."));
  }
  const Answer ec2 = send(form("ec2", "2016-11-15", kMax * 2));
  CHECK(ec2.status == 503);
  CHECK(ec2.body.contains("<Code>Unavailable</Code>"));
  const Answer json = send(signed_one("rekognition", std::string(kMax * 2, ' '), "application/x-amz-json-1.1"));
  CHECK(json.status == 503);
  CHECK(json.body.contains("ServiceUnavailable"));
  const Answer s3 = send(signed_one("s3", std::string(kMax * 2, ' '), "application/xml", "/photos?delete"));
  CHECK(s3.status == 503);
  CHECK(s3.body.contains("<Code>SlowDown</Code>"));
  CHECK(send_form(100).status == 400);
}

TEST_CASE_FIXTURE(Doorway,
                  "what others send slowly takes the room of large documents alone, until it is verified or gone") {
  http::Request slow = form("iam", "2010-05-08", kMax);
  const auto whole = sync_wait(read_all(*slow.body, 1 << 24));
  REQUIRE(whole);
  for (const bool is_whole : {true, false}) {
    CAPTURE(is_whole);
    const Completion<int> end;
    http::Request request = form("iam", "2010-05-08", kMax);
    request.body = std::make_unique<Slow>(is_whole ? *whole : whole->substr(0, kMax - 1), end);
    auto under_way = start(ask(std::move(request)));
    CHECK(send_form(40'000).status == 503);
    CHECK(send_form(kUncountedBytes).status == 400);
    end.set(0);
    const Answer answer = sync_wait(under_way.join());
    CHECK(answer.status == (is_whole ? 400 : 403));
    CHECK(answer.body.contains(is_whole ? "<Code>InvalidAction</Code>" : "<Code>SignatureDoesNotMatch</Code>"));
    CHECK(send_form(40'000).status == 400);
  }
}

}  // namespace lightwell::gate
