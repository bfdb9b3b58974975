// Bytes that came in and were not used up yet. Small while a connection waits, one block of 256 KiB while a body or a
// large head comes in; blocks are kept by the thread and used again.

#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

namespace lightwell::http {

class InputBuffer {
 public:
  static constexpr size_t kSmall = 8 * 1024;
  static constexpr size_t kBlock = 256 * 1024;

  InputBuffer();
  ~InputBuffer();
  InputBuffer(const InputBuffer&) = delete;
  InputBuffer& operator=(const InputBuffer&) = delete;

  std::string_view view() const { return {bytes_.get() + begin_, end_ - begin_}; }
  void consume(size_t count) { begin_ += count; }
  // Where the next bytes go; moves what is there to the front when that makes room. Empty when it is full.
  std::span<char> room();
  void filled(size_t count) { end_ += count; }

  void use_block();  // invalidates views, as room() does
  void use_small();  // where what is left fits

 private:
  size_t capacity() const { return is_block_ ? kBlock : kSmall; }
  void adopt(std::unique_ptr<char[]> bytes, bool is_block);

  std::unique_ptr<char[]> bytes_;
  bool is_block_ = false;
  size_t begin_ = 0;
  size_t end_ = 0;
};

}  // namespace lightwell::http
