#include "app/control/control.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <list>
#include <mutex>
#include <thread>

#include "base/log.h"

namespace lightwell::app {
namespace {

Error trouble(std::string_view what) {
  return error(lightwell::errors::internal_error, fmt::format("{}: {}", what, std::strerror(errno)));
}

Result<sockaddr_un> address_of(const std::filesystem::path& socket) {
  sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = {}};
  const std::string path = socket.string();
  if (path.size() >= sizeof(address.sun_path)) {
    return fail(lightwell::errors::invalid_argument, fmt::format("the path {} is too long for a socket", path));
  }
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  return address;
}

class Listener final : public ControlServer {
 public:
  Listener(int socket, std::filesystem::path path, ControlHandler handler)
      : socket_(socket), path_(std::move(path)), handler_(std::move(handler)), wake_(::eventfd(0, EFD_CLOEXEC)) {
    thread_ = std::thread([this] { accept_all(); });
  }

  ~Listener() override {
    ::eventfd_write(wake_.descriptor(), 1);
    thread_.join();
    for (Visitor& visitor : visitors_) visitor.connection.shut_down();
    for (Visitor& visitor : visitors_) visitor.thread.join();
    ::unlink(path_.c_str());
  }

 private:
  struct Visitor {
    explicit Visitor(int descriptor) : connection(descriptor) {}
    ControlConnection connection;
    std::thread thread;
    std::atomic<bool> has_left = false;
  };

  void accept_all() {
    while (true) {
      pollfd waits[] = {{.fd = socket_.descriptor(), .events = POLLIN, .revents = 0},
                        {.fd = wake_.descriptor(), .events = POLLIN, .revents = 0}};
      if (::poll(waits, 2, -1) < 0 && errno != EINTR) return;
      if (waits[1].revents != 0) return;
      if (waits[0].revents == 0) continue;
      const int accepted = ::accept4(socket_.descriptor(), nullptr, nullptr, SOCK_CLOEXEC);
      if (accepted < 0) continue;
      forget_those_who_left();
      if (visitors_.size() >= kControlConnectionsMax) {
        ::close(accepted);
        continue;
      }
      Visitor& visitor = visitors_.emplace_back(accepted);
      visitor.thread = std::thread([this, &visitor] { serve(visitor); });
    }
  }

  void forget_those_who_left() {
    for (auto at = visitors_.begin(); at != visitors_.end();) {
      if (!at->has_left) {
        ++at;
        continue;
      }
      at->thread.join();
      at = visitors_.erase(at);
    }
  }

  void serve(Visitor& visitor) {
    while (true) {
      auto request = visitor.connection.receive();
      if (!request || request->text.empty()) break;
      if (!visitor.connection.send({.text = handler_(std::move(*request))})) break;
    }
    visitor.has_left = true;
  }

  FileHandle socket_;
  const std::filesystem::path path_;
  const ControlHandler handler_;
  FileHandle wake_;
  std::list<Visitor> visitors_;  // touched by the accepting thread, and after its end by the destructor
  std::thread thread_;
};

}  // namespace

Result<std::unique_ptr<ControlConnection>> ControlConnection::connect(const std::filesystem::path& socket) {
  TRY(const sockaddr_un address, address_of(socket));
  auto connection = std::make_unique<ControlConnection>(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0));
  if (::connect(connection->socket_.descriptor(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
    return fail(errors::no_server);
  }
  return connection;
}

Result<void> ControlConnection::send(const ControlPacket& packet) {
  iovec bytes = {.iov_base = const_cast<char*>(packet.text.data()), .iov_len = packet.text.size()};
  msghdr message = {};
  message.msg_iov = &bytes;
  message.msg_iovlen = 1;
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
  if (packet.file) {
    message.msg_control = control;
    message.msg_controllen = sizeof(control);
    cmsghdr* header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int));
    const int descriptor = packet.file->descriptor();
    std::memcpy(CMSG_DATA(header), &descriptor, sizeof(descriptor));
  }
  while (::sendmsg(socket_.descriptor(), &message, MSG_NOSIGNAL) < 0) {
    if (errno != EINTR) return fail(trouble("the control socket"));
  }
  return {};
}

Result<ControlPacket> ControlConnection::receive() {
  ControlPacket packet;
  packet.text.resize(kControlPacketMax);
  iovec bytes = {.iov_base = packet.text.data(), .iov_len = packet.text.size()};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
  msghdr message = {};
  message.msg_iov = &bytes;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof(control);
  ssize_t got;
  while ((got = ::recvmsg(socket_.descriptor(), &message, MSG_CMSG_CLOEXEC)) < 0) {
    if (errno != EINTR) return fail(trouble("the control socket"));
  }
  packet.text.resize(size_t(got));
  for (cmsghdr* header = CMSG_FIRSTHDR(&message); header != nullptr; header = CMSG_NXTHDR(&message, header)) {
    if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) continue;
    int descriptor;
    std::memcpy(&descriptor, CMSG_DATA(header), sizeof(descriptor));
    packet.file = std::make_shared<const FileHandle>(descriptor);
  }
  return packet;
}

void ControlConnection::shut_down() { ::shutdown(socket_.descriptor(), SHUT_RD); }

Result<std::unique_ptr<ControlServer>> serve_control(const std::filesystem::path& socket, ControlHandler handler) {
  TRY(const sockaddr_un address, address_of(socket));
  const int descriptor = ::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
  ::unlink(socket.c_str());  // whoever holds the data folder's lock owns the name
  const mode_t before = ::umask(0177);
  const int bound = ::bind(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof(address));
  ::umask(before);
  if (descriptor < 0 || bound != 0 || ::listen(descriptor, 16) != 0) {
    auto failed = fail(trouble(socket.string()));
    ::close(descriptor);
    return failed;
  }
  return std::make_unique<Listener>(descriptor, socket, std::move(handler));
}

}  // namespace lightwell::app
