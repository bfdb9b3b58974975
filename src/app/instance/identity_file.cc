#include "app/instance/identity_file.h"

#include <fstream>
#include <sstream>

#include "app/models/durable_file.h"

namespace lightwell::app {
namespace {

constexpr std::string_view kCertificateBegins = "-----BEGIN CERTIFICATE-----";

}  // namespace

Result<metadata::IdentityKey> load_or_make_identity(const std::filesystem::path& file, Timestamp now) {
  if (std::ifstream in(file); in) {
    std::ostringstream text;
    text << in.rdbuf();
    const std::string both = text.str();
    const size_t certificate = both.find(kCertificateBegins);
    if (certificate == both.npos) {
      return fail(errors::internal_error, fmt::format("{} holds no certificate", file.string()));
    }
    return metadata::IdentityKey{.private_key = both.substr(0, certificate), .certificate = both.substr(certificate)};
  }
  TRY(metadata::IdentityKey made, metadata::make_identity_key(now));
  REQUIRE_OK(write_durably(file, made.private_key + made.certificate));
  std::filesystem::permissions(file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  return made;
}

}  // namespace lightwell::app
