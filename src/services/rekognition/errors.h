// The errors Rekognition answers with, under the name the service's own files use.

#pragma once

#include "api/rekognition/errors.h"
#include "base/result.h"

namespace lightwell::rekognition {

namespace errors = api::rekognition::errors;

// What the stores and the engines say, in Amazon's words. An error of the service's own, or one that a caller waits
// for (a row that exists already), stays what it is.
Error in_amazons_words(Error failure);

// The same for a picture that was to be looked at.
Error picture_error(Error failure);

}  // namespace lightwell::rekognition
