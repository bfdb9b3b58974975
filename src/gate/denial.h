// What a caller is told who may not do what was asked, in the words and the form of the service.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html

#pragma once

#include "base/error.h"
#include "gate/authorizer.h"
#include "wire/model.h"

namespace lightwell::gate {

Error denial(const wire::ServiceModel& model, const Ruling& ruling);

// S3's own: nothing but "Access Denied" beyond the caller's account.
Error s3_denial(const Ruling& ruling);

}  // namespace lightwell::gate
