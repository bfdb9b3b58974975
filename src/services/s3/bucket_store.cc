#include "services/s3/bucket_store.h"

#include "services/s3/errors.h"
#include "services/s3/listing_rules.h"

namespace lightwell::s3 {
namespace {

using Lines = std::vector<std::string>;

Bucket bucket_of(const store::Row& row) {
  return {row.integer(0), row.string(1), row.string(2), row.string(3), row.time(4)};
}

std::string joined(const Lines& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + '\n';
  return text;
}

std::optional<std::string> joined(const std::optional<Lines>& lines) {
  if (!lines) return std::nullopt;
  return joined(*lines);
}

Lines split(std::string_view text) {
  Lines lines;
  for (size_t end; (end = text.find('\n')) != std::string_view::npos; text.remove_prefix(end + 1)) {
    lines.emplace_back(text.substr(0, end));
  }
  return lines;
}

}  // namespace

Result<std::optional<Bucket>> find_bucket(store::Reader& reader, const std::string& name) {
  return reader.first("SELECT id, name, account, region, created_at FROM s3_buckets WHERE name = $1", {name},
                      bucket_of);
}

Result<Bucket> open_bucket(store::Reader& reader, const Call& call, const std::string& name,
                           const std::optional<std::string>& expected_owner) {
  TRY(auto bucket, find_bucket(reader, name));
  if (!bucket) return fail(error(errors::no_such_bucket).with("BucketName", name));
  if (bucket->account != call.account || (expected_owner && *expected_owner != bucket->account)) {
    return fail(errors::access_denied);
  }
  return *std::move(bucket);
}

Result<int64_t> count_buckets(store::Reader& reader, const std::string& account) {
  TRY(const auto count, reader.first("SELECT count(*) FROM s3_buckets WHERE account = $1", {account},
                                     [](const store::Row& row) { return row.integer(0); }));
  return count.value_or(0);
}

Result<void> insert_bucket(store::Transaction& transaction, const Bucket& bucket) {
  REQUIRE_OK(transaction.execute("INSERT INTO s3_buckets (name, account, region, created_at) VALUES ($1, $2, $3, $4)",
                                 {bucket.name, bucket.account, bucket.region, bucket.created_at}));
  return {};
}

Result<void> delete_bucket(store::Transaction& transaction, int64_t id) {
  REQUIRE_OK(transaction.execute("DELETE FROM s3_buckets WHERE id = $1", {id}));
  return {};
}

Result<std::vector<Bucket>> list_buckets(store::Reader& reader, const BucketQuery& query) {
  return reader.all(
      "SELECT id, name, account, region, created_at FROM s3_buckets "
      "WHERE account = $1 AND name >= $2 AND name >= $3 AND name < $4 AND ($5 IS NULL OR region = $5) "
      "ORDER BY name LIMIT $6",
      {query.account, query.from, query.prefix,
       query.prefix.empty() ? std::string("\x7f") : behind_prefix(query.prefix), query.region, int64_t(query.max)},
      bucket_of);
}

Result<void> replace_cors_rules(store::Transaction& transaction, int64_t bucket,
                                const std::vector<api::s3::CORSRule>& rules) {
  REQUIRE_OK(transaction.execute("DELETE FROM s3_cors_rules WHERE bucket = $1", {bucket}));
  for (size_t i = 0; i < rules.size(); ++i) {
    const api::s3::CORSRule& rule = rules[i];
    REQUIRE_OK(transaction.execute(
        "INSERT INTO s3_cors_rules (bucket, position, id, allowed_origins, allowed_methods, allowed_headers, "
        "expose_headers, max_age_seconds) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        {bucket, i, rule.id, joined(rule.allowed_origins), joined(rule.allowed_methods), joined(rule.allowed_headers),
         joined(rule.expose_headers), rule.max_age_seconds}));
  }
  return {};
}

Result<std::vector<api::s3::CORSRule>> read_cors_rules(store::Reader& reader, int64_t bucket) {
  return reader.all(
      "SELECT id, allowed_origins, allowed_methods, allowed_headers, expose_headers, max_age_seconds "
      "FROM s3_cors_rules WHERE bucket = $1 ORDER BY position",
      {bucket}, [](const store::Row& row) {
        api::s3::CORSRule rule;
        rule.id = row.optional_string(0);
        rule.allowed_origins = split(row.text(1));
        rule.allowed_methods = split(row.text(2));
        if (!row.is_null(3)) rule.allowed_headers = split(row.text(3));
        if (!row.is_null(4)) rule.expose_headers = split(row.text(4));
        if (const auto age = row.optional_integer(5)) rule.max_age_seconds = int32_t(*age);
        return rule;
      });
}

}  // namespace lightwell::s3
