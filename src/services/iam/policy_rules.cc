#include "services/iam/policy_rules.h"

#include <algorithm>

#include "base/text.h"
#include "services/iam/errors.h"

namespace lightwell::iam {

size_t inline_size_max(EntityKind kind) {
  return kind == EntityKind::user ? 2048 : kind == EntityKind::group ? 5120 : 10240;
}

Result<std::shared_ptr<const policy::Document>> read_document(std::string_view json, policy::Kind kind) {
  auto parsed = policy::parse(json, kind);
  if (!parsed) return fail(errors::malformed_policy_document_exception, parsed.error().message);
  return *std::move(parsed);
}

size_t counted_size(std::string_view json) {
  size_t size = 0;
  bool is_in_string = false;
  bool is_escaped = false;
  for (const char c : json) {
    const bool is_space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    const bool is_inside_character = (uint8_t(c) & 0xc0) == 0x80;
    size += (is_in_string || !is_space) && !is_inside_character;
    if (c == '"' && !is_escaped) is_in_string = !is_in_string;
    is_escaped = c == '\\' && !is_escaped;
  }
  return size;
}

std::optional<PolicyArn> parse_policy_arn(std::string_view arn) {
  constexpr std::string_view kStart = "arn:aws:iam::";
  constexpr std::string_view kKind = ":policy/";
  if (!arn.starts_with(kStart)) return std::nullopt;
  const std::string_view rest = arn.substr(kStart.size());
  const size_t colon = rest.find(':');
  if (colon == std::string_view::npos || !rest.substr(colon).starts_with(kKind)) return std::nullopt;
  PolicyArn out;
  out.account = rest.substr(0, colon);
  const bool is_account =
      out.account.size() == 12 && std::ranges::all_of(out.account, [](char c) { return c >= '0' && c <= '9'; });
  const std::string_view place = rest.substr(colon + kKind.size() - 1);
  const size_t slash = place.rfind('/');
  out.path = place.substr(0, slash + 1);
  out.name = place.substr(slash + 1);
  if ((!is_account && !out.is_aws()) || out.name.empty() || out.name.contains(':')) return std::nullopt;
  return out;
}

Result<PolicyArn> check_policy_arn(std::string_view arn) {
  auto parsed = parse_policy_arn(arn);
  if (!parsed) return fail(errors::validation_error, "ARN " + std::string(arn) + " is not valid.");
  return *std::move(parsed);
}

std::string policy_arn(std::string_view account, std::string_view path, std::string_view name) {
  std::string arn = "arn:aws:iam::";
  arn.append(account).append(":policy").append(path).append(name);
  return arn;
}

std::string version_text(int64_t number) { return "v" + std::to_string(number); }

std::optional<int64_t> parse_version(std::string_view text) {
  if (!text.starts_with('v') || text.starts_with("v0") || text.size() > 18) return std::nullopt;
  const auto number = parse_unsigned(text.substr(1));
  return number ? std::optional(int64_t(*number)) : std::nullopt;
}

std::string shown_document(std::string_view json) { return percent_encode(json); }

Error no_such_policy(std::string_view arn) {
  return error(errors::no_such_entity_exception, "Policy " + std::string(arn) + " was not found.");
}

Error not_attachable(std::string_view arn) {
  return error(errors::no_such_entity_exception,
               "Policy " + std::string(arn) + " does not exist or is not attachable.");
}

Error no_such_version(std::string_view arn, std::string_view version) {
  return error(errors::no_such_entity_exception, "Policy " + std::string(arn) + " version " + std::string(version) +
                                                     " does not exist or is not attachable.");
}

Error no_such_inline_policy(EntityKind kind, std::string_view name) {
  return error(errors::no_such_entity_exception,
               "The " + std::string(word_of(kind)) + " policy with name " + std::string(name) + " cannot be found.");
}

}  // namespace lightwell::iam
