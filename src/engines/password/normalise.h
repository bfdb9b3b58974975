// One spelling for a passphrase: NFKC, so that a composed and a decomposed é, or a wide and a narrow A, are the same.

#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace lightwell::engines {

// Refuses with errors::passphrase_refused what is empty, no UTF-8, or longer than kPassphraseBytesMax.
Result<std::string> normalise_passphrase(std::string_view passphrase);
// For comparing with lists of words: NFKC and case folded. `text` must be UTF-8.
std::string fold_case(std::string_view text);

}  // namespace lightwell::engines
