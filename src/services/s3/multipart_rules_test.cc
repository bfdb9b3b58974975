#include "services/s3/multipart_rules.h"

#include <doctest/doctest.h>

#include "services/s3/errors.h"

namespace lightwell::s3 {
namespace {

constexpr uint64_t kFive = 5ull << 20;

std::string md5_of(int number) { return md5_hex("part " + std::to_string(number)); }
std::string checksum_of(Algorithm algorithm, std::string_view bytes) {
  return to_base64(as_bytes(digest(algorithm, as_bytes(bytes))));
}

Part a_part(int number, uint64_t size = kFive) {
  return {.number = number, .size = size, .etag = md5_of(number), .checksum = checksum_of(Algorithm::crc64nvme, "")};
}
ListedPart listed(int number) { return {number, '"' + md5_of(number) + '"', {}}; }

const ErrorKind* refusal(const Result<Assembled>& whole) { return whole ? nullptr : whole.error().kind; }

}  // namespace

TEST_CASE("the ETag of the whole is the MD5 of the parts' MD5s and their number") {
  const Upload upload{.id = "u"};
  const auto whole = assemble(upload, {.parts = {listed(1), listed(7)}}, {a_part(1), a_part(3), a_part(7, 9)});
  REQUIRE(whole);
  CHECK(whole->size == kFive + 9);
  CHECK(whole->etag == md5_hex(*from_hex(md5_of(1)) + *from_hex(md5_of(7))) + "-2");
}

TEST_CASE("a list of parts that cannot be one object is refused, naming the part") {
  const Upload upload{.id = "u"};
  const std::vector<Part> stored = {a_part(1), a_part(2, 100), a_part(3, 100)};
  CHECK(refusal(assemble(upload, {}, stored)) == &errors::invalid_request);
  CHECK(refusal(assemble(upload, {.parts = {listed(2), listed(1)}}, stored)) == &errors::invalid_part_order);
  CHECK(refusal(assemble(upload, {.parts = {listed(1), listed(1)}}, stored)) == &errors::invalid_part_order);
  CHECK(refusal(assemble(upload, {.parts = {listed(4)}}, stored)) == &errors::invalid_part);
  CHECK(refusal(assemble(upload, {.parts = {{1, md5_of(2), {}}}}, stored)) == &errors::invalid_part);

  const auto small = assemble(upload, {.parts = {listed(1), listed(2), listed(3)}}, stored);
  REQUIRE_FALSE(small);
  CHECK(small.error().kind == &errors::entity_too_small);
  const auto& details = small.error().details;
  CHECK(details.at(0).value == "100");
  CHECK(details.at(1).value == "5242880");
  CHECK(details.at(2).value == "2");
  CHECK(details.at(3).value == md5_of(2));
  CHECK(assemble(upload, {.parts = {listed(1), listed(3)}}, stored));
}

TEST_CASE("a full object's CRC is combined from the parts' and compared") {
  for (const Algorithm algorithm : {Algorithm::crc32, Algorithm::crc32c, Algorithm::crc64nvme}) {
    const std::string first(kFive, 'a');
    const std::string second = "tail";
    Part one = a_part(1);
    one.checksum = checksum_of(algorithm, first);
    Part two = a_part(2, second.size());
    two.checksum = checksum_of(algorithm, second);
    const Upload upload{.id = "u", .algorithm = algorithm, .is_checksum_asked = true};
    Completion completion{.parts = {listed(1), listed(2)}};
    const auto whole = assemble(upload, completion, {one, two});
    REQUIRE(whole);
    CHECK(whole->checksum == Checksum{algorithm, ChecksumType::full_object, checksum_of(algorithm, first + second)});

    completion.checksum = whole->checksum;
    CHECK(assemble(upload, completion, {one, two}));
    completion.checksum->value = checksum_of(algorithm, "other");
    CHECK(refusal(assemble(upload, completion, {one, two})) == &errors::bad_digest);
  }
}

TEST_CASE("a composite checksum is the checksum of the parts' checksums and needs every one of them") {
  Part one = a_part(1, 3);
  one.checksum = checksum_of(Algorithm::sha256, "one");
  const Upload upload{
      .id = "u", .algorithm = Algorithm::sha256, .checksum_type = ChecksumType::composite, .is_checksum_asked = true};
  Completion completion{.parts = {listed(1)}};
  CHECK(refusal(assemble(upload, completion, {one})) == &errors::invalid_request);

  completion.parts[0].checksums[4] = one.checksum;  // kAlgorithms[4]
  REQUIRE(kAlgorithms[4] == Algorithm::sha256);
  const auto whole = assemble(upload, completion, {one});
  REQUIRE(whole);
  CHECK(whole->checksum.value ==
        checksum_of(Algorithm::sha256, digest(Algorithm::sha256, as_bytes(std::string_view("one")))) + "-1");

  completion.parts[0].checksums[4] = checksum_of(Algorithm::sha256, "two");
  CHECK(refusal(assemble(upload, completion, {one})) == &errors::invalid_part);
}

TEST_CASE("what the completing request says of the whole must be so") {
  const Upload upload{.id = "u"};
  CHECK(assemble(upload, {.parts = {listed(1)}, .size = 7}, {a_part(1, 7)}));
  CHECK(refusal(assemble(upload, {.parts = {listed(1)}, .size = 8}, {a_part(1, 7)})) == &errors::invalid_request);
  CHECK(refusal(assemble(upload, {.parts = {listed(1)}, .checksum_type = "COMPOSITE"}, {a_part(1, 7)})) ==
        &errors::invalid_request);
}

TEST_CASE("part numbers go from 1 to 10,000") {
  CHECK(check_part_number(1));
  CHECK(check_part_number(10'000));
  CHECK_FALSE(check_part_number(0));
  CHECK_FALSE(check_part_number(10'001));
}

}  // namespace lightwell::s3
