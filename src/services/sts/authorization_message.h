// The encoded message that a denied EC2 call carries: why it was denied, for those alone who may decode it.
// https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/sts/sealing_keys.h"

namespace lightwell::sts {

// As much of a message as fits into EncodedMessage (10240 characters) once sealed.
inline constexpr size_t kMessageBytesMax = 7500;

// `account`: whose call was denied; only there the message opens. A message that is too long becomes "".
std::string seal_message(const SealingKeys& keys, std::string_view account, std::string_view message);
std::optional<std::string> open_message(const SealingKeys& keys, std::string_view account, std::string_view encoded);

}  // namespace lightwell::sts
