// Session tokens: texts that nobody sealed, and what a seal holds. The first byte chooses one.

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "base/text.h"
#include "services/sts/schema.h"
#include "services/sts/sealing_keys.h"
#include "services/sts/session_token.h"
#include "store/sql/sqlite.h"

namespace {

using namespace lightwell;

constexpr std::string_view kKey = "ASIAAAAAAAAAAAAAAAAA";

void require(bool holds) {
  if (!holds) std::abort();
}

struct Vault {
  Vault() {
    auto opened = store::open_sqlite({});
    require(bool(opened));
    database = *std::move(opened);
    require(bool(database->migrate("sts", sts::migrations())));
    keys = std::make_unique<sts::SealingKeys>(*database, seal, ids);
    require(bool(keys->open(from_micros(1'700'000'000'000'000))));
  }
  RandomIds ids;
  Seal seal{Seal::Key{std::byte{7}}};
  std::unique_ptr<store::Database> database;
  std::unique_ptr<sts::SealingKeys> keys;
};

// What opens can be sealed again and says the same.
void check_form(const sts::SealingKeys& keys, std::string_view form) {
  const std::string sealed = keys.close(form, "session token of " + std::string(kKey));
  const auto grant = sts::open_token(keys, kKey, to_base64(as_bytes(sealed)));
  if (!grant) return;
  require(grant->access_key_id == kKey && grant->principal.session != nullptr);
  const auto again = sts::open_token(keys, kKey, sts::make_token(keys, *grant));
  if (!again) return require(sts::make_token(keys, *grant).size() > sts::kTokenMax);
  require(again->secret == grant->secret && again->principal.arn == grant->principal.arn);
  require(again->principal.session->policies == grant->principal.session->policies);
  require(!sts::open_token(keys, "ASIABBBBBBBBBBBBBBBB", sts::make_token(keys, *grant)));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  static const Vault vault;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (data[0] % 2 == 0) {
    require(!sts::open_token(*vault.keys, kKey, text));
  } else {
    check_form(*vault.keys, text);
  }
  return 0;
}
