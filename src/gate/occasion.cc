#include "gate/occasion.h"

#include <algorithm>

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
    keys.emplace_back("s3:x-amz-content-sha256",
                      caller.payload_sha256.empty() ? "UNSIGNED-PAYLOAD" : caller.payload_sha256);
  }
}

// A source has several spellings; policies know one: bucket/key.
std::string copy_source(std::string_view header) {
  const std::string_view path = header.substr(0, header.rfind("?versionId="));
  std::string source = percent_decode(path, true).value_or(std::string(path));
  if (source.starts_with('/')) source.erase(0, 1);
  return source;
}

// Whether the operation makes an object, for policies that want writes to be conditional: of those that s3:PutObject
// allows, three only prepare one.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
void add_creation(Keys& keys, std::string_view operation) {
  constexpr std::string_view kMaking[] = {"PutObject", "CopyObject", "CompleteMultipartUpload"};
  constexpr std::string_view kPreparing[] = {"CreateMultipartUpload", "UploadPart", "UploadPartCopy"};
  const auto is_among = [&](const auto& names) { return std::ranges::find(names, operation) != std::end(names); };
  if (is_among(kMaking)) keys.emplace_back("s3:ObjectCreationOperation", "true");
  if (is_among(kPreparing)) keys.emplace_back("s3:ObjectCreationOperation", "false");
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
                                                         std::string_view operation, Timestamp now) {
  Keys keys;
  for (const wire::FieldView& field : headers) {
    const std::string name = to_lower(field.name);
    // A date or a token says nothing that a policy may ask for.
    if (!name.starts_with("x-amz-") || name == "x-amz-date" || name == "x-amz-security-token") continue;
    keys.emplace_back("s3:" + name, name == "x-amz-copy-source" ? copy_source(field.value) : std::string(field.value));
  }
  if (!request.tls_version.empty()) keys.emplace_back("s3:TlsVersion", std::string(request.tls_version));
  add_signature(keys, request, caller, now);
  add_creation(keys, operation);
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
