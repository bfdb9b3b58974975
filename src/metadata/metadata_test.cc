#include "metadata/metadata.h"

#include <doctest/doctest.h>
#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/pkcs7.h>
#include <openssl/x509.h>

#include "base/text.h"
#include "run/spawn.h"

namespace lightwell::metadata {
namespace {

class ConfiguredRole final : public RoleSource {
 public:
  Task<std::optional<Profile>> profile() override { co_return known; }
  Task<Result<RoleCredentials>> credentials(std::string role) override {
    asked_for = role;
    if (is_refused) co_return fail(errors::invalid_argument, "no");
    co_return RoleCredentials{.access_key_id = "ASIAIOSFODNN7EXAMPLE",
                              .secret_access_key = "secret",
                              .token = "token",
                              .issued_at = issued_at,
                              .expires_at = issued_at + std::chrono::hours(6)};
  }
  std::optional<Profile> known;
  std::string asked_for;
  bool is_refused = false;
  Timestamp issued_at = from_micros(1'700'000'000'000'000);
};

class ConfiguredKey final : public KeySource {
 public:
  Task<std::optional<PublicKey>> public_key() override { co_return known; }
  std::optional<PublicKey> known;
};

Instance an_instance() {
  Instance instance;
  instance.id = "i-0123456789abcdef0";
  instance.image_id = "ami-0123456789abcdef0";
  instance.type = "t3.small";
  instance.architecture = "x86_64";
  instance.account = "123456789012";
  instance.region = "eu-central-1";
  instance.zone = "eu-central-1b";
  instance.local_ipv4 = "10.0.0.5";
  instance.local_hostname = "ip-10-0-0-5.eu-central-1.compute.internal";
  instance.interfaces = {{.mac = "02:00:0a:00:00:05",
                          .id = "eni-1",
                          .local_ipv4s = {"10.0.0.5", "10.0.0.6"},
                          .subnet_id = "subnet-1",
                          .subnet_ipv4_block = "10.0.0.0/24",
                          .vpc_id = "vpc-1"}};
  instance.tags = {{"Name", "darkroom"}, {"empty", ""}};
  return instance;
}

const IdentityKey& identity_key() {
  static const IdentityKey key = *make_identity_key(from_micros(1'700'000'000'000'000));
  return key;
}

struct MadeIdentity final : IdentitySource {
  explicit MadeIdentity(const Instance& of) : instance(of) {}
  Task<Result<Identity>> identity() override {
    if (is_without_key) co_return fail(errors::internal_error, "no key");
    co_return prove_identity(instance, identity_key());
  }
  const Instance& instance;
  bool is_without_key = false;
};

class Asked {
 public:
  explicit Asked(http::Response response) : response_(std::move(response)) {}
  int status() const { return response_.status; }
  std::string text() const { return std::get<std::string>(response_.body); }
  std::string header(std::string_view name) const { return std::string(response_.headers.get(name)); }

 private:
  http::Response response_;
};

struct MetadataFixture {
  using Fields = std::vector<std::pair<std::string, std::string>>;

  void start(Options options = {}) {
    const Sources sources = {.identity = identity, .roles = role, .keys = key};
    service = std::make_unique<Metadata>(instance, sources, clock, ids, options);
  }
  Asked ask(std::string method, std::string target, const Fields& fields = {}) {
    if (!service) start();
    http::Request request{.method = std::move(method), .target = std::move(target)};
    for (const auto& [name, value] : fields) request.headers.add(name, value);
    if (!request.headers.find("host")) request.headers.add("Host", "127.0.0.1:1338");
    return Asked(sync_wait(service->answer(request)));
  }
  Asked get(std::string path, const Fields& fields = {}) { return ask("GET", "/latest/" + std::move(path), fields); }
  std::string text(std::string path) {
    const Asked answer = get(std::move(path));
    CHECK(answer.status() == 200);
    return answer.text();
  }
  Asked put_token(const Fields& fields) { return ask("PUT", "/latest/api/token", fields); }
  std::string token(const std::string& lifetime = "60") {
    return put_token({{"X-aws-ec2-metadata-token-ttl-seconds", lifetime}}).text();
  }

  Instance instance = an_instance();
  MadeIdentity identity{instance};
  ConfiguredRole role;
  ConfiguredKey key;
  FakeClock clock;
  RandomIds ids;
  std::unique_ptr<Metadata> service;
};

constexpr const char* kToken = "X-aws-ec2-metadata-token";

}  // namespace

TEST_CASE_FIXTURE(MetadataFixture, "a folder lists what is in it, a name a line and none after the last") {
  CHECK(text("") == "dynamic\nmeta-data");
  CHECK(text("meta-data/network/interfaces/macs/") == "02:00:0a:00:00:05/");
  CHECK(text("meta-data/network") == "interfaces/");
  CHECK(text("meta-data/placement/") == "availability-zone\navailability-zone-id\nregion");
  CHECK(text("meta-data/tags/instance/") == "Name\nempty");
  CHECK(text("dynamic/instance-identity/") == "document\npkcs7\nrsa2048\nsignature");
  const std::string root = text("meta-data/");
  CHECK(root.starts_with("ami-id\nami-launch-index\nami-manifest-path\nblock-device-mapping/\nhostname\n"));
  CHECK(root.contains("\nnetwork/\n"));
  CHECK_FALSE(root.contains("iam/"));
  CHECK_FALSE(root.contains("public-ipv4"));
  const Asked versions = ask("GET", "/");
  CHECK(versions.text().starts_with("1.0\n2007-01-19\n"));
  CHECK(versions.text().ends_with("\nlatest"));
  CHECK(versions.header("content-type") == "text/plain");
}

TEST_CASE_FIXTURE(MetadataFixture, "values are plain text, under every version's root") {
  CHECK(text("meta-data/instance-id") == "i-0123456789abcdef0");
  CHECK(text("meta-data/mac") == "02:00:0a:00:00:05");
  CHECK(text("meta-data/network/interfaces/macs/02:00:0a:00:00:05/vpc-id") == "vpc-1");
  CHECK(text("meta-data/network/interfaces/macs/02:00:0a:00:00:05/local-ipv4s") == "10.0.0.5\n10.0.0.6");
  CHECK(text("meta-data/placement/availability-zone-id") == "euc1-az2");
  CHECK(text("meta-data/tags/instance/Name") == "darkroom");
  CHECK(text("meta-data/tags/instance/empty").empty());
  CHECK(ask("GET", "/2021-07-15/meta-data/instance-id").text() == "i-0123456789abcdef0");
  CHECK(ask("GET", "//latest//meta-data/instance-id").status() == 200);
  CHECK(ask("GET", "/2099-01-01/meta-data/instance-id").status() == 404);
  CHECK(zone_id("us-east-1", "us-east-1a") == "use1-az1");
  CHECK(zone_id("ap-southeast-2", "ap-southeast-2c") == "apse2-az3");
}

TEST_CASE_FIXTURE(MetadataFixture, "what an instance has not is 404, in AWS's page") {
  for (const char* path : {"meta-data/public-ipv4", "meta-data/spot/instance-action", "meta-data/spot/termination-time",
                           "meta-data/events/maintenance/scheduled", "meta-data/events/recommendations/rebalance",
                           "meta-data/iam/info", "meta-data/iam/security-credentials/", "user-data", "nothing",
                           "meta-data/instance-id/more", "meta-data/../user-data"}) {
    CAPTURE(path);
    const Asked answer = get(path);
    CHECK(answer.status() == 404);
    CHECK(answer.text().contains("<h1>404 - Not Found</h1>"));
    CHECK(answer.header("content-type") == "text/html");
  }
  CHECK(get("meta-data/%zz").status() == 400);
  CHECK(ask("POST", "/latest/meta-data/").status() == 405);
  CHECK(ask("PUT", "/latest/meta-data/").status() == 405);
}

TEST_CASE_FIXTURE(MetadataFixture, "the public key is told of as soon as it is known") {
  CHECK(get("meta-data/public-keys/").status() == 404);
  CHECK_FALSE(text("meta-data/").contains("public-keys"));
  key.known = {.name = "me", .openssh = "ssh-ed25519 AAAA me"};
  CHECK(text("meta-data/").contains("\npublic-keys/\n"));
  CHECK(text("meta-data/public-keys/") == "0=me");
  CHECK(text("meta-data/public-keys/0/") == "openssh-key");
  CHECK(text("meta-data/public-keys/0/openssh-key") == "ssh-ed25519 AAAA me");
  CHECK(get("meta-data/public-keys/1/openssh-key").status() == 404);
}

TEST_CASE_FIXTURE(MetadataFixture, "the services are those of the region's partition") {
  CHECK(text("meta-data/services/domain") == "amazonaws.com");
  CHECK(text("meta-data/services/partition") == "aws");
  instance.region = "cn-north-1";
  start();
  CHECK(text("meta-data/services/domain") == "amazonaws.com.cn");
  CHECK(text("meta-data/services/partition") == "aws-cn");
  instance.region = "us-gov-west-1";
  start();
  CHECK(text("meta-data/services/partition") == "aws-us-gov");
}

TEST_CASE_FIXTURE(MetadataFixture, "user data comes as its bytes") {
  instance.user_data = std::string("#!/bin/sh\n\0\xff", 12);
  CHECK(get("user-data").text() == *instance.user_data);
  CHECK(get("user-data").header("content-type") == "application/octet-stream");
  CHECK(text("") == "dynamic\nmeta-data\nuser-data");
}

TEST_CASE_FIXTURE(MetadataFixture, "a token is made for 1 to 21600 seconds, and not for a proxy") {
  const Asked made = put_token({{"X-aws-ec2-metadata-token-ttl-seconds", "21600"}});
  CHECK(made.status() == 200);
  CHECK(made.text().size() == 56);
  CHECK(made.header("X-aws-ec2-metadata-token-ttl-seconds") == "21600");
  for (const char* lifetime : {"0", "21601", "-1", "six", "", "99999999999999999999"}) {
    CAPTURE(lifetime);
    CHECK(put_token({{"X-aws-ec2-metadata-token-ttl-seconds", lifetime}}).status() == 400);
  }
  CHECK(put_token({}).status() == 400);
  const MetadataFixture::Fields proxied = {{"X-aws-ec2-metadata-token-ttl-seconds", "60"},
                                           {"X-Forwarded-For", "1.2.3.4"}};
  CHECK(put_token(proxied).status() == 403);
}

TEST_CASE_FIXTURE(MetadataFixture, "with tokens required, nothing is told without one") {
  start({.is_token_required = true});
  CHECK(get("meta-data/instance-id").status() == 401);
  CHECK(get("meta-data/").text().contains("<h1>401 - Unauthorized</h1>"));
  const std::string good = token("60");
  const Asked answer = get("meta-data/instance-id", {{kToken, good}});
  CHECK(answer.status() == 200);
  clock.advance(seconds(59));
  CHECK(get("meta-data/instance-id", {{kToken, good}}).header("X-aws-ec2-metadata-token-ttl-seconds") == "1");
  clock.advance(seconds(1));
  CHECK(get("meta-data/instance-id", {{kToken, good}}).status() == 401);
}

TEST_CASE_FIXTURE(MetadataFixture, "a wrong token is refused also where none is needed") {
  const std::string good = token();
  std::string bent = good;
  bent[3] = bent[3] == 'A' ? 'B' : 'A';
  for (const std::string& wrong : {std::string(), std::string("token"), bent, good.substr(0, 55), good + "AAAA"}) {
    CAPTURE(wrong);
    CHECK(get("meta-data/instance-id", {{kToken, wrong}}).status() == 401);
  }
  service.reset();  // another process, another key
  CHECK(get("meta-data/instance-id", {{kToken, good}}).status() == 401);
}

TEST_CASE_FIXTURE(MetadataFixture, "a name that was made to resolve to this machine is refused") {
  for (const char* host :
       {"127.0.0.1:1338", "169.254.169.254", "[fd00:ec2::254]:80", "localhost:1338", "instance-data"}) {
    CAPTURE(host);
    CHECK(get("meta-data/instance-id", {{"Host", host}}).status() == 200);
  }
  for (const char* host : {"evil.example", "127.0.0.1.evil.example", "localhost.evil.example:1338"}) {
    CAPTURE(host);
    CHECK(get("meta-data/instance-id", {{"Host", host}}).status() == 403);
    CHECK(put_token({{"X-aws-ec2-metadata-token-ttl-seconds", "60"}, {"Host", host}}).status() == 403);
  }
  start({.host_names = {"host.docker.internal"}});
  CHECK(get("meta-data/instance-id", {{"Host", "host.docker.internal:1338"}}).status() == 200);
}

TEST_CASE_FIXTURE(MetadataFixture, "the role's credentials are given under the role's name") {
  role.known = {.arn = "arn:aws:iam::123456789012:instance-profile/darkroom", .id = "AIPAEXAMPLE", .role = "developer"};
  CHECK(text("meta-data/").contains("\niam/\n"));
  CHECK(text("meta-data/iam/") == "info\nsecurity-credentials/");
  CHECK(text("meta-data/iam/security-credentials/") == "developer");
  CHECK(text("meta-data/iam/security-credentials/developer") ==
        "{\n  \"Code\" : \"Success\",\n  \"LastUpdated\" : \"2023-11-14T22:13:20Z\",\n  \"Type\" : \"AWS-HMAC\",\n"
        "  \"AccessKeyId\" : \"ASIAIOSFODNN7EXAMPLE\",\n  \"SecretAccessKey\" : \"secret\",\n"
        "  \"Token\" : \"token\",\n  \"Expiration\" : \"2023-11-15T04:13:20Z\"\n}");
  CHECK(text("meta-data/iam/info").contains("\"InstanceProfileId\" : \"AIPAEXAMPLE\""));
  CHECK(get("meta-data/iam/security-credentials/another").status() == 404);
  role.is_refused = true;
  CHECK(text("meta-data/iam/security-credentials/developer").contains("\"Code\" : \"AssumeRoleUnauthorizedAccess\""));
  CHECK_FALSE(text("meta-data/iam/info").contains("AIPAEXAMPLE"));
  role.known->role.clear();
  CHECK(text("meta-data/iam/info")
            .contains("The instance profile arn:aws:iam::123456789012:instance-profile/darkroom "
                      "has no role."));
}

TEST_CASE("the identity document is signed, and its certificate says so") {
  const Instance instance = an_instance();
  const Identity identity = *prove_identity(instance, identity_key());
  CHECK(identity.document.contains("\"instanceId\" : \"i-0123456789abcdef0\""));
  CHECK(identity.document.contains("\"billingProducts\" : null"));
  CHECK(identity.document.ends_with("\n}"));

  const std::string pem = "-----BEGIN PKCS7-----\n" + identity.pkcs7 + "\n-----END PKCS7-----\n";
  BIO* in = BIO_new_mem_buf(pem.data(), int(pem.size()));
  PKCS7* signed_data = PEM_read_bio_PKCS7(in, nullptr, nullptr, nullptr);
  REQUIRE(signed_data != nullptr);
  BIO* certificate_in = BIO_new_mem_buf(identity_key().certificate.data(), int(identity_key().certificate.size()));
  X509* certificate = PEM_read_bio_X509(certificate_in, nullptr, nullptr, nullptr);
  X509_STORE* trusted = X509_STORE_new();
  X509_STORE_add_cert(trusted, certificate);
  BIO* out = BIO_new(BIO_s_mem());
  CHECK(PKCS7_verify(signed_data, nullptr, trusted, nullptr, out, PKCS7_NOVERIFY) == 1);
  char* bytes = nullptr;
  const long length = BIO_get_mem_data(out, &bytes);
  CHECK(std::string(bytes, size_t(length)) == identity.document);
  BIO_free(in);
  BIO_free(certificate_in);
  BIO_free(out);
  X509_STORE_free(trusted);
  X509_free(certificate);
  PKCS7_free(signed_data);
}

TEST_CASE_FIXTURE(MetadataFixture, "the proofs of an identity are asked for when a program asks") {
  CHECK(text("dynamic/instance-identity/document") == identity_document(instance));
  CHECK(text("dynamic/instance-identity/rsa2048") == text("dynamic/instance-identity/pkcs7"));
  CHECK_FALSE(text("dynamic/instance-identity/signature").empty());
  CHECK(get("dynamic/instance-identity/other").status() == 404);
  identity.is_without_key = true;
  CHECK(get("dynamic/instance-identity/document").status() == 500);
  CHECK(text("dynamic/instance-identity") == "document\npkcs7\nrsa2048\nsignature");
}

TEST_CASE("an identity key that is not its certificate's is refused") {
  IdentityKey mixed = identity_key();
  mixed.certificate = make_identity_key(from_micros(1'700'000'000'000'000))->certificate;
  CHECK_FALSE(prove_identity(an_instance(), mixed));
  CHECK_FALSE(prove_identity(an_instance(), {.private_key = "nonsense", .certificate = "nonsense"}));
}

}  // namespace lightwell::metadata
