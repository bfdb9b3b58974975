// The parsers of what a request says of its signature: header, both kinds of query, path, and lines of chunks. Whatever
// is accepted must also hold what the parsers promise.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/text.h"
#include "wire/sigv2/presigned.h"
#include "wire/sigv4/authorization.h"
#include "wire/sigv4/canonical.h"
#include "wire/sigv4/chunks.h"
#include "wire/sigv4/ecdsa.h"

namespace {

void must(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace lightwell::wire;
  const std::string_view text(reinterpret_cast<const char*>(data), size);

  if (const auto found = sigv4::parse_authorization(text)) {
    must(!found->access_key_id.empty() && found->scope.date.size() == 8 && !found->signature.empty());
    must(found->access_key_id.find_first_of("\r\n ") == std::string::npos);
  }
  if (const auto found = sigv4::parse_presigned(text)) {
    must(found->expires_seconds >= 0 && found->expires_seconds <= sigv4::kExpiresMax);
    must(found->timestamp.starts_with(found->authorization.scope.date));
  }
  (void)sigv4::is_presigned(text);
  if (const auto found = sigv2::parse_presigned(text)) must(!found->access_key_id.empty());

  // What is canonical already stays as it is.
  if (const auto once = sigv4::canonical_query(text)) must(sigv4::canonical_query(*once) == once);
  if (const auto once = sigv4::canonical_path(text, sigv4::PathRule::s3)) {
    must(sigv4::canonical_path(*once, sigv4::PathRule::s3) == once);
  }
  (void)sigv4::canonical_path(text, sigv4::PathRule::normalised);
  const std::string value = sigv4::canonical_value(text);
  must(sigv4::canonical_value(value) == value);

  if (const auto head = sigv4::parse_chunk_head(text)) {
    const size_t length = head->signature.size();
    must(head->size <= sigv4::kChunkBytesMax && (length == 0 || (length >= 64 && length <= sigv4::kEcdsaSignatureMax)));
  }
  static const sigv4::EcdsaKey key("AKID", "secret");
  must(!key.verify("a text nobody signed", text));
  (void)sigv4::region_set_covers(text, "eu-west-1");
  must(text.find(sigv4::first_region(text)) != text.npos);

  if (const auto trailer = sigv4::parse_trailer_line(text)) {
    must(!trailer->name.empty() && trailer->name == lightwell::to_lower(trailer->name));
  }
  const sigv4::Field fields[] = {{"Host", "localhost"}, {"x-amz-meta-a", text}};
  (void)sigv4::canonical_request({.method = "GET", .path = "/", .query = "", .headers = fields}, text, "", {});
  (void)sigv2::string_to_sign({.method = "GET", .path = "/", .query = text, .headers = fields}, "/", "1");
  return 0;
}
