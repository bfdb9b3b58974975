// The head of a message: its start line and fields, read strictly, because two programs that read one head in two
// ways are how requests are smuggled. Lines end in CR LF and nothing else; no folding; no control characters; one
// way to say how long the body is. https://www.rfc-editor.org/rfc/rfc9112
//
// Pure: bytes in, values out.

#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "http/message.h"

namespace lightwell::http {

// Why a message is refused: the status to answer with, and words for the client.
struct Refusal {
  int status;
  std::string_view why;
};

template <class T>
using Parsed = std::expected<T, Refusal>;

struct HeadLimits {
  size_t bytes_max;
  size_t fields_max;
};

// Finds the end of a head in a buffer that grows, looking at each byte once.
class HeadScanner {
 public:
  // How many bytes the head takes, the empty line included; 0 while it is incomplete. `buffer` begins with what
  // earlier calls saw. Empty lines before the start line are part of the head.
  Parsed<size_t> scan(std::string_view buffer, size_t bytes_max);

 private:
  size_t seen_ = 0;
  size_t line_begin_ = 0;
  bool started_ = false;
};

struct RequestHead {
  std::string method;
  std::string target;
  int minor_version = 1;
  Headers headers;
};

struct ResponseHead {
  int status = 0;
  int minor_version = 1;
  Headers headers;
};

// `head` is what HeadScanner measured.
Parsed<RequestHead> parse_request_head(std::string_view head, size_t fields_max);
Parsed<ResponseHead> parse_response_head(std::string_view head, size_t fields_max);

// How a body's end is known.
struct BodyFraming {
  enum class Kind { none, length, chunked, until_close };
  Kind kind = Kind::none;
  uint64_t length = 0;
};
Parsed<BodyFraming> request_framing(const RequestHead&);
Parsed<BodyFraming> response_framing(const ResponseHead&, std::string_view request_method);

// Whether the connection may serve another message after this one.
bool keeps_alive(const Headers&, int minor_version);

bool is_token(std::string_view);
// Whether a request line may carry this target: no space, no control character.
bool is_target(std::string_view);
// Whether a field may carry this value: no control characters but tab.
bool is_field_value(std::string_view);
// Whether a comma-separated field such as Connection names `token`.
bool lists_token(const Headers&, std::string_view name, std::string_view token);

}  // namespace lightwell::http
