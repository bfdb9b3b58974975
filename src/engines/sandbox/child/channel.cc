#include "engines/sandbox/child/channel.h"

#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "engines/protocol/frame.h"

namespace lightwell::engines {
namespace {

constexpr size_t kPageBytes = 4096;
constexpr size_t kDescriptorsMax = 64;

bool send_all(int socket, Bytes bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    bytes = bytes.subspan(size_t(sent));
  }
  return true;
}

void take_descriptors(msghdr& message, std::vector<Descriptor>& taken) {
  for (cmsghdr* header = CMSG_FIRSTHDR(&message); header != nullptr; header = CMSG_NXTHDR(&message, header)) {
    if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) continue;
    const size_t count = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (size_t i = 0; i < count; ++i) {
      int number = -1;
      std::memcpy(&number, CMSG_DATA(header) + i * sizeof(int), sizeof(int));
      taken.emplace_back(number);
    }
  }
}

}  // namespace

Descriptor::~Descriptor() {
  if (number_ >= 0) close(number_);
}

Mapping::Mapping(const Descriptor& file, uint64_t offset, uint64_t length, Access access)
    : size_(size_t(length + offset % kPageBytes)), before_(size_t(offset % kPageBytes)) {
  const bool writes = access == Access::write;
  void* start = mmap(nullptr, size_, writes ? PROT_READ | PROT_WRITE : PROT_READ, writes ? MAP_SHARED : MAP_PRIVATE,
                     file.number(), off_t(offset - before_));
  if (start != MAP_FAILED) start_ = start;
}

Mapping::~Mapping() {
  if (start_ != nullptr) munmap(start_, size_);
}

Mapping& Mapping::operator=(Mapping&& other) noexcept {
  std::swap(start_, other.start_);
  std::swap(size_, other.size_);
  std::swap(before_, other.before_);
  return *this;
}

std::optional<std::vector<Descriptor>> receive(int socket, std::span<std::byte> bytes, size_t descriptors_max) {
  std::vector<Descriptor> taken;
  while (!bytes.empty()) {
    iovec part = {bytes.data(), bytes.size()};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int) * kDescriptorsMax)> control = {};
    msghdr message = {};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    const ssize_t got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return std::nullopt;
    take_descriptors(message, taken);
    bytes = bytes.subspan(size_t(got));
  }
  if (taken.size() > descriptors_max) return std::nullopt;
  return taken;
}

bool send_reply(int socket, uint16_t kind, const std::string& body) {
  return send_all(socket, protocol::encode(protocol::FrameHeader{kind, uint32_t(body.size())})) &&
         send_all(socket, as_bytes(body));
}

}  // namespace lightwell::engines
