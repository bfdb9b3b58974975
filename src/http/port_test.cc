#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

#include "http/loopback_test.h"
#include "http/server.h"

namespace lightwell::http {
namespace {

Task<Response> say_target(Request& request) { co_return text_response(request.method + " " + request.target); }

}  // namespace

TEST_CASE_FIXTURE(ServerFixture, "a port that is let go a moment later is taken") {
  const int holder = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {.sin_family = AF_INET, .sin_port = 0, .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
  socklen_t size = sizeof address;
  REQUIRE(bind(holder, reinterpret_cast<sockaddr*>(&address), size) == 0);
  REQUIRE(::listen(holder, 1) == 0);
  REQUIRE(getsockname(holder, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  std::thread letting_go([holder] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    close(holder);
  });
  CHECK(listen(loops, {"127.0.0.1", ntohs(address.sin_port)}, say_target));
  letting_go.join();
}

}  // namespace lightwell::http
