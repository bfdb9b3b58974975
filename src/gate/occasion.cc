#include "gate/occasion.h"

#include "base/text.h"
#include "wire/sigv4/authorization.h"

namespace lightwell::gate {
namespace {

using Keys = std::vector<std::pair<std::string, std::string>>;

void add_signature(Keys& keys, const http::Request& request, const Caller& caller, Timestamp now) {
  if (caller.is_anonymous) return;
  const bool is_version_2 = caller.chain.scope.date.empty();
  keys.emplace_back("s3:signatureversion", is_version_2 ? "AWS" : "AWS4-HMAC-SHA256");
  keys.emplace_back("s3:authType", caller.is_presigned ? "REST-QUERY-STRING" : "REST-HEADER");
  if (!is_version_2) {
    if (const auto signed_at = parse_iso8601_basic(caller.chain.timestamp)) {
      const auto age = std::chrono::duration_cast<milliseconds>(now - *signed_at);
      keys.emplace_back("s3:signatureAge", std::to_string(age.count()));
    }
  }
  if (!request.headers.find("x-amz-content-sha256") && caller.is_presigned) {
    keys.emplace_back("s3:x-amz-content-sha256", "UNSIGNED-PAYLOAD");
  }
}

}  // namespace

policy::Circumstances circumstances_of(const http::Request& request) {
  return {.source_ip = request.peer_address,
          .is_secure = request.is_secure,
          .user_agent = std::string(request.headers.get("user-agent")),
          .referer = std::string(request.headers.get("referer"))};
}

std::vector<std::pair<std::string, std::string>> s3_keys(const http::Request& request,
                                                         std::span<const wire::FieldView> headers, const Caller& caller,
                                                         Timestamp now) {
  Keys keys;
  for (const wire::FieldView& field : headers) {
    const std::string name = to_lower(field.name);
    // A date or a token says nothing that a policy may ask for.
    if (!name.starts_with("x-amz-") || name == "x-amz-date" || name == "x-amz-security-token") continue;
    keys.emplace_back("s3:" + name, std::string(field.value));
  }
  add_signature(keys, request, caller, now);
  return keys;
}

Occasions::Stay::Stay(Occasions& occasions, const Occasion& occasion)
    : occasions_(occasions), id_(occasion.call.request_id) {
  const std::lock_guard lock(occasions_.mutex_);
  occasions_.under_way_.insert_or_assign(id_, &occasion);
}

Occasions::Stay::~Stay() {
  const std::lock_guard lock(occasions_.mutex_);
  occasions_.under_way_.erase(id_);
}

const Occasion* Occasions::find(const std::string& request_id) const {
  const std::lock_guard lock(mutex_);
  const auto found = under_way_.find(request_id);
  return found == under_way_.end() ? nullptr : found->second;
}

}  // namespace lightwell::gate
