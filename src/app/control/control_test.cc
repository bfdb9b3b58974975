#include "app/control/control.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <thread>

#include "run/spawn.h"

namespace lightwell::app {
namespace {

struct Folder {
  std::filesystem::path path = std::filesystem::temp_directory_path() / fmt::format("lightwell-control-{}", ::getpid());
  Folder() { std::filesystem::create_directories(path); }
  ~Folder() { std::filesystem::remove_all(path); }
};

}  // namespace

TEST_CASE("a request and the file beside it reach the server, and the answer comes back") {
  const Folder folder;
  std::ofstream(folder.path / "photo") << "bytes";
  const auto server = serve_control(folder.path / "control", [](ControlPacket request) {
    const auto bytes = sync_wait(read_all(*source_of(std::vector{FileRegion{request.file, 0, 5}}), 100));
    return request.text + ":" + bytes.value_or("none");
  });
  REQUIRE(server);
  struct stat status = {};
  REQUIRE(::stat((folder.path / "control").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);

  auto connection = ControlConnection::connect(folder.path / "control");
  REQUIRE(connection);
  const auto file = std::make_shared<const FileHandle>(::open((folder.path / "photo").c_str(), O_RDONLY));
  for (int i = 0; i < 3; ++i) {
    REQUIRE((*connection)->send({.text = "hello", .file = file}));
    const auto answer = (*connection)->receive();
    REQUIRE(answer);
    CHECK(answer->text == "hello:bytes");
  }
}

TEST_CASE("without a server the answer is that none is running") {
  const Folder folder;
  const auto nobody = ControlConnection::connect(folder.path / "control");
  REQUIRE_FALSE(nobody);
  CHECK(nobody.error().kind == &errors::no_server);
}

TEST_CASE("a server that ends tells those who are connected") {
  const Folder folder;
  auto server = serve_control(folder.path / "control", [](ControlPacket) { return std::string("x"); });
  REQUIRE(server);
  auto connection = ControlConnection::connect(folder.path / "control");
  REQUIRE(connection);
  REQUIRE((*connection)->send({.text = "a"}));
  REQUIRE((*connection)->receive());
  server->reset();
  const auto after = (*connection)->receive();
  CHECK((!after || after->text.empty()));
  CHECK_FALSE(std::filesystem::exists(folder.path / "control"));
}

}  // namespace lightwell::app
