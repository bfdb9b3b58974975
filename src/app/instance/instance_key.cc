#include "app/instance/instance_key.h"

#include "base/log.h"
#include "run/spawn.h"

namespace lightwell::app {

Task<Result<std::string>> InstanceKey::line_of_pair() {
  const Call call = {.principal = {.account = configuration_.account},
                     .account = configuration_.account,
                     .region = configuration_.region,
                     .now = clock_.now()};
  api::ec2::DescribeKeyPairsRequest request = {.key_names = std::vector<std::string>{configuration_.instance.key_name},
                                               .include_public_key = true};
  CO_TRY(auto told, co_await ec2_.describe_key_pairs(call, request));
  if (!told.key_pairs || told.key_pairs->empty()) co_return std::string();
  co_return told.key_pairs->front().public_key.value_or("");
}

Task<std::optional<metadata::PublicKey>> InstanceKey::public_key() {
  const InstanceSettings& settings = configuration_.instance;
  if (settings.key_name.empty()) co_return std::nullopt;
  if (!settings.public_key.empty()) {
    co_return metadata::PublicKey{.name = settings.key_name, .openssh = settings.public_key};
  }
  auto line = co_await line_of_pair();
  if (!line || line->empty()) co_return std::nullopt;
  co_return metadata::PublicKey{.name = settings.key_name, .openssh = *std::move(line)};
}

void InstanceKey::check(Loop& loop) {
  const InstanceSettings& settings = configuration_.instance;
  if (settings.key_name.empty() || !settings.public_key.empty()) return;
  const auto line = sync_wait(loop, line_of_pair());
  if (line) return;
  log::warning("[instance] key_name: {} in {} of account {}. public-keys/ is 404 until there is one.",
               line.error().message, configuration_.region, configuration_.account);
}

}  // namespace lightwell::app
