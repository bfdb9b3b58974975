#include "services/rekognition/collection_rules.h"

#include <array>

#include "base/digest.h"
#include "base/text.h"
#include "services/rekognition/errors.h"

namespace lightwell::rekognition {
namespace {

constexpr size_t kSealBytes = 8;

// Guards against tokens of other lists and typing errors, not against forgery: a token opens nothing.
std::string seal(std::string_view list, std::string_view place) {
  const auto sum = sha256(as_bytes(std::string(list) + '\0' + std::string(place)));
  return std::string(as_text(Bytes(sum)).substr(0, kSealBytes));
}

std::string place_text(int64_t behind) {
  std::string out;
  for (int shift = 56; shift >= 0; shift -= 8) out += char(uint64_t(behind) >> shift & 255);
  return out;
}

}  // namespace

std::string collection_arn(const std::string& account, const std::string& region, const std::string& name) {
  return "arn:aws:rekognition:" + region + ":" + account + ":collection/" + name;
}

Result<std::string> collection_of_arn(const Call& call, std::string_view arn) {
  std::array<std::string_view, 5> parts;
  std::string_view rest = arn;
  for (std::string_view& part : parts) {
    const size_t colon = rest.find(':');
    if (colon == rest.npos) return fail(errors::invalid_parameter_exception);
    part = rest.substr(0, colon);
    rest.remove_prefix(colon + 1);
  }
  constexpr std::string_view kKind = "collection/";
  if (parts[0] != "arn" || parts[2] != "rekognition") return fail(errors::invalid_parameter_exception);
  if (!rest.starts_with(kKind) || parts[3] != call.region || parts[4] != call.account) {
    return fail(errors::resource_not_found_exception);
  }
  return std::string(rest.substr(kKind.size()));
}

Error no_such_collection(const std::string& name) {
  return error(errors::resource_not_found_exception, "The collection id: " + name + " does not exist");
}

Error no_such_user() { return error(errors::resource_not_found_exception, "The user id does not exist"); }

Error no_such_face() { return error(errors::invalid_parameter_exception, "faceId was not found in the collection."); }

std::string make_token(std::string_view list, int64_t behind) {
  const std::string place = place_text(behind);
  return to_base64url(as_bytes(place + seal(list, place)));
}

Result<int64_t> read_token(std::string_view list, const std::optional<std::string>& token) {
  if (!token) return 0;
  const auto raw = from_base64url(*token);
  if (!raw || raw->size() != 8 + kSealBytes) return fail(errors::invalid_pagination_token_exception);
  const std::string_view place = std::string_view(*raw).substr(0, 8);
  if (seal(list, place) != raw->substr(8)) return fail(errors::invalid_pagination_token_exception);
  uint64_t behind = 0;
  for (const char c : place) behind = behind << 8 | uint8_t(c);
  return int64_t(behind);
}

size_t page_size(const std::optional<int32_t>& asked, size_t most) {
  if (!asked || *asked <= 0) return most;
  return std::min(size_t(*asked), most);
}

}  // namespace lightwell::rekognition
