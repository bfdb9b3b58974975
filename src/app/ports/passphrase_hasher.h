// Argon2id on a small pool: hashing takes 19 MiB and tens of milliseconds, so few may run at once.

#pragma once

#include <string>

#include "photos/owners/owners.h"
#include "run/pool.h"

namespace lightwell::app {

class Argon2Hasher final : public photos::PassphraseHasher {
 public:
  Argon2Hasher();
  Task<Result<std::string>> hash(std::string passphrase) override;
  Task<Result<bool>> verify(std::string encoded, std::string passphrase) override;
  bool is_outdated(std::string_view encoded) const override;

 private:
  Pool pool_;
};

}  // namespace lightwell::app
