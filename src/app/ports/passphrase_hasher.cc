#include "app/ports/passphrase_hasher.h"

#include "engines/password/passphrase.h"

namespace lightwell::app {
namespace {
constexpr size_t kHashesAtOnce = 2;
constexpr size_t kHashesWaitingMax = 32;
}  // namespace

Argon2Hasher::Argon2Hasher() : pool_("argon2", kHashesAtOnce, kHashesWaitingMax) {}

Task<Result<std::string>> Argon2Hasher::hash(std::string passphrase) {
  return pool_.run([passphrase = std::move(passphrase)] { return engines::hash_passphrase(passphrase); });
}

Task<Result<bool>> Argon2Hasher::verify(std::string encoded, std::string passphrase) {
  return pool_.run([encoded = std::move(encoded), passphrase = std::move(passphrase)]() -> Result<bool> {
    TRY(const auto verdict, engines::verify_passphrase(passphrase, encoded));
    return verdict.matches;
  });
}

bool Argon2Hasher::is_outdated(std::string_view encoded) const {
  const engines::PassphraseCost cost;
  return !encoded.starts_with(fmt::format("$argon2id$v=19$m={},t={},p={}$", cost.memory_kib, cost.passes, cost.lanes));
}

}  // namespace lightwell::app
