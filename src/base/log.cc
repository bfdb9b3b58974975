#include "base/log.h"

#include <fmt/format.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <string>

namespace lightwell::log {
namespace {

spdlog::logger& logger() {
  static const auto instance = [] {
    auto made = spdlog::stderr_color_mt("lightwell");
    made->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %^%l%$ %v", spdlog::pattern_time_type::utc);
    made->flush_on(spdlog::level::warn);
    return made;
  }();
  return *instance;
}

// Texts of requests end up in lines: none may begin a line of its own or steer a terminal, or fill the disk.
constexpr size_t kLineBytesMax = 16 * 1024;

// Of U+0080 to U+009F, which steer terminals too, both bytes are.
bool is_control(std::string_view line, size_t at) {
  const auto is_low = [&](size_t i) { return i < line.size() && (uint8_t(line[i]) & 0xE0) == 0x80; };
  const auto c = uint8_t(line[at]);
  return c < 0x20 || c == 0x7F || (c == 0xC2 && is_low(at + 1)) ||
         (at > 0 && uint8_t(line[at - 1]) == 0xC2 && is_low(at));
}

std::string one_line(std::string_view line) {
  std::string out;
  for (size_t at = 0; at < std::min(line.size(), kLineBytesMax); ++at) {
    if (is_control(line, at)) {
      out += fmt::format("\\x{:02x}", uint8_t(line[at]));
    } else {
      out += line[at];
    }
  }
  return line.size() > kLineBytesMax ? out + "…" : out;
}

spdlog::level::level_enum native(Level level) {
  switch (level) {
    case Level::debug: return spdlog::level::debug;
    case Level::info: return spdlog::level::info;
    case Level::warning: return spdlog::level::warn;
    case Level::error: return spdlog::level::err;
  }
  return spdlog::level::info;
}

}  // namespace

void set_level(Level level) { logger().set_level(native(level)); }
void write(Level level, std::string_view line) {
  if (logger().should_log(native(level))) logger().log(native(level), one_line(line));
}

}  // namespace lightwell::log
