// Which part of an object a GET or HEAD is about.

#pragma once

#include <algorithm>
#include <optional>
#include <string>

#include "services/s3/answer.h"
#include "services/s3/object_rules.h"
#include "services/s3/range_rules.h"

namespace lightwell::s3 {

struct Wanted {
  ByteRange range;
  bool is_partial = false;  // answered with Content-Range, as 206
  bool is_part = false;     // asked by its number
};

// `part`: where the numbered part lies, if a multipart object has it. Errors: InvalidRange, InvalidPartNumber.
inline Result<Wanted> wanted_range(const Object& object, const std::optional<std::string>& range_header,
                                   const std::optional<int32_t>& part_number, const std::optional<ByteRange>& part) {
  const ByteRange whole{0, object.size};
  if (range_header) {
    TRY(const auto range, parse_range(*range_header, object.size));
    return Wanted{range.value_or(whole), range.has_value(), false};
  }
  if (!part_number) return Wanted{whole};
  if (object.parts == 0 && *part_number == 1) return Wanted{whole, object.size != 0, true};
  if (!part) {
    return fail(error(errors::invalid_part_number)
                    .with("PartNumberRequested", std::to_string(*part_number))
                    .with("ActualPartCount", std::to_string(std::max(object.parts, 1))));
  }
  return Wanted{*part, part->length != 0, true};
}

template <class Request>
Result<void> check_reading(const Request& request) {
  REQUIRE_OK(check_key(request.key));
  REQUIRE_OK(check_version_id(request.version_id));
  REQUIRE_OK(refuse_customer_keys(request));
  if (request.range && request.part_number) {
    return fail(errors::invalid_request, "Cannot specify both Range header and partNumber query parameter");
  }
  if (request.part_number && (*request.part_number < 1 || *request.part_number > 10'000)) {
    return fail(error(errors::invalid_argument, "Part number must be an integer between 1 and 10000, inclusive")
                    .with("ArgumentName", "partNumber")
                    .with("ArgumentValue", std::to_string(*request.part_number)));
  }
  return {};
}

template <class Output>
void describe_range(Output& output, const Object& object, const Wanted& wanted,
                    const std::optional<std::string>& checksum_mode) {
  output.content_length = int64_t(wanted.range.length);
  if (wanted.is_partial) output.content_range = content_range(wanted.range, object.size);
  if (wanted.is_part && object.parts != 0) output.parts_count = object.parts;
  // A client compares the checksum with the bytes it gets: it must be theirs.
  const bool is_whole = wanted.range.length == object.size;
  if (is_whole && checksum_mode && equals_ignore_case(*checksum_mode, "ENABLED")) {
    state_checksum(output, object.checksum);
  }
}

}  // namespace lightwell::s3
