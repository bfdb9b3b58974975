// What strangers hand to STS and EC2: web identity tokens, key sets of providers, issuers, packed sessions, public
// keys. The first byte chooses one.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "services/ec2/key_material.h"
#include "services/sts/issuers.h"
#include "services/sts/jwt.h"
#include "services/sts/packed_session.h"
#include "services/sts/session_form.h"
#include "services/sts/session_rules.h"
#include "services/sts/verification_key.h"

namespace {

using namespace lightwell;

// What is unpacked can be packed again to the same.
void check_packed(std::string_view bytes) {
  Session session;
  if (!sts::unpack(bytes, session)) return;
  Session again;
  if (!sts::unpack(sts::pack(session), again)) std::abort();
  if (again.policies != session.policies && !sts::pack(session).empty()) std::abort();
}

void check_form(std::string_view bytes) {
  sts::FormReader form(bytes);
  while (form.is_sound() && !form.is_at_end()) {
    form.number();
    form.text();
    form.texts();
    form.tags();
  }
}

// A key that is read is read again from the line that is made of it.
void check_public_key(std::string_view text) {
  const auto read = ec2::read_public_key(text);
  if (!read) return;
  const auto again = ec2::read_public_key(ec2::public_line(read->type, read->blob, "again"));
  if (!again || again->fingerprint != read->fingerprint || again->blob != read->blob) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 6) {
    case 0: sts::parse_jwt(text); break;
    case 1:
      if (const auto keys = sts::parse_key_set(text)) {
        for (const auto& key : *keys) key.verifies("RS256", "text", text);
      }
      break;
    case 2:
      if (const auto host = sts::provider_host(text); host && host->empty()) std::abort();
      sts::parse_role_arn(text);
      break;
    case 3: check_packed(text); break;
    case 4: check_form(text); break;
    default: check_public_key(text); break;
  }
  return 0;
}
