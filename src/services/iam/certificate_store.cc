#include "services/iam/certificate_store.h"

#include "services/iam/errors.h"

namespace lightwell::iam {
namespace {

#define CERTIFICATE_COLUMNS "id, account, user_id, fingerprint, body, is_active, uploaded_at"

Certificate certificate_of(const store::Row& row) {
  return {.id = row.string(0),
          .account = row.string(1),
          .user_id = row.optional_string(2),
          .fingerprint = row.string(3),
          .body = row.string(4),
          .is_active = row.boolean(5),
          .uploaded_at = row.time(6)};
}

}  // namespace

Result<void> insert_certificate(store::Transaction& transaction, const Certificate& one) {
  REQUIRE_OK(transaction.execute(
      "INSERT INTO iam_signing_certificates (" CERTIFICATE_COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6, $7)",
      {one.id, one.account, one.user_id, one.fingerprint, one.body, one.is_active, one.uploaded_at}));
  return {};
}

Result<Certificate> require_certificate(store::Reader& reader, const std::string& account,
                                        const std::optional<std::string>& user_id, const std::string& id) {
  TRY(const auto all, certificates_of(reader, account, user_id));
  for (const Certificate& one : all) {
    if (one.id == id) return one;
  }
  return fail(no_such("Certificate", "id", id));
}

Result<void> set_certificate_active(store::Transaction& transaction, const std::string& id, bool is_active) {
  REQUIRE_OK(transaction.execute("UPDATE iam_signing_certificates SET is_active = $2 WHERE id = $1", {id, is_active}));
  return {};
}

Result<void> delete_certificate(store::Transaction& transaction, const std::string& id) {
  REQUIRE_OK(transaction.execute("DELETE FROM iam_signing_certificates WHERE id = $1", {id}));
  return {};
}

Result<std::vector<Certificate>> certificates_of(store::Reader& reader, const std::string& account,
                                                 const std::optional<std::string>& user_id) {
  return reader.all("SELECT " CERTIFICATE_COLUMNS
                    " FROM iam_signing_certificates WHERE account = $1 AND coalesce(user_id, '') = $2 "
                    "ORDER BY uploaded_at, id",
                    {account, user_id.value_or("")}, certificate_of);
}

}  // namespace lightwell::iam
