#include "http/message_body.h"

#include <algorithm>
#include <boost/asio/error.hpp>

#include "http/errors.h"
#include "http/on_loop.h"

namespace lightwell::http {

using Kind = BodyFraming::Kind;

class MessageBody::Source final : public ByteSource {
 public:
  Source(Loop& loop, std::shared_ptr<Link> link, std::optional<uint64_t> length)
      : loop_(loop), link_(std::move(link)), length_(length) {}

  Task<Result<Bytes>> read() override {
    if (is_on(loop_)) return read_here(link_);
    return run_on(loop_, read_here(link_));
  }
  std::optional<uint64_t> length() const override { return length_; }

 private:
  static Task<Result<Bytes>> read_here(std::shared_ptr<Link> link) {
    if (link->body == nullptr) co_return fail(error(errors::incomplete_body).log("a body was read after its message"));
    co_return co_await link->body->read();
  }
  Loop& loop_;
  std::shared_ptr<Link> link_;
  std::optional<uint64_t> length_;
};

void MessageBody::begin(BodyFraming framing, uint64_t bytes_max, bool expects_continue) {
  framing_ = framing;
  chunks_ = {};
  left_ = framing.length;
  came_ = 0;
  bytes_max_ = bytes_max;
  done_ = framing.kind == Kind::none || (framing.kind == Kind::length && framing.length == 0);
  expects_continue_ = expects_continue && !done_;
  failure_ = nullptr;
}

std::unique_ptr<ByteSource> MessageBody::source(Loop& loop) {
  if (done_) return source_of(std::string());
  link_ = std::make_shared<Link>(this);
  return std::make_unique<Source>(loop, link_, length());
}

void MessageBody::end() {
  if (link_) std::exchange(link_, nullptr)->body = nullptr;
}

std::optional<uint64_t> MessageBody::length() const {
  if (framing_.kind == Kind::none || framing_.kind == Kind::length) return framing_.length;
  return std::nullopt;
}

std::optional<uint64_t> MessageBody::left() const {
  if (done_) return 0;
  return framing_.kind == Kind::length ? std::optional(left_) : std::nullopt;
}

std::unexpected<Error> MessageBody::fail_with(const ErrorKind& kind, std::string_view why) {
  failure_ = &kind;
  return fail(error(kind, std::string(why.empty() ? kind.message : why)));
}

Task<Result<Bytes>> MessageBody::read() {
  if (failure_ != nullptr) co_return fail_with(*failure_);
  while (!done_) {
    CO_TRY(const Bytes bytes, take_buffered());
    if (!bytes.empty()) co_return bytes;
    if (!done_) CO_CHECK(co_await fill());
  }
  co_return Bytes{};
}

Result<Bytes> MessageBody::take_buffered() {
  if (framing_.kind == Kind::chunked) return take_chunked();
  std::string_view bytes = buffer_.view();
  if (framing_.kind == Kind::length) {
    bytes = bytes.substr(0, size_t(std::min<uint64_t>(left_, bytes.size())));
    left_ -= bytes.size();
    done_ = left_ == 0;
  }
  buffer_.consume(bytes.size());
  return as_bytes(bytes);
}

Result<Bytes> MessageBody::take_chunked() {
  const auto step = chunks_.step(buffer_.view());
  if (!step) return fail_with(errors::malformed_body, step.error().why);
  buffer_.consume(step->skip);
  const std::string_view bytes = buffer_.view().substr(0, step->data);
  buffer_.consume(step->data);
  done_ = step->done;
  came_ += bytes.size();
  if (came_ > bytes_max_) return fail_with(errors::body_too_large);
  return as_bytes(bytes);
}

Task<Result<void>> MessageBody::fill() {
  // A peer that sends already has not waited.
  const bool has_begun = came_ > 0 || left_ < framing_.length;
  if (std::exchange(expects_continue_, false) && !has_begun) {
    const IoResult told = co_await stream_.write("HTTP/1.1 100 Continue\r\n\r\n");
    if (!told) co_return fail_with(errors::incomplete_body);
  }
  if (framing_.kind != Kind::length || left_ > InputBuffer::kSmall) buffer_.use_block();
  const std::span<char> room = buffer_.room();
  stream_.set_deadline(timeout_);
  const IoResult got = co_await stream_.read_some(room);
  stream_.clear_deadline();
  buffer_.filled(got.bytes);
  if (got) co_return Result<void>();
  if (stream_.timed_out()) co_return fail_with(errors::body_timeout);
  if (framing_.kind == Kind::until_close && got.error == boost::asio::error::eof) {
    done_ = true;
    co_return Result<void>();
  }
  co_return fail_with(errors::incomplete_body);
}

}  // namespace lightwell::http
