// The lines between the data of an aws-chunked body: a head before each chunk, trailers after the last.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lightwell::wire::sigv4 {

inline constexpr size_t kChunkLineMax = 1024;           // bytes of a head or of one trailer line
inline constexpr uint64_t kChunkBytesMax = 5ull << 30;  // AWS's largest single upload
inline constexpr size_t kTrailersMax = 16;

struct ChunkHead {
  uint64_t size = 0;                // 0 ends the data
  std::string_view signature = {};  // empty where there is none
};
// `line` without its end: 10000;chunk-signature=ad80... or 10000. Nothing where it is not well-formed.
std::optional<ChunkHead> parse_chunk_head(std::string_view line);

struct TrailerLine {
  std::string name;  // lower-case
  std::string value;
};
std::optional<TrailerLine> parse_trailer_line(std::string_view line);

}  // namespace lightwell::wire::sigv4
