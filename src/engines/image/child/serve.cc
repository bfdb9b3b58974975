#include "engines/image/child/serve.h"

#include <malloc.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <new>
#include <optional>

#include "engines/image/protocol/message.h"

namespace lightwell::engines::image {
namespace {

constexpr size_t kPageBytes = 4096;

struct Received {
  protocol::Request request;
  int file = -1;
};

bool send_all(int socket, Bytes bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    bytes = bytes.subspan(size_t(sent));
  }
  return true;
}

bool send_reply(int socket, protocol::ReplyKind kind, const std::string& body) {
  return send_all(socket, protocol::encode(protocol::ReplyHeader{kind, uint32_t(body.size())})) &&
         send_all(socket, as_bytes(body));
}

// Nothing: the server has gone, or says something else than a request.
std::optional<Received> receive(int socket) {
  std::array<std::byte, protocol::kRequestBytes> bytes = {};
  iovec part = {bytes.data(), bytes.size()};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control = {};
  msghdr message = {};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  ssize_t got = -1;
  do {
    got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC | MSG_WAITALL);
  } while (got < 0 && errno == EINTR);
  const auto request = protocol::decode_request(Bytes(bytes).first(size_t(std::max<ssize_t>(got, 0))));
  const cmsghdr* header = CMSG_FIRSTHDR(&message);
  if (!request || header == nullptr || header->cmsg_type != SCM_RIGHTS) return std::nullopt;
  Received received = {*request, -1};
  std::memcpy(&received.file, CMSG_DATA(header), sizeof(int));
  return received;
}

// An original in the process's memory, without copying it.
class Mapping {
 public:
  Mapping(int file, uint64_t offset, uint64_t length) {
    const uint64_t before = offset % kPageBytes;
    size_ = size_t(length + before);
    start_ = mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file, off_t(offset - before));
    if (start_ != MAP_FAILED) bytes_ = Bytes(static_cast<const std::byte*>(start_) + before, size_t(length));
  }
  ~Mapping() {
    if (start_ != MAP_FAILED) munmap(start_, size_);
  }
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;
  bool ok() const { return start_ != MAP_FAILED; }
  Bytes bytes() const { return bytes_; }

 private:
  void* start_;
  size_t size_;
  Bytes bytes_;
};

using LookFunction = Look<ImageReport> (*)(Bytes original, uint64_t pixels_max);

Look<ImageReport> look_into(const Received& received, LookFunction look) {
  const auto& request = received.request;
  if (request.length == 0) return refuse(ImageFailure::empty, "The file is empty.");
  const Refusal no_memory = {ImageFailure::out_of_memory,
                             "The picture needs more memory than is allowed for one picture."};
  const Mapping original(received.file, request.offset, request.length);
  if (!original.ok()) return std::unexpected(no_memory);
  try {
    return look(original.bytes(), request.pixels_max);
  } catch (const std::bad_alloc&) {
    return std::unexpected(no_memory);
  }
}

bool answer(int socket, const Look<ImageReport>& looked) {
  if (looked) return send_reply(socket, protocol::ReplyKind::report, protocol::encode(*looked));
  return send_reply(socket, protocol::ReplyKind::failure,
                    protocol::encode(protocol::Failure{looked.error().kind, looked.error().message}));
}

}  // namespace

int serve(int socket, bool locked, LookFunction look) {
  if (!send_reply(socket, protocol::ReplyKind::ready, protocol::encode(protocol::Ready{locked}))) return 1;
  while (const auto received = receive(socket)) {
    const bool answered = answer(socket, look_into(*received, look));
    close(received->file);
    if (!answered) return 1;
    malloc_trim(0);
  }
  return 0;
}

}  // namespace lightwell::engines::image
