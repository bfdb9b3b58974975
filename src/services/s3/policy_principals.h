// Bucket policies as they are kept: a user or role stands in them as its unique id, so that one who is deleted and made
// again under the same name has nothing of it.
//
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-bucket-user-policy-specifying-principal-intro.html

#pragma once

#include <string>

#include "policy/document.h"
#include "services/s3/principals.h"

namespace lightwell::s3 {

// The form to keep and to judge by. `principals`: null, and policies may name anybody. Errors: MalformedPolicy for a
// user or role that does not exist.
Task<Result<std::string>> kept_policy(Principals* principals, const policy::Document& document, std::string json);

// The form to show: unique ids of who still exists are ARNs again.
Task<Result<std::string>> shown_policy(Principals* principals, std::string kept);

}  // namespace lightwell::s3
