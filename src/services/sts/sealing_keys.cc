#include "services/sts/sealing_keys.h"

#include <algorithm>

#include "base/text.h"
#include "run/spawn.h"
#include "services/sts/schema.h"

namespace lightwell::sts {
namespace {

constexpr size_t kNumberBytes = 4;

std::string to_bytes(int64_t number) {
  std::string out;
  for (int shift = 8 * int(kNumberBytes) - 8; shift >= 0; shift -= 8) out += char(number >> shift & 255);
  return out;
}

int64_t from_bytes(std::string_view bytes) {
  int64_t number = 0;
  for (const char byte : bytes) number = number << 8 | uint8_t(byte);
  return number;
}

// What the sealed key of a row is bound to.
std::string row_of(Timestamp made_at) { return "sts_sealing_keys made at " + std::to_string(to_micros(made_at)); }

}  // namespace

Result<void> SealingKeys::open(Timestamp now) {
  REQUIRE_OK(database_.migrate("sts", migrations()));
  REQUIRE_OK(seal_plain_ones());
  return sync_wait(rotate(now));
}

Result<void> SealingKeys::seal_plain_ones() {
  return sync_wait(database_.write([this](store::Transaction& transaction) -> Result<void> {
    std::map<int64_t, std::string> sealed;
    REQUIRE_OK(transaction.each("SELECT id, secret, made_at FROM sts_sealing_keys WHERE length(secret) = $1",
                                {int64_t(sizeof(Seal::Key))}, [&](const store::Row& row) {
                                  sealed[row.integer(0)] = seal_.close(as_text(row.blob(1)), row_of(row.time(2)));
                                  return true;
                                }));
    for (const auto& [id, secret] : sealed) {
      REQUIRE_OK(transaction.execute("UPDATE sts_sealing_keys SET secret = $2 WHERE id = $1", {id, as_bytes(secret)}));
    }
    return {};
  }));
}

Result<SealingKeys::Keys> SealingKeys::read(store::Reader& reader) const {
  Keys keys;
  REQUIRE_OK(reader.each("SELECT id, secret, made_at FROM sts_sealing_keys", {}, [&](const store::Row& row) {
    Seal::Key secret = {};
    const auto opened = seal_.open(as_text(row.blob(1)), row_of(row.time(2)));
    if (!opened || opened->size() != secret.size()) return true;  // sealed with another seal.key
    std::ranges::copy(as_bytes(*opened), secret.begin());
    keys.emplace(row.integer(0), Key{.seal = Seal(secret), .made_at = row.time(2)});
    return true;
  }));
  return keys;
}

Result<void> SealingKeys::make(store::Transaction& transaction, Timestamp now) {
  Seal::Key secret = {};
  ids_.fill(secret);
  const std::string sealed = seal_.close(as_text(secret), row_of(now));
  REQUIRE_OK(
      transaction.execute("INSERT INTO sts_sealing_keys (secret, made_at) VALUES ($1, $2)", {as_bytes(sealed), now}));
  return {};
}

Task<Result<void>> SealingKeys::rotate(Timestamp now) {
  if (const auto known = keys(); known && !known->empty() && known->rbegin()->second.made_at + kKeySeals > now &&
                                 known->begin()->second.made_at + kKeyOpens > now) {
    co_return Result<void>{};
  }
  CO_TRY(Keys after, co_await database_.write([this, now](store::Transaction& transaction) -> Result<Keys> {
    REQUIRE_OK(transaction.execute("DELETE FROM sts_sealing_keys WHERE made_at <= $1", {now - kKeyOpens}));
    TRY(const Keys there, read(transaction));
    if (there.empty() || there.rbegin()->second.made_at + kKeySeals <= now) REQUIRE_OK(make(transaction, now));
    return read(transaction);
  }));
  use(std::move(after));
  co_return Result<void>{};
}

Task<Result<void>> SealingKeys::replace(Timestamp now) {
  CO_TRY(Keys after, co_await database_.write([this, now](store::Transaction& transaction) -> Result<Keys> {
    // The number of a key that has gone is not given again while sessions it sealed may come.
    REQUIRE_OK(make(transaction, now));
    REQUIRE_OK(transaction.execute("DELETE FROM sts_sealing_keys WHERE id < (SELECT max(id) FROM sts_sealing_keys)"));
    return read(transaction);
  }));
  use(std::move(after));
  co_return Result<void>{};
}

std::shared_ptr<const SealingKeys::Keys> SealingKeys::keys() const {
  const std::lock_guard lock(mutex_);
  return keys_;
}

void SealingKeys::use(Keys keys) {
  auto shared = std::make_shared<const Keys>(std::move(keys));
  const std::lock_guard lock(mutex_);
  keys_ = std::move(shared);
}

std::string SealingKeys::close(std::string_view plain, std::string_view bound_to) const {
  const auto there = keys();
  const auto& [number, key] = *there->rbegin();
  return to_bytes(number) + key.seal.close(plain, bound_to);
}

std::optional<std::string> SealingKeys::open(std::string_view sealed, std::string_view bound_to) const {
  if (sealed.size() <= kNumberBytes) return std::nullopt;
  const auto there = keys();
  const auto found = there->find(from_bytes(sealed.substr(0, kNumberBytes)));
  if (found == there->end()) return std::nullopt;
  return found->second.seal.open(sealed.substr(kNumberBytes), bound_to);
}

}  // namespace lightwell::sts
