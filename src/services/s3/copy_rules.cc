#include "services/s3/copy_rules.h"

#include "base/text.h"
#include "services/s3/errors.h"
#include "services/s3/object_rules.h"

namespace lightwell::s3 {
namespace {

Error bad_source(const char* message) {
  return error(errors::invalid_argument, message)
      .with("ArgumentName", "x-amz-copy-source")
      .with("ArgumentValue", "x-amz-copy-source");
}

}  // namespace

Result<CopySource> parse_copy_source(const std::string& header) {
  constexpr std::string_view kVersion = "?versionId=";
  std::string_view path = header;
  const size_t at = path.rfind(kVersion);
  if (at != std::string_view::npos) {
    REQUIRE_OK(check_version_id(std::string(path.substr(at + kVersion.size()))));
    path = path.substr(0, at);
  }
  const auto decoded = percent_decode(path, true);
  if (!decoded || !is_utf8(*decoded)) return fail(bad_source("Invalid copy source encoding."));
  std::string_view text = *decoded;
  if (text.starts_with("arn:")) return fail(error(errors::not_implemented).with("Header", "x-amz-copy-source"));
  if (text.starts_with('/')) text.remove_prefix(1);
  const size_t slash = text.find('/');
  if (slash == std::string_view::npos || slash + 1 == text.size()) {
    return fail(bad_source("Invalid copy source object key"));
  }
  if (slash == 0) return fail(bad_source("Invalid copy source bucket name"));
  return CopySource{.bucket = std::string(text.substr(0, slash)),
                    .key = std::string(text.substr(slash + 1)),
                    .is_version = at != std::string_view::npos};
}

Result<Directive> parse_directive(const std::optional<std::string>& directive, const char* header) {
  if (!directive || *directive == "COPY") return Directive::copy;
  if (*directive == "REPLACE") return Directive::replace;
  const bool is_metadata = std::string_view(header) == "x-amz-metadata-directive";
  return fail(
      error(errors::invalid_argument, is_metadata ? "Unknown metadata directive." : "Unknown tagging directive.")
          .with("ArgumentName", header)
          .with("ArgumentValue", *directive));
}

}  // namespace lightwell::s3
