#include "services/iam/name_rules.h"

#include <vector>

namespace lightwell::iam {

std::string unique_id(std::string_view prefix, Ids& ids, size_t length) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::vector<std::byte> raw(length - prefix.size());
  ids.fill(raw);
  std::string id(prefix);
  for (const std::byte one : raw) id += kAlphabet[size_t(one) % kAlphabet.size()];
  return id;
}

std::optional<EntityArn> read_entity_arn(std::string_view arn) {
  constexpr std::string_view kStart = "arn:aws:iam::";
  constexpr size_t kAccountDigits = 12;
  if (!arn.starts_with(kStart)) return std::nullopt;
  arn.remove_prefix(kStart.size());
  if (arn.size() <= kAccountDigits || arn[kAccountDigits] != ':') return std::nullopt;
  const std::string_view account = arn.substr(0, kAccountDigits);
  arn.remove_prefix(kAccountDigits + 1);
  const size_t first = arn.find('/'), last = arn.rfind('/');
  if (first == arn.npos || last + 1 == arn.size()) return std::nullopt;
  return EntityArn{.account = std::string(account),
                   .kind = std::string(arn.substr(0, first)),
                   .path = std::string(arn.substr(first, last - first + 1)),
                   .name = std::string(arn.substr(last + 1))};
}

}  // namespace lightwell::iam
