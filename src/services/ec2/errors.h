// The errors EC2 answers with, under the name the service's own files use.

#pragma once

#include "api/ec2/errors.h"
#include "base/result.h"

namespace lightwell::ec2 {

namespace errors = api::ec2::errors;

}  // namespace lightwell::ec2
