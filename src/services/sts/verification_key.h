// The public keys an identity provider publishes, and the check of a signature against one.
// https://www.rfc-editor.org/rfc/rfc7517, https://www.rfc-editor.org/rfc/rfc7518

#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lightwell::sts {

inline constexpr size_t kKeysMax = 100;  // of one provider, as AWS reads
inline constexpr size_t kRsaBitsMin = 2048;
inline constexpr size_t kRsaBitsMax = 8192;

class VerificationKey {
 public:
  struct Handle;  // OpenSSL's

  VerificationKey(std::string id, std::string algorithm, std::string family, std::shared_ptr<const Handle> handle)
      : id_(std::move(id)), algorithm_(std::move(algorithm)), family_(std::move(family)), handle_(std::move(handle)) {}

  const std::string& id() const { return id_; }  // kid; "" where it has none
  // RS256, RS384, RS512, ES256, ES384, ES512. False where the key is not for that algorithm.
  bool verifies(std::string_view algorithm, std::string_view text, std::string_view signature) const;

 private:
  std::string id_;
  std::string algorithm_;  // the only one it may be used with; "" where the provider does not say
  std::string family_;     // RS, or ES256, ES384, ES512 for the curve
  std::shared_ptr<const Handle> handle_;
};

// Keys that are not for signatures, or of a kind AWS does not know, are left out. Nothing for what is no key set.
std::optional<std::vector<VerificationKey>> parse_key_set(std::string_view json);

}  // namespace lightwell::sts
