#include "services/s3/condition_rules.h"

#include "base/text.h"
#include "services/s3/errors.h"

namespace lightwell::s3 {
namespace {

std::string_view unquoted(std::string_view etag) {
  etag = trim(etag);
  if (etag.starts_with("W/")) etag.remove_prefix(2);
  if (etag.size() >= 2 && etag.front() == '"' && etag.back() == '"') etag = etag.substr(1, etag.size() - 2);
  return etag;
}

// "*", one ETag, or several with commas between.
bool names_etag(std::string_view header, std::string_view etag) {
  while (true) {
    const size_t comma = header.find(',');
    const std::string_view one = unquoted(header.substr(0, comma));
    if (one == "*" || one == etag) return true;
    if (comma == std::string_view::npos) return false;
    header.remove_prefix(comma + 1);
  }
}

Error failed(std::string condition) {
  return error(errors::precondition_failed).with("Condition", std::move(condition));
}

Error no_such_key(const std::string& key) { return error(errors::no_such_key).with("Key", key); }

Error unaccepted(std::string header, std::string why) {
  return error(errors::not_implemented, "A header you provided implies functionality that is not implemented")
      .with("Header", std::move(header))
      .with("additionalMessage", std::move(why));
}

}  // namespace

Result<void> check_read(const ReadConditions& conditions, const Object& object) {
  const Timestamp modified = whole_seconds(object.modified_at);
  // An ETag decides; the date beside it is then not asked (RFC 9110, 13.2.2).
  if (conditions.if_match) {
    if (!names_etag(*conditions.if_match, object.etag)) return fail(failed("If-Match"));
  } else if (conditions.if_unmodified_since && modified > whole_seconds(*conditions.if_unmodified_since)) {
    return fail(failed("If-Unmodified-Since"));
  }
  bool is_unchanged = false;
  if (conditions.if_none_match) {
    is_unchanged = names_etag(*conditions.if_none_match, object.etag);
  } else if (conditions.if_modified_since) {
    is_unchanged = modified <= whole_seconds(*conditions.if_modified_since);
  }
  if (is_unchanged) {
    return fail(error(errors::not_modified)
                    .with("ETag", quoted(object.etag))
                    .with("Last-Modified", http_date(object.modified_at)));
  }
  return {};
}

Result<void> check_copy_source(const ReadConditions& conditions, const Object& source, Timestamp now) {
  const Timestamp modified = whole_seconds(source.modified_at);
  if (conditions.if_match) {
    if (!names_etag(*conditions.if_match, source.etag)) return fail(failed("x-amz-copy-source-If-Match"));
  } else if (conditions.if_unmodified_since && whole_seconds(*conditions.if_unmodified_since) < modified) {
    return fail(failed("x-amz-copy-source-If-Unmodified-Since"));
  }
  if (conditions.if_none_match && names_etag(*conditions.if_none_match, source.etag)) {
    return fail(failed("x-amz-copy-source-If-None-Match"));
  }
  if (conditions.if_modified_since) {
    const Timestamp since = whole_seconds(*conditions.if_modified_since);
    if (modified <= since && since < now) return fail(failed("x-amz-copy-source-If-Modified-Since"));
  }
  return {};
}

Result<WriteCondition> write_condition(const std::optional<std::string>& if_match,
                                       const std::optional<std::string>& if_none_match) {
  if (if_match && if_none_match) {
    return fail(unaccepted("If-Match,If-None-Match", "Multiple conditional request headers present in the request"));
  }
  if (if_none_match && trim(*if_none_match) != "*") {
    return fail(unaccepted("If-None-Match", "We don't accept the provided value of If-None-Match header for this API"));
  }
  if (if_match && trim(*if_match) == "*") {
    return fail(unaccepted("If-Match", "We don't accept the provided value of If-Match header for this API"));
  }
  WriteCondition condition{.must_be_absent = if_none_match.has_value()};
  if (if_match) condition.must_match = std::string(unquoted(*if_match));
  return condition;
}

Result<void> check_write(const WriteCondition& condition, const std::string& key, const Object* existing) {
  if (condition.must_be_absent && existing != nullptr) return fail(failed("If-None-Match"));
  if (!condition.must_match) return {};
  if (existing == nullptr) return fail(no_such_key(key));
  if (existing->etag != *condition.must_match) return fail(failed("If-Match"));
  return {};
}

Result<void> check_delete(const std::string& if_match, const std::string& key, const Object* existing) {
  if (existing == nullptr) return fail(no_such_key(key));
  if (!names_etag(if_match, existing->etag)) return fail(failed("If-Match"));
  return {};
}

}  // namespace lightwell::s3
