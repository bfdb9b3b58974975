// How long the signature of a request takes to verify: the gate's own verifier, from the Authorization header to the
// caller, for a request with the fields that SDKs send. Prints "NAME NANOSECONDS" a line; bench_signatures.py reads it.

#include <cstdio>
#include <ctime>
#include <string>
#include <vector>

#include "base/text.h"
#include "gate/verifier.h"
#include "run/spawn.h"
#include "wire/sigv4/sign.h"

namespace {

using namespace lightwell;
namespace sigv4 = wire::sigv4;

constexpr int kRounds = 20, kCallsPerRound = 500;
constexpr std::string_view kId = "AKIAIOSFODNN7EXAMPLE", kSecret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

struct Case {
  std::string name;
  sigv4::Signer signer;
  gate::Dialect dialect = gate::Dialect::s3;
  bool is_presigned = false;
  std::string body = {};
};

struct Request {
  std::string path = "/photos/originals/2026/11/22/IMG_0001.jpeg", query = "x-id=GetObject";
  std::vector<std::pair<std::string, std::string>> headers;
};

Request signed_request(const Case& one, Timestamp now) {
  Request request;
  request.headers = {{"Host", "localhost:4566"},
                     {"User-Agent", "aws-sdk-js/3.1 ua/2.1 os/linux lang/js md/nodejs#22 api/s3#3.1"},
                     {"Accept-Encoding", "identity"},
                     {"amz-sdk-invocation-id", "9f1c5bd0-a6f4-4d7c-9b16-52a1d3a2c5a0"},
                     {"amz-sdk-request", "attempt=1; max=3"},
                     {"x-amz-checksum-mode", "ENABLED"}};
  if (one.is_presigned) {
    request.headers = {{"Host", "localhost:4566"}};
    const std::string target =
        sigv4::presigned_target(one.signer, {.host = "localhost:4566", .path = request.path, .now = now});
    request.query = target.substr(target.find('?') + 1);
    return request;
  }
  const std::string hash = sha256_hex(one.body);
  request.headers.emplace_back("x-amz-date", iso8601_basic(now));
  if (one.signer.method == sigv4::Method::ecdsa) request.headers.emplace_back("x-amz-region-set", "*");
  if (one.dialect == gate::Dialect::s3) request.headers.emplace_back("x-amz-content-sha256", hash);
  std::vector<sigv4::Field> fields;
  for (const auto& [name, value] : request.headers) fields.push_back({name, value});
  const std::string authorization = sigv4::authorization_header(
      one.signer, {.method = "GET", .path = request.path, .query = request.query, .headers = fields}, hash, now);
  request.headers.emplace_back("Authorization", authorization);
  return request;
}

int64_t thread_nanoseconds() {
  timespec now = {};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return int64_t(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

// Nanoseconds of one verification, in the best of the rounds; -1 where it fails.
int64_t measured(const gate::Verifier& verifier, const Case& one, Timestamp now) {
  const Request request = signed_request(one, now);
  std::vector<sigv4::Field> fields;
  for (const auto& [name, value] : request.headers) fields.push_back({name, value});
  int64_t best = INT64_MAX;
  for (int round = 0; round < kRounds; ++round) {
    const int64_t begin = thread_nanoseconds();
    for (int call = 0; call < kCallsPerRound; ++call) {
      gate::Evidence evidence = {.method = "GET", .path = request.path, .query = request.query, .headers = fields};
      evidence.resource_path = request.path;
      if (one.dialect != gate::Dialect::s3) evidence.body = one.body;
      if (!sync_wait(verifier.verify(evidence, one.dialect, one.signer.service, now))) return -1;
    }
    best = std::min(best, (thread_nanoseconds() - begin) / kCallsPerRound);
  }
  return best;
}

}  // namespace

int main() {
  gate::DeclaredKeys keys;
  keys.add({.id = std::string(kId), .secret = std::string(kSecret), .principal = {.account = "111122223333"}});
  const gate::Verifier verifier(keys, {});
  const Timestamp now = from_micros(1'795'000'000'000'000);
  const sigv4::Credentials credentials = {.access_key_id = std::string(kId), .secret = std::string(kSecret)};
  const sigv4::Signer s3 = {.credentials = credentials};
  const sigv4::Signer sqs = {.credentials = credentials, .service = "sqs"};
  const sigv4::Signer ecdsa = {.credentials = credentials, .method = sigv4::Method::ecdsa, .region_set = "*"};
  const Case cases[] = {
      {.name = "header", .signer = s3},
      {.name = "presigned", .signer = s3, .is_presigned = true},
      {.name = "header-body-1KiB", .signer = sqs, .dialect = gate::Dialect::json, .body = std::string(1024, 'x')},
      {.name = "sigv4a-header", .signer = ecdsa},
  };
  for (const Case& one : cases) {
    const int64_t nanoseconds = measured(verifier, one, now);
    if (nanoseconds < 0) return 1;
    std::printf("%s %lld\n", one.name.c_str(), static_cast<long long>(nanoseconds));
  }
  return 0;
}
