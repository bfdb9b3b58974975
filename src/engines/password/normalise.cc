#include "engines/password/normalise.h"

#include <utf8proc.h>

#include <cstdlib>
#include <memory>

#include "base/text.h"
#include "engines/password/passphrase.h"

namespace lightwell::engines {
namespace {

std::string map(std::string_view text, int options) {
  utf8proc_uint8_t* mapped = nullptr;
  const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()), utf8proc_ssize_t(text.size()),
                                 &mapped, utf8proc_option_t(options));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owned(mapped, &std::free);
  if (size < 0) return std::string(text);
  return std::string(reinterpret_cast<const char*>(mapped), size_t(size));
}

}  // namespace

Result<std::string> normalise_passphrase(std::string_view passphrase) {
  if (passphrase.empty()) return fail(errors::passphrase_refused, "The passphrase is empty.");
  if (passphrase.size() > kPassphraseBytesMax) {
    return fail(errors::passphrase_refused,
                fmt::format("The passphrase is longer than {} bytes.", kPassphraseBytesMax));
  }
  if (!is_utf8(passphrase)) return fail(errors::passphrase_refused, "The passphrase is not valid Unicode text.");
  return map(passphrase, UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT);
}

std::string fold_case(std::string_view text) {
  return map(text, UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD);
}

}  // namespace lightwell::engines
