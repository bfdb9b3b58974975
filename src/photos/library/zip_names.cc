#include <fmt/format.h>

#include <set>

#include "base/text.h"
#include "photos/library/zip_source.h"

namespace lightwell::photos {
namespace {

constexpr size_t kNameBytesMax = 200;  // file systems take 255; a number may follow

struct Parts {
  std::string_view stem;
  std::string_view ending;  // with its dot, or empty
};

Parts split(std::string_view name) {
  const size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || dot == 0 || name.size() - dot > 16) return {name, {}};
  return {name.substr(0, dot), name.substr(dot)};
}

std::string_view cut(std::string_view text, size_t bytes_max) {
  if (text.size() <= bytes_max) return text;
  size_t end = bytes_max;
  while (end > 0 && (uint8_t(text[end]) & 0xc0) == 0x80) --end;  // not inside a character
  return text.substr(0, end);
}

// Windows still keeps these for devices, whatever ending follows.
bool is_device(std::string_view stem) {
  static const std::set<std::string, std::less<>> names = {
      "con",  "prn",  "aux",  "nul",  "com1", "com2", "com3", "com4", "com5", "com6", "com7",
      "com8", "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9"};
  return names.contains(to_lower(stem.substr(0, stem.find('.'))));
}

}  // namespace

std::string clean_file_name(std::string_view name) {
  std::string clean;
  for (const char c : is_utf8(name) ? name : std::string_view()) {
    const bool is_refused = uint8_t(c) < 0x20 || c == 0x7f || std::string_view("/\\:*?\"<>|").contains(c);
    clean += is_refused ? '_' : c;
  }
  const auto [stem, ending] = split(clean);
  clean = std::string(cut(stem, kNameBytesMax - ending.size())) + std::string(ending);
  while (!clean.empty() && (clean.back() == '.' || clean.back() == ' ')) clean.pop_back();
  clean.erase(0, clean.find_first_not_of(' '));
  if (clean.empty()) return "photo";
  return is_device(split(clean).stem) ? "_" + clean : clean;
}

std::vector<std::string> zip_names(const std::vector<ZipEntry>& entries) {
  std::vector<std::string> names;
  std::set<std::string> taken;
  std::map<std::string, int> counts;  // where to go on counting, so that many alike cost no more than few
  for (const ZipEntry& entry : entries) {
    const std::string name = clean_file_name(entry.name);
    std::string unique = name;
    for (int& number = counts[to_lower(name)]; !taken.insert(to_lower(unique)).second;) {
      number = std::max(number + 1, 2);
      const auto [stem, ending] = split(name);
      unique = fmt::format("{} ({}){}", stem, number, ending);
    }
    names.push_back(std::move(unique));
  }
  return names;
}

}  // namespace lightwell::photos
