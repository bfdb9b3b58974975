#include "base/text.h"
#include "services/sts/authorization_message.h"
#include "services/sts/fixture.h"
#include "services/sts/packed_session.h"
#include "services/sts/session_form.h"

namespace lightwell::sts {
namespace {

using namespace api::sts;

struct Tokens : StsFixture {
  Credentials given() {
    const auto answer = assume(to_assume(), ann());
    REQUIRE(answer);
    return *answer->credentials;
  }
  bool opens(const Credentials& credentials) { return behind(credentials).has_value(); }
};

}  // namespace

TEST_CASE_FIXTURE(Tokens, "a token is good with its own key alone, whole and unchanged") {
  const Credentials good = given();
  CHECK(opens(good));
  Credentials wrong = good;
  wrong.access_key_id = given().access_key_id;
  CHECK_FALSE(opens(wrong));
  const std::string token = *good.session_token;
  std::vector<std::string> broken = {"",
                                     "A",
                                     "nonsense",
                                     token.substr(0, token.size() / 2),
                                     token + "AAAA",
                                     token.substr(0, token.size() - 4),
                                     std::string(kTokenMax + 4, 'A')};
  for (const size_t at : {size_t(0), size_t(5), token.size() / 2, token.size() - 5}) {
    std::string bent = token;
    bent[at] = bent[at] == 'A' ? 'B' : 'A';
    broken.push_back(bent);
  }
  for (const std::string& one : broken) {
    CAPTURE(one);
    wrong = good;
    wrong.session_token = one;
    CHECK_FALSE(opens(wrong));
  }
}

TEST_CASE_FIXTURE(Tokens, "a restart and a new sealing key leave sessions as they are; time and reset do not") {
  const Credentials old = given();
  start();
  CHECK(opens(old));
  clock.advance(kKeySeals);
  REQUIRE(sync_wait(service->sweep(clock.now())));
  CHECK(opens(old));
  const Credentials fresh = given();
  CHECK(opens(fresh));
  clock.advance(std::chrono::days(3));
  REQUIRE(sync_wait(service->sweep(clock.now())));
  CHECK_FALSE(opens(old));
  CHECK(opens(fresh));
  start();
  CHECK(opens(fresh));
  REQUIRE(sync_wait(service->reset(clock.now())));
  CHECK_FALSE(opens(fresh));
  CHECK(opens(given()));
}

TEST_CASE_FIXTURE(Tokens, "whoever has the database alone opens no session and makes none") {
  const Credentials good = given();
  const auto secrets = sync_wait(database->read([](store::Reader& reader) {
    return reader.all("SELECT secret FROM sts_sealing_keys", {},
                      [](const store::Row& row) { return std::string(as_text(row.blob(0))); });
  }));
  REQUIRE(secrets);
  REQUIRE(secrets->size() == 1);
  const auto token = from_base64(*good.session_token);
  REQUIRE(token);
  for (size_t at = 0; at + sizeof(Seal::Key) <= secrets->front().size(); ++at) {
    Seal::Key guess = {};
    std::ranges::copy(as_bytes(std::string_view(secrets->front()).substr(at, guess.size())), guess.begin());
    CHECK_FALSE(Seal(guess).open(std::string_view(*token).substr(4), "session token of " + *good.access_key_id));
  }
  const Seal another{Seal::Key{std::byte{8}}};  // as after seal.key was lost
  service = std::make_unique<StsService>(*database, another, people, judge, web, ids);
  REQUIRE(service->open(clock.now()));
  CHECK_FALSE(opens(good));
  CHECK(opens(given()));
  service.reset();
}

TEST_CASE_FIXTURE(Tokens, "keys from before they were sealed go on, sealed") {
  const std::string plain(sizeof(Seal::Key), 'k');
  REQUIRE(sync_wait(database->write([&](store::Transaction& transaction) -> Result<void> {
    REQUIRE_OK(transaction.execute("DELETE FROM sts_sealing_keys"));
    REQUIRE_OK(transaction.execute("INSERT INTO sts_sealing_keys (secret, made_at) VALUES ($1, $2)",
                                   {as_bytes(plain), clock.now()}));
    return {};
  })));
  start();
  const Credentials old = given();
  start();
  CHECK(opens(old));
  const auto stored = sync_wait(database->read([](store::Reader& reader) {
    return reader.all("SELECT secret FROM sts_sealing_keys", {},
                      [](const store::Row& row) { return std::string(as_text(row.blob(0))); });
  }));
  REQUIRE(stored);
  REQUIRE(stored->size() == 1);
  CHECK_FALSE(stored->front().contains(plain));
}

TEST_CASE_FIXTURE(Tokens, "credentials end with the role, the user or the key they came from") {
  const Credentials of_role = given();
  people.gone = {"AROAreader"};
  CHECK_FALSE(opens(of_role));
  people.gone = {};
  const auto session = run(&StsService::get_session_token, GetSessionTokenRequest{}, ann());
  REQUIRE(session);
  CHECK(opens(*session->credentials));
  people.gone = {"AIDAANN"};
  CHECK_FALSE(opens(*session->credentials));
  people.gone = {"AKIAANN"};
  CHECK_FALSE(opens(*session->credentials));
}

TEST_CASE_FIXTURE(Tokens, "GetSessionToken gives a user's own credentials, and a root's for an hour") {
  GetSessionTokenRequest request;
  const auto answer = run(&StsService::get_session_token, request, ann());
  REQUIRE(answer);
  const auto grant = behind(*answer->credentials);
  CHECK(grant->principal.kind == PrincipalKind::user);
  CHECK(grant->principal.arn == "arn:aws:iam::111111111111:user/ann");
  CHECK(grant->principal.session->expires_at - grant->principal.session->issued_at == std::chrono::hours(12));
  CHECK_FALSE(grant->principal.session->is_mfa);
  const auto again = run(&StsService::get_session_token, request, grant->principal);
  CHECK_ERROR(again, errors::access_denied);
  CHECK(again.error().message == "Cannot call GetSessionToken with session credentials");

  request.duration_seconds = 129600;
  const auto of_root = run(&StsService::get_session_token, request, root());
  REQUIRE(of_root);
  CHECK(*of_root->credentials->expiration == std::chrono::floor<seconds>(clock.now()) + std::chrono::hours(1));
  request.serial_number = "arn:aws:iam::111111111111:mfa/ann";
  request.token_code = "123456";
  const auto with_code = run(&StsService::get_session_token, request, ann());
  CHECK(behind(*with_code->credentials)->principal.session->is_mfa);
}

TEST_CASE_FIXTURE(Tokens, "GetFederationToken gives somebody credentials in the user's name, within policies") {
  GetFederationTokenRequest request = {.name = "guest"};
  request.policy = R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}})";
  request.tags = {{.key = "team", .value = "lab"}};
  const auto answer = run(&StsService::get_federation_token, request, ann());
  REQUIRE(answer);
  CHECK(answer->federated_user->arn == "arn:aws:sts::111111111111:federated-user/guest");
  CHECK(answer->federated_user->federated_user_id == "111111111111:guest");
  CHECK(answer->packed_policy_size > 0);
  const auto grant = behind(*answer->credentials);
  CHECK(grant->principal.kind == PrincipalKind::federated_user);
  CHECK(grant->principal.session->issuer_arn == "arn:aws:iam::111111111111:user/ann");
  CHECK(grant->principal.session->policies.size() == 1);
  CHECK_ERROR(run(&StsService::get_federation_token, request, grant->principal), errors::access_denied);
  CHECK_ERROR(assume(to_assume(), grant->principal), errors::access_denied);
  const auto self = run(&StsService::get_caller_identity, GetCallerIdentityRequest{}, grant->principal);
  CHECK(self->user_id == "111111111111:guest");
}

TEST_CASE_FIXTURE(Tokens, "whoever signs is told who they are, and whose a key is") {
  const auto of_root = run(&StsService::get_caller_identity, GetCallerIdentityRequest{}, root());
  CHECK(of_root->user_id == kAccount);
  CHECK(of_root->arn == "arn:aws:iam::111111111111:root");
  const auto of_user = run(&StsService::get_caller_identity, GetCallerIdentityRequest{}, ann());
  CHECK(of_user->user_id == "AIDAANN");
  const auto whose = [&](const std::string& id) {
    return run(&StsService::get_access_key_info, GetAccessKeyInfoRequest{id}, ann());
  };
  CHECK(whose(*given().access_key_id)->account == kAccount);
  CHECK(whose("test")->account == "222222222222");
  CHECK_ERROR(whose("nobody_has_this_key"), errors::validation_error);
}

TEST_CASE_FIXTURE(Tokens, "an authorization message opens in the account that was denied alone") {
  const std::string message = service->encode_message(kAccount, R"({"allowed":false})");
  const auto decoded =
      run(&StsService::decode_authorization_message, DecodeAuthorizationMessageRequest{message}, ann());
  REQUIRE(decoded);
  CHECK(decoded->decoded_message == R"({"allowed":false})");
  Principal stranger = ann();
  stranger.account = "222222222222";
  CHECK_ERROR(run(&StsService::decode_authorization_message, DecodeAuthorizationMessageRequest{message}, stranger),
              errors::invalid_authorization_message_exception);
  CHECK_ERROR(run(&StsService::decode_authorization_message, DecodeAuthorizationMessageRequest{message + "A"}, ann()),
              errors::invalid_authorization_message_exception);
  CHECK_ERROR(run(&StsService::decode_authorization_message, DecodeAuthorizationMessageRequest{"line\nbreak"}, ann()),
              errors::invalid_authorization_message_exception);
  CHECK(service->encode_message(kAccount, std::string(kMessageBytesMax, 'x')).size() <= 10240);
  CHECK(service->encode_message(kAccount, std::string(kMessageBytesMax + 1, 'x')).empty());
}

TEST_CASE("what is passed into a session is packed and comes back the same") {
  Session session;
  CHECK(pack(session).empty());
  CHECK_FALSE(packed_percent(session));
  session.policies = {"{}"};
  session.tags = {{"k", "v"}, {"", ""}};
  session.transitive_tags = {"k"};
  Session back;
  REQUIRE(unpack(pack(session), back));
  CHECK(back.policies == session.policies);
  CHECK(back.tags.size() == 2);
  CHECK(back.transitive_tags == session.transitive_tags);
  for (const std::string bad : {"x", "\x01\x02\x03\x04", "not packed at all"}) CHECK_FALSE(unpack(bad, back));
}

TEST_CASE("a form that breaks off reads as unsound, and never as more than it is") {
  FormWriter writer;
  writer.number(300).text("text").texts({"a", "b"});
  const std::string form = std::move(writer).take();
  FormReader whole(form);
  CHECK(whole.number() == 300);
  CHECK(whole.text() == "text");
  CHECK(whole.texts() == std::vector<std::string>{"a", "b"});
  CHECK(whole.is_sound());
  CHECK(whole.is_at_end());
  for (size_t length = 0; length < form.size(); ++length) {
    FormReader cut(std::string_view(form).substr(0, length));
    cut.number();
    cut.text();
    cut.texts();
    CHECK_FALSE(cut.is_sound());
  }
  FormReader endless("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01");
  endless.texts();
  CHECK_FALSE(endless.is_sound());
}

}  // namespace lightwell::sts
