#include "app/cloud.h"

#include <set>

#include "api/ec2/tables.h"
#include "api/iam/tables.h"
#include "api/rekognition/tables.h"
#include "api/s3/tables.h"
#include "api/sts/tables.h"
#include "app/library_rights.h"
#include "gate/denial.h"

namespace lightwell::app {
namespace {

constexpr size_t kHashesAtOnce = 1;
constexpr size_t kHashesWaitingMax = 64;

gate::AccessKey root_of(const std::string& account, std::string id, std::string secret) {
  return {
      .id = id,
      .secret = std::move(secret),
      .principal = {.account = account, .arn = gate::root_arn(account), .access_key_id = std::move(id), .id = account}};
}

gate::GateOptions options_of(const Configuration& configuration, gate::KeyUses& uses, bool shares_origin_with_pages) {
  static const std::map<AuthMode, gate::AuthMode> modes = {{AuthMode::enforce, gate::AuthMode::enforce},
                                                           {AuthMode::verify, gate::AuthMode::verify},
                                                           {AuthMode::off, gate::AuthMode::off}};
  return {.auth = {.mode = modes.at(configuration.auth),
                   .testing = configuration.testing,
                   .default_account = configuration.account,
                   .default_region = configuration.region},
          // Two pictures of 5 MiB each, in base64, with the words around them.
          .large_documents = {{"rekognition", 14ull << 20}},
          .shares_origin_with_pages = shares_origin_with_pages,
          .uses = &uses};
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

// Other people's test suites make and delete what they like.
std::vector<policy::Attached> service_control(const Configuration& configuration) {
  return configuration.testing ? std::vector<policy::Attached>() : library_guard();
}

iam::Options iam_options(const Configuration& configuration) {
  std::set<std::string> accounts;
  if (!configuration.testing) accounts.insert(configuration.account);
  for (const Account& account : configuration.accounts) accounts.insert(account.id);
  iam::Options options;
  options.has_declared_key = [accounts](const std::string& account) { return accounts.contains(account); };
  options.service_control = service_control(configuration);
  return options;
}

std::string arn_of(const std::string& bucket, const std::string& key) { return "arn:aws:s3:::" + bucket + "/" + key; }

// What the door would answer if the caller asked S3 itself for the object.
Task<std::optional<std::string>> ask_for_reading(const gate::Authorizer& authorizer, const Call& call,
                                                 rekognition::PictureObject wanted) {
  gate::Intent intent{.action = "s3:GetObject", .resource = arn_of(wanted.bucket, wanted.key)};
  if (wanted.version) {
    intent.action = "s3:GetObjectVersion";
    intent.keys.emplace_back("s3:versionid", *wanted.version);
  }
  auto ruling = co_await authorizer.ask(call, std::move(intent));
  if (!ruling || !ruling->is_allowed) co_return std::nullopt;
  co_return std::move(ruling->account);
}

rekognition::MayRead may_read(const gate::Authorizer& authorizer) {
  return [&authorizer](const Call& call, rekognition::PictureObject wanted) {
    return ask_for_reading(authorizer, call, std::move(wanted));
  };
}

Task<Result<std::string>> ask_for_leave(const gate::Authorizer& authorizer, const Call& call, std::string action,
                                        std::string arn) {
  CO_TRY(gate::Ruling ruling, co_await authorizer.ask(call, {.action = std::move(action), .resource = std::move(arn)}));
  if (!ruling.is_allowed) co_return fail(gate::s3_denial(ruling));
  co_return std::move(ruling.account);
}

// What the door would answer to an operation on what stands behind the intent, whatever a resource's facts are now.
Task<Result<void>> ask_as_door(const gate::Authorizer& authorizer, const wire::ServiceModel& model, const Call& call,
                               gate::Intent intent) {
  CO_TRY(const gate::Ruling ruling, co_await authorizer.ask(call, std::move(intent)));
  if (!ruling.is_allowed) co_return fail(gate::denial(model, ruling));
  co_return Result<void>{};
}

s3::Permit permit(const gate::Authorizer& authorizer) {
  return [&authorizer](const Call& call, std::string action, std::string arn) {
    return ask_for_leave(authorizer, call, std::move(action), std::move(arn));
  };
}

// S3's names for accounts.
std::map<std::string, s3::AccountName> account_names(const Configuration& configuration) {
  std::map<std::string, s3::AccountName> names;
  for (const Account& account : configuration.accounts) {
    names.emplace(account.id, s3::AccountName{account.canonical_id, account.display_name});
  }
  return names;
}

s3::Options s3_options(const Configuration& configuration, const gate::Authorizer& authorizer) {
  return {.account_names = account_names(configuration), .permit = permit(authorizer)};
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

gate::AuthorizerOptions Cloud::authorizer_options(const Configuration& configuration) const {
  const auto owners = std::make_shared<const s3::Owners>(account_names(configuration));
  return {
      .service_control = service_control(configuration),
      .canonical_user = [owners](const std::string& account) { return *owners->owner(account).id; },
      .encode_denial =
          [this](const policy::Request& request, const policy::Decision& decision) {
            return sts_.encode_message(request.principal.account, denial_document(request, decision));
          },
  };
}

iam::Permit Cloud::iam_permit() const {
  return [this](const Call& call, std::string action, std::string arn) {
    gate::ResourceFact fact{.arn = arn};
    return ask_as_door(authorizer_, api::iam::model(), call,
                       {.action = std::move(action), .resource = std::move(arn), .fact = std::move(fact)});
  };
}

ec2::Permit Cloud::ec2_permit() const {
  return [this](const Call& call, ec2::Demand demand) {
    gate::ResourceFact fact{.arn = demand.arn, .keys = std::move(demand.keys)};
    for (const auto& [key, value] : demand.tags) fact.tags.push_back({key, value});
    return ask_as_door(
        authorizer_, api::ec2::model(), call,
        {.action = std::move(demand.action), .resource = std::move(demand.arn), .fact = std::move(fact)});
  };
}

std::vector<wire::Service> Cloud::services() {
  return {api::ec2::bind(ec2_), api::iam::bind(iam_), api::s3::bind(s3_), api::rekognition::bind(rekognition_),
          api::sts::bind(sts_)};
}

Cloud::Cloud(const Configuration& configuration, Stores& stores, Machines& machines, const AccessKey& root,
             const Seal& seal, Loops& loops, const Clock& clock, Ids& ids)
    : uploader_(uploader_key(root)),
      hashing_("iam-argon2", kHashesAtOnce, kHashesWaitingMax),
      iam_(*stores.database, seal, hashing_, ids, iam_options(configuration), iam_permit()),
      key_uses_(iam_),
      iam_facts_(iam_),
      iam_policies_(iam_),
      principals_(*stores.database),
      policies_(&iam_policies_),
      authorizer_(policies_, decisions_, authorizer_options(configuration)),
      web_(http::make_client(loops)),
      sts_identities_(iam_, declared_),
      role_judge_(authorizer_, configuration.auth == AuthMode::enforce),
      issuers_(*web_, loops.at(0)),
      sts_(*stores.database, seal, sts_identities_, role_judge_, issuers_, ids,
           {.may_root_assume_roles = configuration.testing}),
      keys_(declared_, iam_, sts_),
      ec2_(*stores.database, *stores.pool, ids, ec2_permit()),
      // Other people's test suites name whom they never made.
      s3_(*stores.database, *stores.blobs, *stores.pool, ids, s3_options(configuration, authorizer_),
          configuration.testing ? nullptr : &principals_),
      bucket_facts_(s3_),
      eyes_(eyes_of(machines, stores)),
      rekognition_(*stores.database, s3_, may_read(authorizer_), eyes_, *stores.pool, ids, rekognition_options(stores)),
      collection_facts_(rekognition_),
      cors_(std::make_unique<BucketCors>(s3_)),
      cloud_door_(services(), keys_, authorizer_, cors_.get(), clock, ids, options_of(configuration, key_uses_, false)),
      app_door_(services(), keys_, authorizer_, cors_.get(), clock, ids, options_of(configuration, key_uses_, true)) {
  authorizer_.add_facts("s3", bucket_facts_);
  authorizer_.add_facts("rekognition", collection_facts_);
  authorizer_.add_facts("iam", iam_facts_);
  declared_.add(root_of(configuration.account, root.id, root.secret));
  for (const Account& account : configuration.accounts) {
    declared_.add(root_of(account.id, account.access_key_id, account.secret_access_key));
  }
  gate::AccessKey uploader = uploader_of(configuration.account, uploader_);
  policies_.add(uploader.principal.arn, uploader_policies());
  declared_.add(std::move(uploader));
}

Cloud::~Cloud() = default;

Result<void> Cloud::migrate(Timestamp now) {
  REQUIRE_OK(iam_.migrate());
  REQUIRE_OK(sts_.open(now));
  REQUIRE_OK(ec2_.migrate());
  REQUIRE_OK(s3_.migrate());
  return rekognition_.migrate();
}

}  // namespace lightwell::app
