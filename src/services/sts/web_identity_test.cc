#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include "base/text.h"
#include "run/start.h"
#include "services/sts/fixture.h"

namespace lightwell::sts {
namespace {

using namespace api::sts;

constexpr const char* kIssuer = "https://idp.example.com/pool";

// A provider's key: publishes its public half and signs tokens with the other.
class SigningKey {
 public:
  SigningKey(std::string algorithm, std::string id)
      : algorithm_(std::move(algorithm)),
        id_(std::move(id)),
        key_(is_curve() ? EVP_EC_gen("P-256") : EVP_RSA_gen(2048), &EVP_PKEY_free) {}

  std::string published() const {
    if (!is_curve()) {
      return fmt::format(R"({{"kty":"RSA","kid":"{}","use":"sig","n":"{}","e":"{}"}})", id_,
                         number(OSSL_PKEY_PARAM_RSA_N), number(OSSL_PKEY_PARAM_RSA_E));
    }
    return fmt::format(R"({{"kty":"EC","crv":"P-256","kid":"{}","x":"{}","y":"{}"}})", id_,
                       number(OSSL_PKEY_PARAM_EC_PUB_X, 32), number(OSSL_PKEY_PARAM_EC_PUB_Y, 32));
  }

  std::string sign(const std::string& claims, std::string algorithm = {}) const {
    if (algorithm.empty()) algorithm = algorithm_;
    const std::string header = fmt::format(R"({{"alg":"{}","kid":"{}","typ":"JWT"}})", algorithm, id_);
    const std::string said = to_base64url(as_bytes(header)) + "." + to_base64url(as_bytes(claims));
    return said + "." + to_base64url(as_bytes(signature(said)));
  }

 private:
  bool is_curve() const { return algorithm_.starts_with("ES"); }

  std::string number(const char* name, size_t bytes = 0) const {
    BIGNUM* found = nullptr;
    REQUIRE(EVP_PKEY_get_bn_param(key_.get(), name, &found) == 1);
    std::string out(bytes == 0 ? size_t(BN_num_bytes(found)) : bytes, '\0');
    BN_bn2binpad(found, reinterpret_cast<unsigned char*>(out.data()), int(out.size()));
    BN_free(found);
    return to_base64url(as_bytes(out));
  }

  std::string signature(const std::string& said) const {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, key_.get());
    std::string out(1024, '\0');
    size_t length = out.size();
    EVP_DigestSign(context, reinterpret_cast<unsigned char*>(out.data()), &length,
                   reinterpret_cast<const unsigned char*>(said.data()), said.size());
    EVP_MD_CTX_free(context);
    out.resize(length);
    if (!is_curve()) return out;
    const auto* at = reinterpret_cast<const unsigned char*>(out.data());
    ECDSA_SIG* both = d2i_ECDSA_SIG(nullptr, &at, long(length));
    std::string joined(64, '\0');
    BN_bn2binpad(ECDSA_SIG_get0_r(both), reinterpret_cast<unsigned char*>(joined.data()), 32);
    BN_bn2binpad(ECDSA_SIG_get0_s(both), reinterpret_cast<unsigned char*>(joined.data()) + 32, 32);
    ECDSA_SIG_free(both);
    return joined;
  }

  std::string algorithm_;
  std::string id_;
  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key_;
};

const SigningKey& rsa_key() {
  static const SigningKey key("RS256", "one");
  return key;
}
const SigningKey& curve_key() {
  static const SigningKey key("ES256", "two");
  return key;
}

struct WebIdentities : StsFixture {
  WebIdentities() {
    people.providers["111111111111/idp.example.com/pool"] = {
        .arn = "arn:aws:iam::111111111111:oidc-provider/idp.example.com/pool",
        .host = "idp.example.com/pool",
        .client_ids = {"app", "other-app"},
        .thumbprints = {"a1b2"}};
    publish({&rsa_key(), &curve_key()});
  }
  void publish(std::vector<const SigningKey*> keys) {
    std::string list;
    for (const SigningKey* key : keys) list += (list.empty() ? "" : ",") + key->published();
    web.documents[std::string(kIssuer) + "/.well-known/openid-configuration"] =
        fmt::format(R"({{"issuer":"{}","jwks_uri":"https://idp.example.com/keys"}})", kIssuer);
    web.documents["https://idp.example.com/keys"] = fmt::format(R"({{"keys":[{}]}})", list);
  }
  int64_t now() const { return std::chrono::duration_cast<seconds>(clock.now().time_since_epoch()).count(); }
  std::string claims(const std::string& more = "", const std::string& audience = "\"app\"") const {
    return fmt::format(R"({{"iss":"{}","sub":"user-17","aud":{},"iat":{},"exp":{}{}}})", kIssuer, audience, now(),
                       now() + 600, more);
  }
  Result<AssumeRoleWithWebIdentityResponse> enter(std::string token) {
    AssumeRoleWithWebIdentityRequest request = {.role_arn = "arn:aws:iam::111111111111:role/team/reader",
                                                .role_session_name = "web",
                                                .web_identity_token = std::move(token)};
    return run(&StsService::assume_role_with_web_identity, request, {.kind = PrincipalKind::anonymous});
  }
  void check_refused(std::string token, std::string_view words) {
    const auto refused = enter(std::move(token));
    CHECK_ERROR(refused, errors::invalid_identity_token_exception);
    CHECK(refused.error().message.contains(words));
  }
};

}  // namespace

TEST_CASE_FIXTURE(WebIdentities, "a token that its provider signed opens the role, by RSA and by a curve") {
  for (const SigningKey* key : {&rsa_key(), &curve_key()}) {
    const auto answer = enter(key->sign(claims()));
    REQUIRE(answer);
    CHECK(answer->subject_from_web_identity_token == "user-17");
    CHECK(answer->audience == "app");
    CHECK(answer->provider == kIssuer);
    CHECK(answer->assumed_role_user->arn == "arn:aws:sts::111111111111:assumed-role/reader/web");
    const auto grant = behind(*answer->credentials);
    CHECK(grant->principal.session->provider == "arn:aws:iam::111111111111:oidc-provider/idp.example.com/pool");
    CHECK(grant->principal.session->claims[0].key == "idp.example.com/pool:sub");
    CHECK(grant->principal.session->claims[0].value == "user-17");
  }
  CHECK(judge.asked[0].action == "sts:AssumeRoleWithWebIdentity");
  CHECK(judge.asked[0].principal.account.empty());
  CHECK(judge.asked[0].principal.session->claims.size() == 2);
  CHECK(web.fetched.size() == 2);  // the keys are kept
  CHECK(web.vouched_by == std::vector<std::string>{"a1b2"});
}

TEST_CASE_FIXTURE(WebIdentities, "what one account's thumbprints vouch for is not kept for another's") {
  REQUIRE(enter(rsa_key().sign(claims())));
  people.providers["111111111111/idp.example.com/pool"].thumbprints = {"c3d4"};
  REQUIRE(enter(rsa_key().sign(claims())));
  CHECK(web.fetched.size() == 4);
  CHECK(web.vouched_by == std::vector<std::string>{"c3d4"});
}

TEST_CASE_FIXTURE(WebIdentities, "a token that anybody else signed opens nothing") {
  const SigningKey forger("RS256", "one");
  check_refused(forger.sign(claims()), "signature is not valid");
  std::string token = rsa_key().sign(claims());
  const size_t dot = token.find('.') + 1;
  check_refused(token.substr(0, dot) + to_base64url(as_bytes(claims(R"(,"email":"boss@example.com")"))) +
                    token.substr(token.rfind('.')),
                "signature is not valid");
  check_refused(rsa_key().sign(claims(), "ES256"), "signature is not valid");
  check_refused(rsa_key().sign(claims(), "none"), "signature is not valid");
  check_refused(rsa_key().sign(claims(), "HS256"), "signature is not valid");
  check_refused(SigningKey("RS256", "unknown").sign(claims()), "Couldn't retrieve verification key");
  for (const char* text : {"", "a.b", "a.b.c", "e30.e30.", "....", "e30.W10.AAAA"}) {
    check_refused(text, "The ID Token provided is not a valid JWT");
  }
}

TEST_CASE_FIXTURE(WebIdentities, "a token is good from its time to its end, for an audience that the provider serves") {
  clock.advance(seconds(600));
  const auto expired = enter(rsa_key().sign(
      fmt::format(R"({{"iss":"{}","sub":"u","aud":"app","iat":{},"exp":{}}})", kIssuer, now() - 60, now())));
  CHECK_ERROR(expired, errors::expired_token_exception);
  CHECK(expired.error().message == fmt::format("Token expired: current date/time {0} must be before the expiration "
                                               "date/time {0}",
                                               now()));
  check_refused(rsa_key().sign(claims(fmt::format(R"(,"nbf":{})", now() + 301))), "not valid yet");
  check_refused(rsa_key().sign(claims("", "\"stranger\"")), "Incorrect token audience");
  check_refused(rsa_key().sign(claims(R"(,"azp":"stranger")")), "Incorrect token audience");
  CHECK(enter(rsa_key().sign(claims("", R"(["stranger","other-app"])")))->audience == "other-app");
  const auto by_party = enter(rsa_key().sign(claims(R"(,"azp":"app")", R"(["https://api.example.com"])")));
  REQUIRE(by_party);
  CHECK(by_party->audience == "app");
  for (const char* claim : {"sub", "aud", "exp", "iat"}) {
    std::string said = claims();
    said.replace(said.find(claim), 3, "xxx");
    check_refused(rsa_key().sign(said), std::string("Missing a required claim: ") + claim);
  }
}

TEST_CASE_FIXTURE(WebIdentities, "a provider that the account does not know is not even asked") {
  people.providers.clear();
  check_refused(rsa_key().sign(claims()),
                "No OpenIDConnect provider found in your account for https://idp.example.com/pool");
  CHECK(web.fetched.empty());
}

TEST_CASE_FIXTURE(WebIdentities, "a provider that cannot be reached is one thing, one that answers nonsense another") {
  web.documents.clear();
  CHECK_ERROR(enter(rsa_key().sign(claims())), errors::idp_communication_error_exception);
  publish({&rsa_key()});
  clock.advance(kFailuresAreKnown);
  web.documents["https://idp.example.com/keys"] = "nonsense";
  check_refused(rsa_key().sign(claims()), "Couldn't retrieve verification key from your identity provider");
  clock.advance(kFailuresAreKnown);
  web.documents[std::string(kIssuer) + "/.well-known/openid-configuration"] =
      R"({"issuer":"https://evil.example","jwks_uri":"https://idp.example.com/keys"})";
  check_refused(rsa_key().sign(claims()), "Couldn't retrieve verification key");
  clock.advance(kFailuresAreKnown);
  web.documents[std::string(kIssuer) + "/.well-known/openid-configuration"] =
      fmt::format(R"({{"issuer":"{}","jwks_uri":"http://10.0.0.1/keys"}})", kIssuer);
  check_refused(rsa_key().sign(claims()), "Couldn't retrieve verification key");
}

TEST_CASE_FIXTURE(WebIdentities, "a key the provider made since is fetched, but not at every token") {
  publish({&curve_key()});
  CHECK_FALSE(enter(rsa_key().sign(claims())));
  publish({&curve_key(), &rsa_key()});
  CHECK_FALSE(enter(rsa_key().sign(claims())));
  CHECK(web.fetched.size() == 2);
  clock.advance(kAskAgain);
  CHECK(enter(rsa_key().sign(claims())));
  CHECK(web.fetched.size() == 4);
}

TEST_CASE_FIXTURE(WebIdentities, "a provider that fails is not asked again at every token") {
  web.documents.clear();
  CHECK_ERROR(enter(rsa_key().sign(claims())), errors::idp_communication_error_exception);
  CHECK_ERROR(enter(curve_key().sign(claims())), errors::idp_communication_error_exception);
  CHECK(web.fetched.size() == 1);
  publish({&rsa_key()});
  clock.advance(kFailuresAreKnown - seconds(1));
  CHECK_ERROR(enter(rsa_key().sign(claims())), errors::idp_communication_error_exception);
  CHECK(web.fetched.size() == 1);
  clock.advance(seconds(1));
  CHECK(enter(rsa_key().sign(claims())));
  CHECK(web.fetched.size() == 3);
}

TEST_CASE_FIXTURE(WebIdentities, "keys that are known are good while the provider fails to tell of another") {
  publish({&rsa_key()});
  CHECK(enter(rsa_key().sign(claims())));
  web.documents.clear();
  clock.advance(kAskAgain);
  CHECK_ERROR(enter(curve_key().sign(claims())), errors::idp_communication_error_exception);
  CHECK(web.fetched.size() == 3);
  CHECK(enter(rsa_key().sign(claims())));
  check_refused(curve_key().sign(claims()), "Couldn't retrieve verification key from your identity provider");
  CHECK(web.fetched.size() == 3);
}

TEST_CASE_FIXTURE(WebIdentities, "a provider that takes its time is asked once, and all who wait are told") {
  Issuers issuers(web);
  web.held.emplace();
  std::vector<Result<std::shared_ptr<const Issuers::Keys>>> told;
  const auto ask = [&](std::vector<std::string> thumbprints) -> Task<bool> {
    told.push_back(co_await issuers.keys(kIssuer, "one", std::move(thumbprints), clock.now()));
    co_return true;
  };
  for (int i = 0; i < 3; ++i) lightwell::start(ask({"a1b2"}));
  CHECK(web.fetched.size() == 1);
  CHECK(told.empty());
  const auto held = *std::exchange(web.held, std::nullopt);
  held.set(0);
  REQUIRE(told.size() == 3);
  for (const auto& one : told) CHECK((one && (*one)->size() == 2));
  CHECK(web.fetched.size() == 2);

  web.documents.clear();
  web.held.emplace();
  told.clear();
  for (size_t i = 0; i < kWaitingMax + 2; ++i) lightwell::start(ask({"c3d4"}));
  CHECK(told.size() == 1);
  std::exchange(web.held, std::nullopt)->set(0);
  CHECK(told.size() == kWaitingMax + 2);
  for (const auto& one : told) CHECK_ERROR(one, errors::idp_communication_error_exception);
  CHECK(web.fetched.size() == 3);
}

TEST_CASE_FIXTURE(WebIdentities, "tags and a source identity in the token are the session's, if the role allows") {
  const std::string more = R"(,"https://aws.amazon.com/source_identity":"ann","https://aws.amazon.com/tags":)"
                           R"({"principal_tags":{"team":["lab"]},"transitive_tag_keys":["team"]})";
  const auto answer = enter(rsa_key().sign(claims(more)));
  REQUIRE(answer);
  CHECK(answer->source_identity == "ann");
  CHECK(judge.asked.size() == 3);
  CHECK(behind(*answer->credentials)->principal.session->tags[0].value == "lab");
  judge.denied = {"sts:TagSession"};
  const auto refused = enter(rsa_key().sign(claims(more)));
  CHECK_ERROR(refused, errors::access_denied);
  CHECK(refused.error().message == "Not authorized to perform sts:AssumeRoleWithWebIdentity");
  check_refused(rsa_key().sign(claims(R"(,"https://aws.amazon.com/source_identity":"a b")")), "source identity");
}

TEST_CASE("issuers are https, or of this machine") {
  CHECK(provider_host("https://idp.example.com/") == "idp.example.com");
  CHECK(provider_host("https://idp.example.com/a/b") == "idp.example.com/a/b");
  CHECK(provider_host("http://127.0.0.1:8080/pool") == "127.0.0.1:8080/pool");
  CHECK(provider_host("http://[::1]:8080") == "[::1]:8080");
  CHECK(provider_host("http://localhost") == "localhost");
  for (const char* bad : {"http://idp.example.com", "http://127.0.0.1@evil.example/", "ftp://x", "https://",
                          "https:///a", "https://a b", "https://x?y", "https://x\\y", "http://localhost.evil.example",
                          "http://127.evil.example/", "idp.example.com", ""}) {
    CAPTURE(bad);
    CHECK_FALSE(provider_host(bad));
  }
}

TEST_CASE("keys that are too small, too large or no keys at all are left out") {
  CHECK(parse_key_set(R"({"keys":[]})")->empty());
  CHECK_FALSE(parse_key_set(R"([])"));
  CHECK_FALSE(parse_key_set(R"({"keys":{}})"));
  CHECK_FALSE(parse_key_set(R"({"keys":[1]})"));
  CHECK(parse_key_set(
            R"({"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB"},{"kty":"oct","k":"AAAA"},{"kty":"EC","crv":"P-256",)"
            R"("x":"AAAA","y":"AAAA"},{}]})")
            ->empty());
  CHECK(parse_key_set(fmt::format(R"({{"keys":[{}]}})", curve_key().published()))->size() == 1);
  const std::string off_curve = std::string(43, 'A');
  CHECK(parse_key_set(fmt::format(R"({{"keys":[{{"kty":"EC","crv":"P-256","x":"{0}","y":"{0}"}}]}})", off_curve))
            ->empty());
}

}  // namespace lightwell::sts
