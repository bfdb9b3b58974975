// The rows of OpenID Connect providers: whose tokens the account takes.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "store/sql/database.h"

namespace lightwell::iam {

inline constexpr size_t kThumbprintsMax = 5;
inline constexpr size_t kClientsMax = 100;

struct OidcProvider {
  std::string account;
  std::string url;  // host and path, without https://
  Timestamp created_at;
  std::vector<std::string> clients = {};
  std::vector<std::string> thumbprints = {};

  std::string arn() const { return "arn:aws:iam::" + account + ":oidc-provider/" + url; }
};

// Host and path of a provider's URL. ValidationError. Plain HTTP is taken of this machine's own servers alone.
Result<std::string> read_provider_url(std::string_view url);
// InvalidInput, LimitExceeded.
Result<void> check_thumbprints(const std::vector<std::string>& thumbprints);
Result<void> check_clients(const std::vector<std::string>& clients);

Result<std::optional<OidcProvider>> find_oidc_provider(store::Reader& reader, const std::string& account,
                                                       const std::string& url);
// NoSuchEntity.
Result<OidcProvider> require_oidc_provider(store::Reader& reader, const std::string& account, const std::string& arn);
// One that is there already: store::errors::unique_violation.
Result<void> insert_oidc_provider(store::Transaction& transaction, const OidcProvider& provider);
Result<void> set_clients(store::Transaction& transaction, const OidcProvider& provider);
Result<void> set_thumbprints(store::Transaction& transaction, const OidcProvider& provider);
Result<void> delete_oidc_provider(store::Transaction& transaction, const OidcProvider& provider);
Result<int64_t> count_oidc_providers(store::Reader& reader, const std::string& account);
// Without clients and thumbprints, by URL.
Result<std::vector<OidcProvider>> list_oidc_providers(store::Reader& reader, const std::string& account);

}  // namespace lightwell::iam
