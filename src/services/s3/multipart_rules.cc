#include "services/s3/multipart_rules.h"

#include <algorithm>

#include "base/digest.h"
#include "base/text.h"
#include "services/s3/errors.h"

namespace lightwell::s3 {
namespace {

std::string unquoted(std::string_view etag) {
  if (etag.size() >= 2 && etag.front() == '"' && etag.back() == '"') etag = etag.substr(1, etag.size() - 2);
  return std::string(etag);
}

Error invalid_part(const Upload& upload, const ListedPart& listed) {
  return error(errors::invalid_part)
      .with("UploadId", upload.id)
      .with("PartNumber", std::to_string(listed.number))
      .with("ETag", unquoted(listed.etag));
}

Result<void> check_order(const Upload& upload, const std::vector<ListedPart>& parts) {
  if (parts.empty()) return fail(errors::invalid_request, "You must specify at least one part");
  if (parts.size() > size_t(kPartNumberMax)) return fail(errors::malformed_xml);
  for (size_t i = 1; i < parts.size(); ++i) {
    if (parts[i].number <= parts[i - 1].number) {
      return fail(error(errors::invalid_part_order).with("UploadId", upload.id));
    }
  }
  return {};
}

// A checksum in the list must be the one that was received with the part.
Result<void> check_checksums(const Upload& upload, const ListedPart& listed, const Part& part) {
  bool is_own_stated = false;
  for (size_t i = 0; i < kAlgorithms.size(); ++i) {
    if (!listed.checksums[i]) continue;
    if (kAlgorithms[i] == upload.algorithm) {
      is_own_stated = true;
      if (*listed.checksums[i] != part.checksum) return fail(invalid_part(upload, listed));
    } else if (!part.claimed || part.claimed->algorithm != kAlgorithms[i] ||
               part.claimed->value != *listed.checksums[i]) {
      return fail(invalid_part(upload, listed));
    }
  }
  if (upload.is_checksum_asked && upload.checksum_type == ChecksumType::composite && !is_own_stated) {
    return fail(
        errors::invalid_request,
        "The upload was created using a " + to_lower(name_of(upload.algorithm)) +
            " checksum. The complete request must include the checksum for each part. It was missing for part " +
            std::to_string(listed.number) + " in the request.");
  }
  return {};
}

Result<void> check_size(const ListedPart& listed, const Part& part, bool is_last) {
  if (is_last || part.size >= kPartBytesMin) return {};
  return fail(error(errors::entity_too_small)
                  .with("ProposedSize", std::to_string(part.size))
                  .with("MinSizeAllowed", std::to_string(kPartBytesMin))
                  .with("PartNumber", std::to_string(listed.number))
                  .with("ETag", part.etag));
}

// The checksum of the whole, grown part by part.
class WholeChecksum {
 public:
  explicit WholeChecksum(const Upload& upload) : algorithm_(upload.algorithm), type_(upload.checksum_type) {}

  void add(const Part& part) {
    const std::string raw = from_base64(part.checksum).value_or("");
    if (type_ == ChecksumType::composite) {
      joined_ += raw;
    } else {
      joined_ = count_ == 0 ? raw : combine_checksums(algorithm_, joined_, raw, part.size);
    }
    ++count_;
  }

  Checksum finish() const {
    if (type_ == ChecksumType::full_object) return {algorithm_, type_, to_base64(as_bytes(joined_))};
    const std::string raw = digest(algorithm_, as_bytes(joined_));
    return {algorithm_, type_, to_base64(as_bytes(raw)) + '-' + std::to_string(count_)};
  }

 private:
  const Algorithm algorithm_;
  const ChecksumType type_;
  std::string joined_;
  int count_ = 0;
};

Result<void> check_whole(const Completion& completion, const Assembled& whole) {
  if (completion.size && uint64_t(*completion.size) != whole.size) {
    return fail(errors::invalid_request, "The provided 'x-amz-mp-object-size' header value " +
                                             std::to_string(*completion.size) +
                                             " does not match what was computed: " + std::to_string(whole.size));
  }
  if (completion.checksum_type && checksum_type_named(*completion.checksum_type) != whole.checksum.type) {
    return fail(errors::invalid_request, "The upload was created using the " +
                                             std::string(name_of(whole.checksum.type)) +
                                             " checksum mode. The complete request must use the same checksum mode.");
  }
  if (!completion.checksum) return {};
  if (completion.checksum->algorithm != whole.checksum.algorithm ||
      completion.checksum->value != whole.checksum.value) {
    return fail(errors::bad_digest, "The " + to_lower(name_of(completion.checksum->algorithm)) +
                                        " you specified did not match the calculated checksum.");
  }
  return {};
}

}  // namespace

Result<void> check_part_number(int32_t number) {
  if (number >= 1 && number <= kPartNumberMax) return {};
  return fail(error(errors::invalid_argument, "Part number must be an integer between 1 and 10000, inclusive")
                  .with("ArgumentName", "partNumber")
                  .with("ArgumentValue", std::to_string(number)));
}

Result<Assembled> assemble(const Upload& upload, const Completion& completion, const std::vector<Part>& stored) {
  REQUIRE_OK(check_order(upload, completion.parts));
  Assembled whole;
  WholeChecksum checksum(upload);
  std::string md5s;
  for (const ListedPart& listed : completion.parts) {
    const auto part = std::lower_bound(stored.begin(), stored.end(), listed.number,
                                       [](const Part& each, int number) { return each.number < number; });
    if (part == stored.end() || part->number != listed.number || part->etag != unquoted(listed.etag)) {
      return fail(invalid_part(upload, listed));
    }
    REQUIRE_OK(check_checksums(upload, listed, *part));
    REQUIRE_OK(check_size(listed, *part, &listed == &completion.parts.back()));
    whole.size += part->size;
    md5s += from_hex(part->etag).value_or("");
    checksum.add(*part);
  }
  whole.etag = md5_hex(md5s) + '-' + std::to_string(completion.parts.size());
  whole.checksum = checksum.finish();
  REQUIRE_OK(check_whole(completion, whole));
  return whole;
}

}  // namespace lightwell::s3
