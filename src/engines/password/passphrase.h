// Passphrases: which are good enough, and how they are kept.
//
// A passphrase is normalised (Unicode NFKC), so that the same words typed on another keyboard open the same door, and
// hashed whole with Argon2id, never truncated. Hashing costs 19 MiB and tens of milliseconds: call these functions on
// a bounded Pool, so that a flood of sign-ins queues instead of exhausting memory.
// Costs: OWASP Password Storage Cheat Sheet. Rules: ASVS 5.0, 6.2.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lightwell::engines {

namespace errors {
// Its message tells the person what is wrong with the passphrase they chose.
inline constexpr ErrorKind passphrase_refused{"PassphraseRefused", 400, Fault::sender, "Choose another passphrase."};
}  // namespace errors

inline constexpr size_t kPassphraseBytesMax = 1024;  // longer ones are refused, not cut

struct PassphraseCost {
  uint32_t memory_kib = 19 * 1024;
  uint32_t passes = 2;
  uint32_t lanes = 1;
};

// A PHC string ($argon2id$v=19$m=19456,t=2,p=1$salt$hash) with a fresh salt of 16 bytes. Refuses what is not UTF-8 or
// is longer than kPassphraseBytesMax with errors::passphrase_refused; asks nothing else of it.
Result<std::string> hash_passphrase(std::string_view passphrase, const PassphraseCost& cost = {});

struct PassphraseVerdict {
  bool matches = false;
  bool needs_rehash = false;  // it matches, but was hashed at another cost: store hash_passphrase() again
};
// A passphrase that could never have been stored (not UTF-8, too long) does not match. A stored string that is no
// Argon2id hash, or asks for more than 1 GiB or 16 passes, is errors::internal_error.
Result<PassphraseVerdict> verify_passphrase(std::string_view passphrase, std::string_view stored,
                                            const PassphraseCost& cost = {});
// Takes as long as verify_passphrase and never matches: for a sign-in to an account that does not exist.
Result<PassphraseVerdict> verify_nobody(std::string_view passphrase, const PassphraseCost& cost = {});

struct PassphraseRules {
  size_t length_min = 15;  // code points, counted after normalisation
  // Words an attacker who knows the site would try: product, host, user name, e-mail address. Case is ignored; words
  // shorter than four letters are not looked at.
  std::vector<std::string> context_words;
};

// Whether a person may choose this passphrase; errors::passphrase_refused tells why not and what to do. There are no
// rules about kinds of characters. Cheap enough to call anywhere.
Result<void> check_passphrase(std::string_view passphrase, const PassphraseRules& rules);

}  // namespace lightwell::engines
