#include "services/iam/oidc_store.h"

#include "services/iam/errors.h"

namespace lightwell::iam {
namespace {

constexpr const char* kClient = "client";
constexpr const char* kThumbprint = "thumbprint";

OidcProvider provider_row(const store::Row& row) {
  return {.account = row.string(0), .url = row.string(1), .created_at = row.time(2)};
}

Result<std::vector<std::string>> entries(store::Reader& reader, const OidcProvider& provider, const char* kind) {
  return reader.all(
      "SELECT value FROM iam_oidc_entries WHERE account = $1 AND url = $2 AND kind = $3 ORDER BY position",
      {provider.account, provider.url, kind}, [](const store::Row& row) { return row.string(0); });
}

Result<void> set_entries(store::Transaction& transaction, const OidcProvider& provider, const char* kind,
                         const std::vector<std::string>& values) {
  REQUIRE_OK(transaction.execute("DELETE FROM iam_oidc_entries WHERE account = $1 AND url = $2 AND kind = $3",
                                 {provider.account, provider.url, kind}));
  int64_t position = 0;
  for (const std::string& value : values) {
    REQUIRE_OK(transaction.execute(
        "INSERT INTO iam_oidc_entries (account, url, kind, position, value) VALUES ($1, $2, $3, $4, $5)",
        {provider.account, provider.url, kind, position++, value}));
  }
  return {};
}

bool is_own_machine(std::string_view url) {
  const std::string_view host = url.substr(0, url.find_first_of("/:"));
  return host == "localhost" || host == "127.0.0.1" || host.ends_with(".localhost");
}

}  // namespace

Result<std::string> read_provider_url(std::string_view url) {
  constexpr std::string_view kSecure = "https://";
  constexpr std::string_view kPlain = "http://";
  const auto invalid = [] { return fail(errors::validation_error, "Invalid Open ID Connect Provider URL"); };
  std::string_view rest;
  if (url.starts_with(kSecure)) {
    rest = url.substr(kSecure.size());
  } else if (url.starts_with(kPlain) && is_own_machine(url.substr(kPlain.size()))) {
    rest = url.substr(kPlain.size());
  } else {
    return invalid();
  }
  while (rest.ends_with('/')) rest.remove_suffix(1);
  for (const char c : rest) {
    if (c <= ' ' || c > '~' || c == '?' || c == '#' || c == '@') return invalid();
  }
  if (rest.empty() || rest.starts_with('/')) return invalid();
  return std::string(rest);
}

Result<void> check_thumbprints(const std::vector<std::string>& thumbprints) {
  if (thumbprints.size() <= kThumbprintsMax) return {};
  return fail(errors::invalid_input_exception, "Thumbprint list must contain fewer than 5 entries.");
}

Result<void> check_clients(const std::vector<std::string>& clients) {
  if (clients.size() <= kClientsMax) return {};
  return fail(over_quota("ClientIdsPerOpenIdConnectProvider", kClientsMax));
}

Result<std::optional<OidcProvider>> find_oidc_provider(store::Reader& reader, const std::string& account,
                                                       const std::string& url) {
  TRY(auto found,
      reader.first("SELECT account, url, created_at FROM iam_oidc_providers WHERE account = $1 AND url = $2",
                   {account, url}, provider_row));
  if (!found) return found;
  TRY(found->clients, entries(reader, *found, kClient));
  TRY(found->thumbprints, entries(reader, *found, kThumbprint));
  return found;
}

Result<OidcProvider> require_oidc_provider(store::Reader& reader, const std::string& account, const std::string& arn) {
  const std::string start = OidcProvider{.account = account}.arn();
  std::optional<OidcProvider> found;
  if (arn.starts_with(start)) {
    TRY(found, find_oidc_provider(reader, account, arn.substr(start.size())));
  }
  if (!found) return fail(errors::no_such_entity_exception, "OpenIDConnect Provider not found for arn " + arn);
  return *std::move(found);
}

Result<void> insert_oidc_provider(store::Transaction& transaction, const OidcProvider& provider) {
  REQUIRE_OK(transaction.execute("INSERT INTO iam_oidc_providers (account, url, created_at) VALUES ($1, $2, $3)",
                                 {provider.account, provider.url, provider.created_at}));
  REQUIRE_OK(set_clients(transaction, provider));
  return set_thumbprints(transaction, provider);
}

Result<void> set_clients(store::Transaction& transaction, const OidcProvider& provider) {
  return set_entries(transaction, provider, kClient, provider.clients);
}

Result<void> set_thumbprints(store::Transaction& transaction, const OidcProvider& provider) {
  return set_entries(transaction, provider, kThumbprint, provider.thumbprints);
}

Result<void> delete_oidc_provider(store::Transaction& transaction, const OidcProvider& provider) {
  REQUIRE_OK(transaction.execute("DELETE FROM iam_oidc_providers WHERE account = $1 AND url = $2",
                                 {provider.account, provider.url}));
  return {};
}

Result<int64_t> count_oidc_providers(store::Reader& reader, const std::string& account) {
  TRY(const auto count, reader.first("SELECT count(*) FROM iam_oidc_providers WHERE account = $1", {account},
                                     [](const store::Row& row) { return row.integer(0); }));
  return count.value_or(0);
}

Result<std::vector<OidcProvider>> list_oidc_providers(store::Reader& reader, const std::string& account) {
  return reader.all("SELECT account, url, created_at FROM iam_oidc_providers WHERE account = $1 ORDER BY url",
                    {account}, provider_row);
}

}  // namespace lightwell::iam
