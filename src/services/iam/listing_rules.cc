#include "services/iam/listing_rules.h"

#include "base/digest.h"
#include "base/text.h"
#include "services/iam/errors.h"

namespace lightwell::iam {
namespace {

constexpr size_t kSealBytes = 6;

// Guards against markers of other lists and typing errors, not against forgery: a marker opens nothing.
std::string seal(std::string_view list, std::string_view last) {
  const Sha256 sum = sha256(as_bytes(std::string(list) + '\0' + std::string(last)));
  return std::string(as_text(Bytes(sum)).substr(0, kSealBytes));
}

}  // namespace

Result<Paging> paging(std::string list, const std::optional<std::string>& marker,
                      const std::optional<int32_t>& max_items) {
  Paging paging{.list = std::move(list)};
  if (max_items) paging.max = size_t(*max_items);
  if (!marker) return paging;
  const auto raw = from_base64url(*marker);
  if (!raw || raw->size() <= kSealBytes) return fail(errors::validation_error, "Invalid Marker.");
  paging.after = raw->substr(kSealBytes);
  if (seal(paging.list, paging.after) != raw->substr(0, kSealBytes)) {
    return fail(errors::validation_error, "Invalid Marker.");
  }
  return paging;
}

std::string make_marker(const Paging& paging, std::string_view last) {
  return to_base64url(as_bytes(seal(paging.list, last) + std::string(last)));
}

}  // namespace lightwell::iam
