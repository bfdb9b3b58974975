#include "photos/uploads/upload_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "photos/errors.h"

namespace lightwell::photos {
namespace {

constexpr size_t kNameMax = 255;  // characters
constexpr size_t kEndingMax = 16;

constexpr std::string_view kSupported = "JPEG, PNG, WebP, GIF, HEIC, AVIF, TIFF and camera RAW files are.";

const std::map<std::string, FileType, std::less<>>& types() {
  static const std::map<std::string, FileType, std::less<>> table = {
      {"jpg", {"image/jpeg"}},
      {"jpeg", {"image/jpeg"}},
      {"jpe", {"image/jpeg"}},
      {"jfif", {"image/jpeg"}},
      {"png", {"image/png"}},
      {"apng", {"image/png"}},
      {"webp", {"image/webp"}},
      {"gif", {"image/gif"}},
      {"heic", {"image/heic"}},
      {"heif", {"image/heif"}},
      {"hif", {"image/heif"}},
      {"avif", {"image/avif"}},
      {"tif", {"image/tiff"}},
      {"tiff", {"image/tiff"}},
      {"dng", {"image/x-adobe-dng", PhotoKind::raw}},
      {"cr2", {"image/x-canon-cr2", PhotoKind::raw}},
      {"cr3", {"image/x-canon-cr3", PhotoKind::raw}},
      {"crw", {"image/x-canon-crw", PhotoKind::raw}},
      {"nef", {"image/x-nikon-nef", PhotoKind::raw}},
      {"nrw", {"image/x-nikon-nrw", PhotoKind::raw}},
      {"arw", {"image/x-sony-arw", PhotoKind::raw}},
      {"sr2", {"image/x-sony-sr2", PhotoKind::raw}},
      {"srf", {"image/x-sony-srf", PhotoKind::raw}},
      {"raf", {"image/x-fuji-raf", PhotoKind::raw}},
      {"rw2", {"image/x-panasonic-rw2", PhotoKind::raw}},
      {"orf", {"image/x-olympus-orf", PhotoKind::raw}},
      {"pef", {"image/x-pentax-pef", PhotoKind::raw}},
      {"srw", {"image/x-samsung-srw", PhotoKind::raw}},
      {"3fr", {"image/x-hasselblad-3fr", PhotoKind::raw}},
      {"iiq", {"image/x-phaseone-iiq", PhotoKind::raw}},
      {"erf", {"image/x-epson-erf", PhotoKind::raw}},
      {"kdc", {"image/x-kodak-kdc", PhotoKind::raw}},
      {"mrw", {"image/x-minolta-mrw", PhotoKind::raw}},
      {"rwl", {"image/x-leica-rwl", PhotoKind::raw}},
  };
  return table;
}

std::string ending_of(std::string_view name) {
  const size_t dot = name.rfind('.');
  return dot == std::string_view::npos ? std::string() : to_lower(name.substr(dot + 1));
}

// The first `count` characters of UTF-8 text.
std::string_view first_characters(std::string_view text, size_t count) {
  size_t at = 0;
  for (; at < text.size(); ++at) {
    const bool begins = (uint8_t(text[at]) & 0xc0) != 0x80;
    if (begins && count-- == 0) break;
  }
  return text.substr(0, at);
}

Error unsupported(std::string_view name) {
  static const std::set<std::string, std::less<>> movies = {"mp4",  "mov", "avi", "mkv",  "m4v", "mpg",
                                                            "mpeg", "3gp", "mts", "webm", "wmv"};
  const std::string ending = ending_of(name);
  if (ending == "svg" || ending == "svgz") {
    return error(errors::type_not_supported, fmt::format("SVG drawings are not photos. {}", kSupported));
  }
  if (movies.contains(ending)) {
    return error(errors::type_not_supported, fmt::format("Videos are not supported yet. {}", kSupported));
  }
  if (ending.empty() || ending.size() > kEndingMax) {
    return error(errors::type_not_supported,
                 fmt::format("The name has no ending that tells what kind of file it is. {}", kSupported));
  }
  return error(errors::type_not_supported,
               fmt::format("Files ending in .{} are not supported. {}", ending, kSupported));
}

std::string in_words(uint64_t bytes) {
  if (bytes >= uint64_t(1) << 30) return fmt::format("{:.1f} GiB", double(bytes) / double(1u << 30));
  return fmt::format("{:.1f} MiB", double(bytes) / double(1u << 20));
}

}  // namespace

std::optional<FileType> type_of_name(std::string_view name) {
  const auto found = types().find(ending_of(name));
  return found == types().end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::string> kept_name(std::string_view name) {
  if (!is_utf8(name)) return std::nullopt;
  const size_t slash = name.find_last_of("/\\");
  if (slash != std::string_view::npos) name.remove_prefix(slash + 1);
  std::string kept;
  for (const char c : name) {
    if (uint8_t(c) >= 0x20 && c != 0x7f) kept += c;
  }
  kept = trim(kept);
  if (kept.empty() || kept == "." || kept == "..") return std::nullopt;
  if (code_points(kept) <= kNameMax) return kept;
  const size_t dot = kept.rfind('.');
  const bool has_ending = dot != std::string::npos && code_points(std::string_view(kept).substr(dot)) <= kEndingMax;
  const std::string ending = has_ending ? kept.substr(dot) : std::string();
  return std::string(first_characters(kept, kNameMax - 1 - code_points(ending))) + "…" + ending;
}

Result<Accepted> accept(const OfferedFile& file, const UploadLimits& limits) {
  auto name = kept_name(file.name);
  if (!name) return fail(errors::file_name_refused);
  const auto type = type_of_name(*name);
  if (!type) return fail(unsupported(*name));
  if (file.size == 0) return fail(errors::file_empty);
  if (file.size > limits.file_bytes_max) {
    return fail(errors::file_too_large,
                fmt::format("The file has {}, the most is {}.", in_words(file.size), in_words(limits.file_bytes_max)));
  }
  const auto hash = from_hex(to_lower(file.sha256));
  if (!hash || hash->size() != 32) return fail(errors::hash_refused);
  return Accepted{
      .name = std::move(*name), .type = std::string(type->type), .kind = type->kind, .sha256 = to_lower(file.sha256)};
}

uint64_t part_size_for(uint64_t size, uint64_t part_bytes) {
  if (size <= part_bytes * kPartsMax) return part_bytes;
  constexpr uint64_t kStep = 1 << 20;
  const uint64_t least = (size + kPartsMax - 1) / kPartsMax;
  return (least + kStep - 1) / kStep * kStep;
}

int part_count(uint64_t size, uint64_t part_size) { return int((size + part_size - 1) / part_size); }

uint64_t size_of_part(uint64_t size, uint64_t part_size, int number) {
  return std::min(part_size, size - uint64_t(number - 1) * part_size);
}

Result<void> check_part(const PartAnnouncement& part, uint64_t size, uint64_t part_size) {
  const int count = part_count(size, part_size);
  if (part.number < 1 || part.number > count) {
    return fail(errors::part_refused,
                fmt::format("The file has parts 1 to {}, there is no part {}.", count, part.number));
  }
  const uint64_t expected = size_of_part(size, part_size, part.number);
  if (part.size != expected) {
    return fail(errors::part_refused, fmt::format("Part {} has {} bytes, not {}.", part.number, expected, part.size));
  }
  const auto hash = from_base64(part.sha256_base64);
  if (!hash || hash->size() != 32) {
    return fail(errors::part_refused, fmt::format("The SHA-256 of part {} is not base64 of 32 bytes.", part.number));
  }
  return {};
}

std::vector<int> missing_parts(const std::vector<ReceivedPart>& received, uint64_t size, uint64_t part_size) {
  std::vector<int> missing;
  std::map<int, uint64_t> there;
  for (const ReceivedPart& part : received) there[part.number] = part.size;
  for (int number = 1; number <= part_count(size, part_size); ++number) {
    const auto found = there.find(number);
    if (found == there.end() || found->second != size_of_part(size, part_size, number)) missing.push_back(number);
  }
  return missing;
}

}  // namespace lightwell::photos
