// Names of collections, and the tokens that lead from one page of a list to the next.

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/call.h"
#include "base/result.h"
#include "services/rekognition/collection.h"

namespace lightwell::rekognition {

// The version of Amazon's face model whose manners are followed: quality filters, no OrientationCorrection, users.
inline constexpr const char* kFaceModelVersion = "7.0";

// arn:aws:rekognition:REGION:ACCOUNT:collection/NAME
std::string collection_arn(const std::string& account, const std::string& region, const std::string& name);
inline std::string collection_arn(const Collection& collection) {
  return collection_arn(collection.account, collection.region, collection.name);
}

// Where an ARN of a collection leads. Errors: InvalidParameterException for what is no ARN of Rekognition's;
// ResourceNotFoundException for another service's kind of resource, region or account.
Result<std::string> collection_of_arn(const Call& call, std::string_view arn);

// Errors say which collection is meant, in Amazon's words.
Error no_such_collection(const std::string& name);
Error no_such_user();
Error no_such_face();

// A token says behind which row the next page begins, and in which list: `list` is what was listed, with its filters.
std::string make_token(std::string_view list, int64_t behind);
// Nothing: the first page. InvalidPaginationTokenException for what was never given out for this list.
Result<int64_t> read_token(std::string_view list, const std::optional<std::string>& token);

// How long a page is: `most` where nothing, 0 or more was asked.
size_t page_size(const std::optional<int32_t>& asked, size_t most);

}  // namespace lightwell::rekognition
