// Sealing: secrets as they are kept, so that whoever reads the database alone learns nothing.
//
// AES-256-GCM with a fresh nonce of 96 bits each time. What a secret belongs to (its row's key) is bound to it: a
// sealed secret that is moved to another row does not open.

#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace lightwell {

class Seal {
 public:
  using Key = std::array<std::byte, 32>;

  explicit Seal(const Key& key) : key_(key) {}

  // Nonce, ciphertext and tag: 28 bytes more than `plain`.
  std::string close(std::string_view plain, std::string_view bound_to) const;
  // Nothing for what was not closed with this key and this binding.
  std::optional<std::string> open(std::string_view sealed, std::string_view bound_to) const;

 private:
  const Key key_;
};

}  // namespace lightwell
