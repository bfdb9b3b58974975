// What the engine answers when a file gives no picture, and how functions in it pass that up.

#pragma once

#include <expected>
#include <string>

#include "base/result.h"
#include "engines/image/image_report.h"

namespace lightwell::engines::image {

struct Refusal {
  ImageFailure kind;
  std::string message;  // a sentence for the person who uploaded the file
};

template <class T>
using Look = std::expected<T, Refusal>;

inline std::unexpected<Refusal> refuse(ImageFailure kind, std::string message) {
  return std::unexpected(Refusal{kind, std::move(message)});
}

}  // namespace lightwell::engines::image
