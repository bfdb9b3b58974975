#include "services/ec2/tagged_pairs.h"

#include <fmt/format.h>

#include <algorithm>

#include "services/ec2/errors.h"
#include "services/ec2/key_pair_store.h"

namespace lightwell::ec2 {
namespace {

constexpr std::string_view kPrefix = "key-";
constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr size_t kDigits = 17;

bool is_key_pair_id(std::string_view id) {
  return id.starts_with(kPrefix) && id.size() == kPrefix.size() + kDigits &&
         id.substr(kPrefix.size()).find_first_not_of(kHexDigits) == id.npos;
}

}  // namespace

Result<void> check_resources(const std::vector<std::string>& ids) {
  if (ids.empty()) return fail(errors::missing_parameter, "The request must contain the parameter resourceIdSet");
  if (ids.size() > kTaggedMax) {
    return fail(
        errors::invalid_parameter_value,
        fmt::format("The request names {} resources; {} at most can be tagged at once.", ids.size(), kTaggedMax));
  }
  const auto odd = std::ranges::find_if_not(ids, is_key_pair_id);
  if (odd != ids.end()) return fail(errors::invalid_id, fmt::format("The ID '{}' is not valid", *odd));
  return {};
}

Result<std::vector<KeyPair>> tagged_pairs(store::Reader& reader, const Call& call,
                                          const std::vector<std::string>& ids) {
  TRY(std::vector<KeyPair> pairs, list_key_pairs(reader, call.account, call.region));
  for (const std::string& id : ids) {
    if (std::ranges::find(pairs, id, &KeyPair::id) != pairs.end()) continue;
    return fail(errors::invalid_key_pair_not_found, fmt::format("The key pair ID '{}' does not exist", id));
  }
  std::erase_if(pairs, [&](const KeyPair& pair) { return std::ranges::find(ids, pair.id) == ids.end(); });
  return pairs;
}

}  // namespace lightwell::ec2
