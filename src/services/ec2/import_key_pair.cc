// ImportKeyPair keeps the public half of a pair that its owner made.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ImportKeyPair.html

#include "services/ec2/ec2.h"
#include "services/ec2/key_pair_rules.h"

namespace lightwell::ec2 {

Task<Result<api::ec2::ImportKeyPairResult>> Ec2Service::import_key_pair(const Call& call,
                                                                        api::ec2::ImportKeyPairRequest& request) {
  CO_CHECK(check_key_name(request.key_name));
  CO_TRY(Tags tags, checked_tags(request.tag_specifications));
  const auto read = read_public_key(request.public_key_material);
  if (!read) co_return fail(errors::invalid_key_format);
  CO_CHECK(check_dry_run(request.dry_run));

  KeyPair pair = {.id = make_key_pair_id(ids_),
                  .account = call.account,
                  .region = call.region,
                  .name = request.key_name,
                  .type = std::string(to_text(read->type)),
                  .fingerprint = read->fingerprint,
                  .public_key = public_line(read->type, read->blob, request.key_name),
                  .made_at = call.now,
                  .tags = std::move(tags)};
  CO_CHECK(co_await store(pair));
  co_return api::ec2::ImportKeyPairResult{.key_fingerprint = std::move(pair.fingerprint),
                                          .key_name = std::move(pair.name),
                                          .key_pair_id = std::move(pair.id),
                                          .tags = tag_list(pair.tags)};
}

}  // namespace lightwell::ec2
