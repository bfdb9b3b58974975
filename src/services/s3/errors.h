// The errors S3 answers with, under the name the service's own files use.

#pragma once

#include "api/s3/errors.h"

namespace lightwell::s3 {

namespace errors = api::s3::errors;

}  // namespace lightwell::s3
