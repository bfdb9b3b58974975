#include "photos/uploads/upload_rules.h"

#include <doctest/doctest.h>

#include "base/digest.h"
#include "base/text.h"
#include "photos/errors.h"

namespace lightwell::photos {
namespace {

std::string repeated(std::string_view text, size_t count) {
  std::string all;
  while (count-- > 0) all += text;
  return all;
}

OfferedFile offered(std::string name, uint64_t size = 10) {
  return {.name = std::move(name), .size = size, .sha256 = sha256_hex("bytes")};
}

}  // namespace

TEST_CASE("a photo's name is kept as it is") {
  for (const std::string_view name : {"a.jpg", "Überraschung 🎂.HEIC", "no ending"}) CHECK(kept_name(name) == name);
}

TEST_CASE("folders and control characters do not belong to a name") {
  CHECK(kept_name("../../etc/passwd.jpg") == "passwd.jpg");
  CHECK(kept_name("C:\\Users\\me\\a.jpg") == "a.jpg");
  CHECK(kept_name("a\nb\x7f.jpg") == "ab.jpg");
  CHECK_FALSE(kept_name(".."));
  CHECK_FALSE(kept_name("folder/"));
  CHECK_FALSE(kept_name("\xff\xfe.jpg"));
}

TEST_CASE("a name of 300 characters is cut before its ending, between characters") {
  const std::string name = repeated("é", 300) + ".jpeg";
  const auto kept = kept_name(name);
  REQUIRE(kept);
  CHECK(code_points(*kept) == 255);
  CHECK(kept->ends_with("é….jpeg"));
  CHECK(is_utf8(*kept));
}

TEST_CASE("what cannot be a photo is refused in words") {
  const UploadLimits limits;
  const auto refusal = [&](const OfferedFile& file) {
    const auto accepted = accept(file, limits);
    REQUIRE_FALSE(accepted);
    CHECK_FALSE(accepted.error().message.empty());
    return accepted.error();
  };
  CHECK(refusal(offered("a.jpg", 0)).kind == &errors::file_empty);
  CHECK(refusal(offered("a.jpg", limits.file_bytes_max + 1)).kind == &errors::file_too_large);
  CHECK(refusal(offered("drawing.svg")).message.starts_with("SVG drawings"));
  CHECK(refusal(offered("film.MP4")).message.starts_with("Videos"));
  CHECK(refusal(offered("notes.txt")).message.starts_with("Files ending in .txt"));
  CHECK(refusal(offered("README")).kind == &errors::type_not_supported);
  CHECK(refusal(offered("..")).kind == &errors::file_name_refused);
  OfferedFile unhashed = offered("a.jpg");
  unhashed.sha256 = "12";
  CHECK(refusal(unhashed).kind == &errors::hash_refused);
}

TEST_CASE("the ending tells type and kind, in any case") {
  CHECK(accept(offered("A.JPG"), {})->type == "image/jpeg");
  CHECK(accept(offered("a.Cr2"), {})->kind == PhotoKind::raw);
  CHECK(accept(offered("a.heic"), {})->type == "image/heic");
}

TEST_CASE("an announced hash may be upper-case and is kept lower-case") {
  OfferedFile file = offered("a.jpg");
  for (char& c : file.sha256) c = char(std::toupper(c));
  CHECK(accept(file, {})->sha256 == sha256_hex("bytes"));
}

TEST_CASE("a file is cut into parts that S3 takes") {
  constexpr uint64_t kMiB = 1 << 20;
  CHECK(part_count(1, 8 * kMiB) == 1);
  CHECK(part_count(8 * kMiB, 8 * kMiB) == 1);
  CHECK(part_count(8 * kMiB + 1, 8 * kMiB) == 2);
  CHECK(size_of_part(8 * kMiB + 1, 8 * kMiB, 2) == 1);
  for (const uint64_t size : {uint64_t(1), uint64_t(5) << 30, (uint64_t(78) << 30) + 1, uint64_t(5) << 40}) {
    const uint64_t part = part_size_for(size, 8 * kMiB);
    CHECK(part >= 8 * kMiB);
    CHECK(part_count(size, part) <= 10'000);
    uint64_t sum = 0;
    for (int number = 1; number <= part_count(size, part); ++number) sum += size_of_part(size, part, number);
    CHECK(sum == size);
  }
}

TEST_CASE("a part of another number, size or hash is refused") {
  const std::string hash = to_base64(sha256(as_bytes("part")));
  CHECK(check_part({.number = 1, .size = 4, .sha256_base64 = hash}, 6, 4));
  CHECK(check_part({.number = 2, .size = 2, .sha256_base64 = hash}, 6, 4));
  CHECK_FALSE(check_part({.number = 0, .size = 4, .sha256_base64 = hash}, 6, 4));
  CHECK_FALSE(check_part({.number = 3, .size = 4, .sha256_base64 = hash}, 6, 4));
  CHECK_FALSE(check_part({.number = 2, .size = 4, .sha256_base64 = hash}, 6, 4));
  CHECK_FALSE(check_part({.number = 1, .size = 4, .sha256_base64 = "c2hvcnQ="}, 6, 4));
}

TEST_CASE("parts that are absent or of the wrong size are missing") {
  CHECK(missing_parts({}, 10, 4) == std::vector{1, 2, 3});
  CHECK(missing_parts({{1, 4}, {2, 3}, {3, 2}}, 10, 4) == std::vector{2});
  CHECK(missing_parts({{1, 4}, {2, 4}, {3, 2}}, 10, 4).empty());
}

}  // namespace lightwell::photos
