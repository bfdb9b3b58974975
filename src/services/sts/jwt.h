// JSON Web Tokens: what one says of itself, not yet believed.
// https://www.rfc-editor.org/rfc/rfc7519
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html (tags in a token)

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/call.h"

namespace lightwell::sts {

struct Jwt {
  std::string algorithm;         // RS256, ES256, …
  std::string key_id;            // "" where none is named
  std::string_view signed_part;  // of the text it was read from
  std::string signature;         // raw

  std::string issuer;
  std::string subject;
  std::vector<std::string> audiences;
  std::string authorized_party;      // azp
  std::vector<std::string> methods;  // amr
  std::string email;
  std::optional<int64_t> expires_at;  // seconds since 1970
  std::optional<int64_t> issued_at;
  std::optional<int64_t> not_before;

  std::string source_identity;   // https://aws.amazon.com/source_identity
  std::vector<SessionTag> tags;  // principal_tags of https://aws.amazon.com/tags
  std::vector<std::string> transitive_tags;
};

// Nothing for what is no signed token in compact form whose header and claims are JSON objects of the right types.
std::optional<Jwt> parse_jwt(std::string_view text);

}  // namespace lightwell::sts
