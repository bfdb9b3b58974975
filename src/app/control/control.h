// The control socket: how a command line reaches the server that holds the data folder.
//
// DIR/control is a Unix socket of packets (SOCK_SEQPACKET) that only the folder's user can open. A request is one
// packet of JSON, with an open file beside it where bytes are meant; so no byte of an import travels through a pipe,
// and no password or port is needed. One packet answers each request.

#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "base/result.h"
#include "run/bytes.h"

namespace lightwell::app {

namespace errors {
inline constexpr ErrorKind no_server{"NoServer", 503, Fault::receiver, "No server is running on this data folder."};
}  // namespace errors

inline constexpr size_t kControlPacketMax = 64 * 1024;
inline constexpr size_t kControlConnectionsMax = 16;

// One packet and perhaps a file. An empty packet means the other side is gone.
struct ControlPacket {
  std::string text;
  std::shared_ptr<const FileHandle> file;
};

// A connected socket. Calls block.
class ControlConnection {
 public:
  explicit ControlConnection(int descriptor) : socket_(descriptor) {}
  // errors::no_server when nobody listens there.
  static Result<std::unique_ptr<ControlConnection>> connect(const std::filesystem::path& socket);

  Result<void> send(const ControlPacket& packet);
  Result<ControlPacket> receive();
  void shut_down();

 private:
  FileHandle socket_;
};

// Answers a request; runs on a thread of the connection's own.
using ControlHandler = std::function<std::string(ControlPacket)>;

class ControlServer {
 public:
  virtual ~ControlServer() = default;  // ends every connection; requests under way are finished first
};

Result<std::unique_ptr<ControlServer>> serve_control(const std::filesystem::path& socket, ControlHandler handler);

}  // namespace lightwell::app
