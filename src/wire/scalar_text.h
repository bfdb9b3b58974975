// Scalars as text: what stands in headers, query strings, labels, XML elements and form fields.

#pragma once

#include <string>
#include <string_view>

#include "wire/model.h"

namespace lightwell::wire {

// The format a timestamp takes where the model leaves it open.
TimestampFormat timestamp_format(const Shape& shape, TimestampFormat otherwise);

void append_timestamp(std::string& out, Timestamp time, TimestampFormat format);
// Reads the given format first, then the others: clients mix them up.
std::optional<Timestamp> read_timestamp(std::string_view text, TimestampFormat format);

// The shortest text that reads back as the same number; NaN, Infinity, -Infinity.
void append_number(std::string& out, double number);
std::optional<double> read_number(std::string_view text);

// `value` is the C++ value of a scalar shape. Blobs are base64.
void append_scalar(std::string& out, const Shape& shape, const void* value, TimestampFormat otherwise);

// False, with `value` unchanged, where the text is no such value. White space around anything but a string is allowed.
bool read_scalar(std::string_view text, const Shape& shape, void* value, TimestampFormat otherwise);

// Bytes that are no UTF-8 become U+FFFD, one each.
std::string mend_utf8(std::string_view text);

// "an integer", "a boolean"...: what the text should have been.
std::string_view describe(Type type);

}  // namespace lightwell::wire
