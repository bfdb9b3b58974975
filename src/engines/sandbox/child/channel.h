// The child's end of the socket: requests with open files beside them come in, replies go out.

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"

namespace lightwell::engines {

// An open file of the child, closed at its end.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  ~Descriptor();
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  int number() const { return number_; }

 private:
  int number_;
};

// A part of a file in the process's memory, without copying it.
class Mapping {
 public:
  enum class Access { read, write };
  Mapping() = default;
  Mapping(const Descriptor& file, uint64_t offset, uint64_t length, Access access = Access::read);
  ~Mapping();
  Mapping(Mapping&& other) noexcept
      : start_(std::exchange(other.start_, nullptr)), size_(other.size_), before_(other.before_) {}
  Mapping& operator=(Mapping&& other) noexcept;
  bool ok() const { return start_ != nullptr; }
  Bytes bytes() const { return writable(); }
  std::span<std::byte> writable() const {
    return {static_cast<std::byte*>(start_) + before_, start_ == nullptr ? 0 : size_ - before_};
  }

 private:
  void* start_ = nullptr;
  size_t size_ = 0;
  size_t before_ = 0;  // of the page before the part
};

// Fills `bytes`, and answers the open files that came beside it. Nothing: the server has gone.
std::optional<std::vector<Descriptor>> receive(int socket, std::span<std::byte> bytes, size_t descriptors_max);
bool send_reply(int socket, uint16_t kind, const std::string& body);

}  // namespace lightwell::engines
