#include "engines/password/passphrase.h"

#include <argon2.h>

#include <array>
#include <optional>

#include "base/ids.h"
#include "base/text.h"
#include "engines/password/normalise.h"

namespace lightwell::engines {
namespace {

constexpr size_t kSaltBytes = 16;
constexpr size_t kHashBytes = 32;
constexpr uint32_t kMemoryKibMax = 1024 * 1024;
constexpr uint32_t kPassesMax = 16;
constexpr uint32_t kLanesMax = 16;
constexpr size_t kStoredBytesMax = 512;

// m=...,t=...,p=... of a PHC string. argon2_verify would allocate whatever the string asks for.
std::optional<PassphraseCost> cost_of(std::string_view stored) {
  constexpr std::string_view kPrefix = "$argon2id$v=19$";
  if (stored.size() > kStoredBytesMax || !stored.starts_with(kPrefix)) return std::nullopt;
  stored.remove_prefix(kPrefix.size());
  const std::string_view parameters = stored.substr(0, stored.find('$'));
  PassphraseCost cost = {0, 0, 0};
  const std::array<std::pair<std::string_view, uint32_t*>, 3> fields = {
      {{"m=", &cost.memory_kib}, {"t=", &cost.passes}, {"p=", &cost.lanes}}};
  size_t at = 0;
  for (const auto& [name, value] : fields) {
    const size_t comma = std::min(parameters.find(',', at), parameters.size());
    const std::string_view field = parameters.substr(std::min(at, comma), comma - std::min(at, comma));
    if (!field.starts_with(name)) return std::nullopt;
    const auto number = parse_unsigned(field.substr(name.size()));
    if (!number || *number == 0 || *number > kMemoryKibMax) return std::nullopt;
    *value = uint32_t(*number);
    at = comma + 1;
  }
  if (at != parameters.size() + 1 || cost.passes > kPassesMax || cost.lanes > kLanesMax) return std::nullopt;
  return cost;
}

bool same(const PassphraseCost& a, const PassphraseCost& b) {
  return a.memory_kib == b.memory_kib && a.passes == b.passes && a.lanes == b.lanes;
}

Error machinery(int code) {
  return error(lightwell::errors::internal_error).log(std::string("argon2: ") + argon2_error_message(code));
}

}  // namespace

Result<std::string> hash_passphrase(std::string_view passphrase, const PassphraseCost& cost) {
  TRY(const std::string words, normalise_passphrase(passphrase));
  std::array<std::byte, kSaltBytes> salt;
  random_bytes(salt);
  std::string encoded(argon2_encodedlen(cost.passes, cost.memory_kib, cost.lanes, kSaltBytes, kHashBytes, Argon2_id),
                      '\0');
  const int code = argon2id_hash_encoded(cost.passes, cost.memory_kib, cost.lanes, words.data(), words.size(),
                                         salt.data(), salt.size(), kHashBytes, encoded.data(), encoded.size());
  if (code != ARGON2_OK) return fail(machinery(code));
  encoded.resize(encoded.find('\0'));
  return encoded;
}

Result<PassphraseVerdict> verify_passphrase(std::string_view passphrase, std::string_view stored,
                                            const PassphraseCost& cost) {
  const auto stored_cost = cost_of(stored);
  if (!stored_cost) {
    return fail(error(lightwell::errors::internal_error).log("a stored passphrase is no Argon2id hash"));
  }
  const auto words = normalise_passphrase(passphrase);
  if (!words) return PassphraseVerdict{};
  const int code = argon2id_verify(std::string(stored).c_str(), words->data(), words->size());
  if (code == ARGON2_VERIFY_MISMATCH) return PassphraseVerdict{};
  if (code != ARGON2_OK) return fail(machinery(code));
  return PassphraseVerdict{.matches = true, .needs_rehash = !same(*stored_cost, cost)};
}

Result<PassphraseVerdict> verify_nobody(std::string_view passphrase, const PassphraseCost& cost) {
  const auto hashed = hash_passphrase(passphrase, cost);
  if (!hashed && hashed.error().kind != &errors::passphrase_refused) return fail(Error(hashed.error()));
  return PassphraseVerdict{};
}

}  // namespace lightwell::engines
