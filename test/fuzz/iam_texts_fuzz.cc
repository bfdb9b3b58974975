// What strangers hand to IAM: SSH keys, certificates, ARNs, markers, names of versions, documents whose principals are
// renamed. The first byte chooses one.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "policy/document.h"
#include "policy/principal_names.h"
#include "services/iam/certificate_rules.h"
#include "services/iam/listing_rules.h"
#include "services/iam/name_rules.h"
#include "services/iam/policy_rules.h"
#include "services/iam/simulation_rules.h"
#include "services/iam/ssh_key_rules.h"

namespace {

using namespace lightwell;

void require(bool holds) {
  if (!holds) std::abort();
}

// A key that is read is read again from its line, and from its PEM.
void check_ssh_key(std::string_view text) {
  const auto read = iam::read_ssh_key(text);
  if (!read) return;
  const auto again = iam::read_ssh_key(read->line);
  require(again && again->line == read->line && again->fingerprint == read->fingerprint);
  const auto pem = iam::to_pem(read->line);
  require(pem && iam::read_ssh_key(*pem)->line == read->line);
}

void check_certificate(std::string_view text) {
  const auto id = iam::read_certificate(text, from_micros(1'700'000'000'000'000));
  if (id) require(id->size() == 64);
}

void check_arns(std::string_view text) {
  if (const auto found = iam::read_entity_arn(text)) {
    require(!found->name.empty() && found->path.starts_with('/') && found->path.ends_with('/'));
  }
  if (const auto found = iam::parse_policy_arn(text)) {
    require(iam::policy_arn(found->account, found->path, found->name) == text);
  }
  (void)iam::check_simulated_action(text);
  (void)iam::check_simulated_resource(text);
  if (const auto number = iam::parse_version(text)) require(iam::version_text(*number) == text);
}

// A marker that is read is the one that would be made.
void check_marker(std::string_view text) {
  const auto paging = iam::paging("list", std::string(text), std::nullopt);
  if (paging) require(!paging->after.empty() && iam::paging("list", iam::make_marker(*paging, paging->after), {}));
}

// With nothing to rename, a document stays as it is; with everything renamed, it can still be read.
void check_renaming(std::string_view text) {
  require(iam::counted_size(text) <= text.size());
  if (!policy::parse(text, policy::Kind::trust)) return;
  require(policy::rename_principals(text, [](auto, auto) { return std::nullopt; }) == text);
  const std::string renamed = policy::rename_principals(text, [](std::string_view type, std::string_view) {
    return type == "AWS" ? std::optional<std::string>("AIDAAAAAAAAAAAAAAAAAA") : std::nullopt;
  });
  require(bool(policy::parse(renamed, policy::Kind::trust)));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 5) {
    case 0: check_ssh_key(text); break;
    case 1: check_certificate(text); break;
    case 2: check_arns(text); break;
    case 3: check_marker(text); break;
    default: check_renaming(text); break;
  }
  return 0;
}
