// What searches take for granted where a request says nothing.

#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

#include "services/rekognition/errors.h"

namespace lightwell::rekognition {

inline constexpr double kMatchUsual = 80;      // Similarity, of faces and of users
inline constexpr double kAssociateUsual = 75;  // Similarity of a face to the user it is to belong to
inline constexpr size_t kMatchesUsual = 80;
inline constexpr size_t kMatchesMax = 4096;

inline size_t matches_max(const std::optional<int32_t>& asked) {
  return size_t(std::clamp(asked.value_or(int32_t(kMatchesUsual)), 1, int32_t(kMatchesMax)));
}

inline Error no_faces() {
  return error(errors::invalid_parameter_exception, "There are no faces in the image. Should be at least 1.");
}

// A face that was indexed by a model which has been replaced since.
inline Error other_model() {
  return error(errors::resource_not_ready_exception,
               "The face was indexed by another face model than the one in use. Index its picture again.");
}

}  // namespace lightwell::rekognition
