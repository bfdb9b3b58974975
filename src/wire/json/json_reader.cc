#include "wire/json/json_reader.h"

#include <boost/json/basic_parser_impl.hpp>

#include "wire/json/json_frames.h"
#include "wire/scalar_text.h"

namespace lightwell::wire {
namespace {

namespace json = boost::json;

// Gathers strings that come in parts, and hands whole values to the frames.
struct Events {
  static constexpr size_t max_object_size = size_t(-1);
  static constexpr size_t max_array_size = size_t(-1);
  static constexpr size_t max_key_size = size_t(-1);
  static constexpr size_t max_string_size = size_t(-1);

  JsonFrames frames;
  std::string part;

  static bool answer(bool good, json::error_code& problem) {
    if (!good) problem = json::error::exception;
    return good;
  }

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code& problem) { return answer(frames.object_begin(), problem); }
  bool on_object_end(size_t, json::error_code& problem) { return answer(frames.object_end(), problem); }
  bool on_array_begin(json::error_code& problem) { return answer(frames.array_begin(), problem); }
  bool on_array_end(size_t, json::error_code& problem) { return answer(frames.array_end(), problem); }
  bool on_key_part(json::string_view text, size_t, json::error_code&) {
    part.append(text.data(), text.size());
    return true;
  }
  bool on_key(json::string_view text, size_t, json::error_code& problem) {
    part.append(text.data(), text.size());
    const bool good = frames.key(part);
    part.clear();
    return answer(good, problem);
  }
  bool on_string_part(json::string_view text, size_t, json::error_code&) {
    part.append(text.data(), text.size());
    return true;
  }
  bool on_string(json::string_view text, size_t, json::error_code& problem) {
    part.append(text.data(), text.size());
    return answer(frames.text(std::exchange(part, {})), problem);
  }
  bool on_number_part(json::string_view text, json::error_code&) {
    part.append(text.data(), text.size());
    return true;
  }
  std::string whole_number(json::string_view end) {
    part.append(end.data(), end.size());
    return std::exchange(part, {});
  }
  bool on_int64(int64_t number, json::string_view text, json::error_code& problem) {
    return answer(frames.integer(number, whole_number(text)), problem);
  }
  bool on_uint64(uint64_t number, json::string_view text, json::error_code& problem) {
    return answer(frames.number(double(number), whole_number(text)), problem);
  }
  bool on_double(double number, json::string_view text, json::error_code& problem) {
    const std::string digits = whole_number(text);
    return answer(frames.number(read_number(digits).value_or(number), digits), problem);  // the parser's is a near one
  }
  bool on_bool(bool value, json::error_code& problem) { return answer(frames.boolean(value), problem); }
  bool on_null(json::error_code& problem) { return answer(frames.null(), problem); }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }
};

}  // namespace

std::string read_json(std::string_view text, const Shape& shape, void* value, Findings* findings, JsonLimits limits) {
  json::parse_options options;
  options.max_depth = limits.depth_max;
  json::basic_parser<Events> parser(options, Events{.frames = JsonFrames(shape, value, findings), .part = {}});
  json::error_code problem;
  const size_t read = parser.write_some(false, text.data(), text.size(), problem);
  if (!parser.handler().frames.problem().empty()) return parser.handler().frames.problem();
  if (problem) return "Could not parse the request body: " + problem.message();
  if (!parser.done()) return "Could not parse the request body: it ends early";
  if (text.find_first_not_of(" \t\r\n", read) != text.npos) return "Could not parse the request body: extra data";
  return {};
}

}  // namespace lightwell::wire
