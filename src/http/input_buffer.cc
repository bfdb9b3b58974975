#include "http/input_buffer.h"

#include <cstring>
#include <utility>
#include <vector>

namespace lightwell::http {
namespace {

constexpr size_t kSpareBlocksMax = 16;
thread_local std::vector<std::unique_ptr<char[]>> spare_blocks;

std::unique_ptr<char[]> take_block() {
  if (spare_blocks.empty()) return std::make_unique_for_overwrite<char[]>(InputBuffer::kBlock);
  auto block = std::move(spare_blocks.back());
  spare_blocks.pop_back();
  return block;
}

void give_back(std::unique_ptr<char[]> block) {
  if (spare_blocks.size() < kSpareBlocksMax) spare_blocks.push_back(std::move(block));
}

}  // namespace

InputBuffer::InputBuffer() : bytes_(std::make_unique_for_overwrite<char[]>(kSmall)) {}

InputBuffer::~InputBuffer() {
  if (is_block_) give_back(std::move(bytes_));
}

std::span<char> InputBuffer::room() {
  if (begin_ == end_) {
    begin_ = end_ = 0;
  } else if (begin_ > 0) {
    std::memmove(bytes_.get(), bytes_.get() + begin_, end_ - begin_);
    end_ -= std::exchange(begin_, 0);
  }
  return {bytes_.get() + end_, capacity() - end_};
}

void InputBuffer::use_block() {
  if (!is_block_) adopt(take_block(), true);
}

void InputBuffer::use_small() {
  if (is_block_ && end_ - begin_ <= kSmall) adopt(std::make_unique_for_overwrite<char[]>(kSmall), false);
}

void InputBuffer::adopt(std::unique_ptr<char[]> bytes, bool is_block) {
  const std::string_view kept = view();
  std::memcpy(bytes.get(), kept.data(), kept.size());
  end_ = kept.size();
  begin_ = 0;
  std::swap(bytes_, bytes);
  if (std::exchange(is_block_, is_block)) give_back(std::move(bytes));
}

}  // namespace lightwell::http
