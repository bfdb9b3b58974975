#include "app/instance/instance_identity.h"

#include <fstream>
#include <sstream>

#include "app/models/durable_file.h"

namespace lightwell::app {
namespace {

constexpr std::string_view kCertificateBegins = "-----BEGIN CERTIFICATE-----";

Result<metadata::IdentityKey> read_key(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  const std::string both = text.str();
  const size_t certificate = both.find(kCertificateBegins);
  if (certificate == both.npos) {
    return fail(errors::internal_error, fmt::format("{} holds no certificate", file.string()));
  }
  return metadata::IdentityKey{.private_key = both.substr(0, certificate), .certificate = both.substr(certificate)};
}

}  // namespace

InstanceIdentity::InstanceIdentity(const metadata::Instance& instance, std::filesystem::path file, Pool& pool,
                                   const Clock& clock)
    : instance_(instance), file_(std::move(file)), pool_(pool), clock_(clock) {}

Result<void> InstanceIdentity::load() {
  if (file_.empty() || !std::filesystem::exists(file_)) return {};
  TRY(const metadata::IdentityKey key, read_key(file_));
  TRY(identity_, metadata::prove_identity(instance_, key));
  return {};
}

Result<metadata::IdentityKey> InstanceIdentity::make() {
  TRY(metadata::IdentityKey key, metadata::make_identity_key(clock_.now()));
  if (file_.empty()) return key;
  REQUIRE_OK(write_durably(file_, key.private_key + key.certificate));
  std::filesystem::permissions(file_, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  return key;
}

Result<metadata::Identity> InstanceIdentity::proved() {
  const std::lock_guard lock(mutex_);
  if (!identity_) {
    TRY(const metadata::IdentityKey key, make());
    TRY(identity_, metadata::prove_identity(instance_, key));
  }
  return *identity_;
}

Task<Result<metadata::Identity>> InstanceIdentity::identity() {
  co_return co_await pool_.run([this] { return proved(); });
}

}  // namespace lightwell::app
