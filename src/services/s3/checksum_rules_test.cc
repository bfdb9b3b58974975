#include "services/s3/checksum_rules.h"

#include <doctest/doctest.h>

namespace lightwell::s3 {

TEST_CASE("every algorithm is found by its name and has a header and a size") {
  for (const Algorithm algorithm : kAlgorithms) {
    CHECK(algorithm_named(name_of(algorithm)) == algorithm);
    CHECK(algorithm_named(to_lower(name_of(algorithm))) == algorithm);
    CHECK(digest(algorithm, {}).size() == checksum_bytes(algorithm));
  }
  CHECK(checksum_header(Algorithm::crc64nvme) == "x-amz-checksum-crc64nvme");
  CHECK(chosen_algorithm("CRC99").error().kind == &errors::invalid_request);
  CHECK(chosen_algorithm("XXHASH64").error().kind == &errors::not_implemented);
}

TEST_CASE("a multipart upload's checksum type fits its algorithm") {
  using Name = std::optional<std::string>;
  const auto type = [](Name algorithm, Name type) { return multipart_checksum_type(algorithm, type); };
  CHECK(type(std::nullopt, std::nullopt) == ChecksumType::full_object);
  CHECK(type("CRC64NVME", std::nullopt) == ChecksumType::full_object);
  CHECK(type("CRC32", std::nullopt) == ChecksumType::composite);
  CHECK(type("CRC32", "FULL_OBJECT") == ChecksumType::full_object);
  CHECK(type("SHA256", std::nullopt) == ChecksumType::composite);
  CHECK(type("SHA256", "FULL_OBJECT").error().kind == &errors::invalid_request);
  CHECK(type("CRC64NVME", "COMPOSITE").error().kind == &errors::invalid_request);
  CHECK(type(std::nullopt, "COMPOSITE").error().kind == &errors::invalid_request);
  CHECK(type("CRC32", "HALF").error().kind == &errors::invalid_request);
}

TEST_CASE("CRCs of two pieces combine to the CRC of both") {
  const std::string a = "the first piece";
  const std::string b = "and the second";
  for (const Algorithm algorithm : {Algorithm::crc32, Algorithm::crc32c, Algorithm::crc64nvme}) {
    CHECK(combine_checksums(algorithm, digest(algorithm, as_bytes(a)), digest(algorithm, as_bytes(b)), b.size()) ==
          digest(algorithm, as_bytes(a + b)));
  }
}

TEST_CASE("a composite value is accepted only where one may come") {
  StatedChecksums stated;
  stated[0] = "AAAAAA==-3";
  CHECK(stated_checksum(stated).error().kind == &errors::invalid_request);
  const auto composite = stated_checksum(stated, true);
  REQUIRE(composite);
  CHECK(composite->value().type == ChecksumType::composite);
  stated[0] = "AAAAAA==-x";
  CHECK_FALSE(stated_checksum(stated, true));
}

TEST_CASE("Content-MD5 is sixteen bytes in base64") {
  CHECK(parse_content_md5("kAFQmDzST7DWlj99KOF/cg==")->size() == 16);
  CHECK(parse_content_md5("YWJj").error().kind == &errors::invalid_digest);
  CHECK(parse_content_md5("not base64").error().kind == &errors::invalid_digest);
}

}  // namespace lightwell::s3
