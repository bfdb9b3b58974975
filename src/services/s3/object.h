// What is kept of an object, in the service's own words. The stores fill these, the operations answer from them.
//
// An object is a row that names a *content*. A content carries the headers and either the bytes themselves (small) or
// an ordered list of segments, each a range of a blob. Blobs are shared: a copy and a completed upload move no bytes.

#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/digest.h"
#include "base/time.h"

namespace lightwell::s3 {

enum class ChecksumType { full_object, composite };

struct Checksum {
  Algorithm algorithm = Algorithm::crc64nvme;
  ChecksumType type = ChecksumType::full_object;
  std::string value;  // base64; a composite one ends in "-N"

  bool operator==(const Checksum&) const = default;
};

using Tags = std::map<std::string, std::string>;

// What a client says about the bytes, kept and given back as it came.
struct ContentHeaders {
  std::string content_type;
  std::optional<std::string> cache_control;
  std::optional<std::string> content_disposition;
  std::optional<std::string> content_encoding;
  std::optional<std::string> content_language;
  std::optional<std::string> expires;
  std::map<std::string, std::string> metadata;  // without "x-amz-meta-", names in lower case
  Tags tags;
};

struct Object {
  std::string key;
  int64_t content = 0;
  uint64_t size = 0;
  std::string etag;  // without quotes
  Timestamp modified_at;
  std::string storage_class;
  Checksum checksum;
  int parts = 0;  // 0 when it came in one piece
};

struct Segment {
  std::string blob;
  uint64_t start = 0;
  uint64_t length = 0;

  bool operator==(const Segment&) const = default;
};

// Where an object's bytes are.
struct Content {
  std::optional<std::string> bytes;
  std::vector<Segment> segments;  // when there are no bytes
};

struct Part {
  int number = 0;
  uint64_t size = 0;
  std::string etag;  // hex of the MD5, without quotes
  Timestamp modified_at;
  std::string checksum;             // base64, by the upload's algorithm
  std::optional<Checksum> claimed;  // what the client stated, where that was by another algorithm
};

struct Upload {
  std::string id;
  std::string key;
  int64_t content = 0;
  std::string account;  // of the initiator
  Timestamp initiated_at;
  std::string storage_class;
  Algorithm algorithm = Algorithm::crc64nvme;
  ChecksumType checksum_type = ChecksumType::full_object;
  bool is_checksum_asked = false;  // the client named the algorithm, so its parts must use it
};

struct Bucket {
  int64_t id = 0;
  std::string name;
  std::string account;
  std::string region;
  Timestamp created_at;
};

inline std::string quoted(const std::string& etag) { return '"' + etag + '"'; }
// S3 tells the time of an object in whole seconds, everywhere.
inline Timestamp whole_seconds(Timestamp time) {
  return Timestamp(std::chrono::floor<seconds>(time.time_since_epoch()));
}

}  // namespace lightwell::s3
