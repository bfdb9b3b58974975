// Preconditions: If-Match and its kin, for reading, for copying from, and for writing.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-requests.html

#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "services/s3/object.h"

namespace lightwell::s3 {

struct ReadConditions {
  std::optional<std::string> if_match;
  std::optional<std::string> if_none_match;
  std::optional<Timestamp> if_modified_since;
  std::optional<Timestamp> if_unmodified_since;
};

// Of a GET or HEAD. Errors: PreconditionFailed (412), NotModified (304, with ETag and Last-Modified as details).
Result<void> check_read(const ReadConditions& conditions, const Object& object);

// Of a copy's source, which knows no 304. `now`: a date in the future is no condition.
Result<void> check_copy_source(const ReadConditions& conditions, const Object& source, Timestamp now);

// Of a write: the object must not be there, or must carry this ETag.
struct WriteCondition {
  bool must_be_absent = false;
  std::optional<std::string> must_match;  // without quotes
};
// Errors: NotImplemented for the forms S3 does not accept.
Result<WriteCondition> write_condition(const std::optional<std::string>& if_match,
                                       const std::optional<std::string>& if_none_match);
// `existing` is null where the key has no object. Errors: PreconditionFailed, NoSuchKey.
Result<void> check_write(const WriteCondition& condition, const std::string& key, const Object* existing);

// If-Match of a delete: an ETag, or * for "if it exists". Errors: NoSuchKey, PreconditionFailed.
Result<void> check_delete(const std::string& if_match, const std::string& key, const Object* existing);

}  // namespace lightwell::s3
