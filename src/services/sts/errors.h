// The errors STS answers with, under the name the service's own files use.

#pragma once

#include "api/sts/errors.h"
#include "base/result.h"

namespace lightwell::sts {

namespace errors = api::sts::errors;

}  // namespace lightwell::sts
