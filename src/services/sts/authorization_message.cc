#include "services/sts/authorization_message.h"

#include "base/text.h"

namespace lightwell::sts {
namespace {

std::string binding(std::string_view account) { return "authorization message of " + std::string(account); }

}  // namespace

std::string seal_message(const SealingKeys& keys, std::string_view account, std::string_view message) {
  if (message.size() > kMessageBytesMax) return {};
  return to_base64url(as_bytes(keys.close(message, binding(account))));
}

std::optional<std::string> open_message(const SealingKeys& keys, std::string_view account, std::string_view encoded) {
  const auto sealed = from_base64url(encoded);
  if (!sealed) return std::nullopt;
  return keys.open(*sealed, binding(account));
}

}  // namespace lightwell::sts
