// The body of the message that comes in on a connection, handed out piece by piece from the connection's own buffer:
// nothing is read from the socket before somebody asks for it, and nothing is copied.

#pragma once

#include <memory>
#include <optional>

#include "http/chunked.h"
#include "http/input_buffer.h"
#include "http/stream.h"
#include "run/loop.h"

namespace lightwell::http {

class MessageBody {
 public:
  MessageBody(Stream& stream, InputBuffer& buffer, std::chrono::steady_clock::duration timeout)
      : stream_(stream), buffer_(buffer), timeout_(timeout) {}
  ~MessageBody() { end(); }

  // `expects_continue`: the peer waits for "100 Continue" before it sends; it gets it at the first read.
  void begin(BodyFraming framing, uint64_t bytes_max, bool expects_continue);
  // As ByteSource::read(), on the loop alone. Errors: http/errors.h.
  Task<Result<Bytes>> read();
  // What a handler reads. It may outlive the message; then it fails.
  std::unique_ptr<ByteSource> source(Loop& loop);
  // The message is over: its source fails from here on.
  void end();

  bool at_end() const { return done_; }
  bool has_failed() const { return failure_ != nullptr; }
  bool waits_for_continue() const { return expects_continue_; }
  std::optional<uint64_t> length() const;
  // Bytes still to come, where that is known.
  std::optional<uint64_t> left() const;

 private:
  struct Link {
    MessageBody* body;
  };
  class Source;
  Result<Bytes> take_buffered();
  Result<Bytes> take_chunked();
  Task<Result<void>> fill();
  std::unexpected<Error> fail_with(const ErrorKind& kind, std::string_view why = {});

  Stream& stream_;
  InputBuffer& buffer_;
  std::chrono::steady_clock::duration timeout_;
  BodyFraming framing_;
  ChunkDecoder chunks_;
  uint64_t left_ = 0;
  uint64_t came_ = 0;
  uint64_t bytes_max_ = 0;
  bool expects_continue_ = false;
  bool done_ = true;
  const ErrorKind* failure_ = nullptr;
  std::shared_ptr<Link> link_;
};

}  // namespace lightwell::http
