// What may be uploaded, and how it is cut into parts. Pure.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "photos/library/photo.h"
#include "photos/uploads/uploads.h"

namespace lightwell::photos {

struct FileType {
  std::string_view type;  // content type
  PhotoKind kind = PhotoKind::image;
};
// By the name's ending. What a file is is decided by its content later; this refuses what cannot be a photo.
std::optional<FileType> type_of_name(std::string_view name);

// A file's name as it is kept: the last component of a path, without control characters, at most 255 characters; a
// longer one is cut before its ending, with "…" where it was cut. Nothing when it is not UTF-8 or nothing is left.
std::optional<std::string> kept_name(std::string_view name);

// What is kept of a file that may be uploaded. errors: file_name_refused, type_not_supported, file_empty,
// file_too_large, hash_refused.
struct Accepted {
  std::string name;
  std::string type;
  PhotoKind kind = PhotoKind::image;
  std::string sha256;  // lower-case hex
};
Result<Accepted> accept(const OfferedFile& file, const UploadLimits& limits);

inline constexpr uint64_t kPartsMax = 10'000;  // S3's limit
uint64_t part_size_for(uint64_t size, uint64_t part_bytes);
int part_count(uint64_t size, uint64_t part_size);
uint64_t size_of_part(uint64_t size, uint64_t part_size, int number);

Result<void> check_part(const PartAnnouncement& part, uint64_t size, uint64_t part_size);

// The numbers of the parts that are not there, or not of the right size.
std::vector<int> missing_parts(const std::vector<ReceivedPart>& received, uint64_t size, uint64_t part_size);

}  // namespace lightwell::photos
