#include "app/cloud.h"

#include <set>

#include "api/iam/tables.h"
#include "api/rekognition/tables.h"
#include "api/s3/tables.h"
#include "base/digest.h"
#include "photos/objects/objects.h"

namespace lightwell::app {
namespace {

constexpr size_t kHashesAtOnce = 1;
constexpr size_t kHashesWaitingMax = 64;
constexpr std::string_view kPhotosBucket = "lightwell-photos";

// Made from the root secret, so that a link signed before a restart is still good after it and nothing more is stored.
wire::sigv4::Credentials uploader_key(const AccessKey& root) {
  const auto secret = hmac_sha256(as_bytes(root.secret), as_bytes("lightwell photo uploads"));
  const std::string name = to_hex(hmac_sha256(as_bytes(root.secret), as_bytes("lightwell photo uploads, key id")));
  std::string id = "AKIA";
  for (size_t i = 0; i < 16; ++i) id += char('A' + (name[i] <= '9' ? name[i] - '0' : name[i] - 'a' + 10));
  return {.access_key_id = std::move(id), .secret = to_base64(secret).substr(0, 40)};
}

gate::AccessKey root_of(const std::string& account, std::string id, std::string secret) {
  return {.id = id,
          .secret = std::move(secret),
          .principal = {.account = account, .arn = gate::root_arn(account), .access_key_id = std::move(id)}};
}

gate::GateOptions options_of(const Configuration& configuration, bool shares_origin_with_pages) {
  static const std::map<AuthMode, gate::AuthMode> modes = {{AuthMode::enforce, gate::AuthMode::enforce},
                                                           {AuthMode::verify, gate::AuthMode::verify},
                                                           {AuthMode::off, gate::AuthMode::off}};
  return {.auth = {.mode = modes.at(configuration.auth),
                   .testing = configuration.testing,
                   .default_account = configuration.account,
                   .default_region = configuration.region},
          // Two pictures of 5 MiB each, in base64, with the words around them.
          .large_documents = {{"rekognition", 14ull << 20}},
          .shares_origin_with_pages = shares_origin_with_pages};
}

std::vector<wire::Service> services_of(iam::IamService& iam, s3::S3Service& s3,
                                       rekognition::RekognitionService& rekognition) {
  return {api::iam::bind(iam), api::s3::bind(s3), api::rekognition::bind(rekognition)};
}

rekognition::EngineEyes eyes_of(Machines& machines, Stores& stores) {
  const auto* model = machines.vision.model(engines::vision::Role::face_embedding);
  return {
      machines.images, machines.vision, *stores.pool, model != nullptr ? model->sha256 : std::string("none"),
      rekognition::SimilarityScale(model != nullptr ? model->similarity_points : std::vector<std::array<double, 2>>{})};
}

rekognition::Options rekognition_options(const Stores& stores) {
  rekognition::Options options;
  if (stores.folder) options.index_folder = stores.folder->face_indexes();
  return options;
}

iam::Options iam_options(const Configuration& configuration) {
  std::set<std::string> accounts;
  if (!configuration.testing) accounts.insert(configuration.account);
  for (const Account& account : configuration.accounts) accounts.insert(account.id);
  iam::Options options;
  options.has_declared_key = [accounts](const std::string& account) { return accounts.contains(account); };
  return options;
}

// What the door would answer if the caller asked S3 itself for the object.
Task<bool> ask_for_reading(const gate::Credentials& keys, const gate::Authorizer& authorizer, std::string access_key_id,
                           std::string bucket, std::string key) {
  const auto found = co_await keys.find(access_key_id, "");
  if (!found || !*found) co_return true;  // a key that is not declared was let in by --testing
  const gate::Intent intent = {
      .action = "s3:GetObject", .resource = "arn:aws:s3:::" + bucket + "/" + key, .bucket = bucket, .key = key};
  co_return co_await authorizer.allows(**found, intent);
}

Task<bool> yes() { co_return true; }

rekognition::MayRead may_read(const gate::Credentials& keys, const gate::Authorizer& authorizer, AuthMode mode) {
  return [&keys, &authorizer, mode](const Call& call, std::string bucket, std::string key) -> Task<bool> {
    // Without a key the caller is the application itself, which may read what its account may.
    if (mode != AuthMode::enforce || call.principal.access_key_id.empty()) return yes();
    return ask_for_reading(keys, authorizer, call.principal.access_key_id, std::move(bucket), std::move(key));
  };
}

}  // namespace

class Cloud::BucketCors final : public gate::CorsRules {
 public:
  explicit BucketCors(s3::S3Service& s3) : s3_(s3) {}

  Task<Result<std::optional<std::vector<gate::CorsRule>>>> find(std::string_view bucket) override {
    CO_TRY(auto stored, co_await s3_.cors_rules(std::string(bucket)));
    if (!stored) co_return std::nullopt;
    std::vector<gate::CorsRule> rules;
    for (api::s3::CORSRule& rule : *stored) {
      rules.push_back({.allowed_origins = std::move(rule.allowed_origins),
                       .allowed_methods = std::move(rule.allowed_methods),
                       .allowed_headers = std::move(rule.allowed_headers).value_or(std::vector<std::string>{}),
                       .expose_headers = std::move(rule.expose_headers).value_or(std::vector<std::string>{}),
                       .max_age_seconds = rule.max_age_seconds});
    }
    co_return rules;
  }

 private:
  s3::S3Service& s3_;
};

Cloud::Cloud(const Configuration& configuration, Stores& stores, Machines& machines, const AccessKey& root,
             const Seal& seal, const Clock& clock, Ids& ids)
    : uploader_(uploader_key(root)),
      hashing_("iam-argon2", kHashesAtOnce, kHashesWaitingMax),
      iam_(*stores.database, seal, hashing_, ids, iam_options(configuration)),
      keys_(declared_, iam_),
      s3_(*stores.database, *stores.blobs, *stores.pool, ids),
      eyes_(eyes_of(machines, stores)),
      rekognition_(*stores.database, s3_, may_read(keys_, authorizer_, configuration.auth), eyes_, *stores.pool, ids,
                   rekognition_options(stores)),
      cors_(std::make_unique<BucketCors>(s3_)),
      cloud_door_(services_of(iam_, s3_, rekognition_), keys_, authorizer_, cors_.get(), clock, ids,
                  options_of(configuration, false)),
      app_door_(services_of(iam_, s3_, rekognition_), keys_, authorizer_, cors_.get(), clock, ids,
                options_of(configuration, true)) {
  declared_.add(root_of(configuration.account, root.id, root.secret));
  for (const Account& account : configuration.accounts) {
    declared_.add(root_of(account.id, account.access_key_id, account.secret_access_key));
  }
  gate::AccessKey uploader = root_of(configuration.account, uploader_.access_key_id, uploader_.secret);
  uploader.restriction = gate::Restriction{.actions = {"s3:PutObject"},
                                           .buckets = {std::string(kPhotosBucket)},
                                           .prefixes = {std::string(photos::kStagingPrefix) + "*"}};
  declared_.add(std::move(uploader));
}

Cloud::~Cloud() = default;

Result<void> Cloud::migrate() {
  REQUIRE_OK(iam_.migrate());
  REQUIRE_OK(s3_.migrate());
  return rekognition_.migrate();
}

}  // namespace lightwell::app
