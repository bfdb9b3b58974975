// CreateKeyPair makes a key pair, answers its private half and keeps the public one.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateKeyPair.html

#include "services/ec2/ec2.h"
#include "services/ec2/key_pair_rules.h"

namespace lightwell::ec2 {

Task<Result<api::ec2::KeyPair>> Ec2Service::create_key_pair(const Call& call, api::ec2::CreateKeyPairRequest& request) {
  CO_CHECK(check_key_name(request.key_name));
  CO_TRY(const KeyType type, parse_key_type(request.key_type));
  CO_TRY(const KeyFormat format, parse_key_format(request.key_format));
  CO_TRY(Tags tags, checked_tags(request.tag_specifications));
  CO_CHECK(check_dry_run(request.dry_run));

  CO_TRY(MadeKey made,
         co_await pool_.run([type, format, name = request.key_name] { return make_key(type, format, name); }));
  KeyPair pair = {.id = make_key_pair_id(ids_),
                  .account = call.account,
                  .region = call.region,
                  .name = request.key_name,
                  .type = std::string(to_text(type)),
                  .fingerprint = made.fingerprint,
                  .public_key = std::move(made.public_key),
                  .made_at = call.now,
                  .tags = std::move(tags)};
  CO_CHECK(co_await store(pair));
  co_return api::ec2::KeyPair{.key_pair_id = std::move(pair.id),
                              .tags = tag_list(pair.tags),
                              .key_name = std::move(pair.name),
                              .key_fingerprint = std::move(made.fingerprint),
                              .key_material = std::move(made.private_key)};
}

}  // namespace lightwell::ec2
