#include <unistd.h>

#include <atomic>
#include <csignal>

#include "app/commands/commands.h"
#include "app/data_folder.h"
#include "app/import/import_run.h"
#include "app/lightwell.h"
#include "base/digest.h"
#include "base/log.h"

namespace lightwell::app {
namespace {

std::atomic<bool> interrupted = false;
extern "C" void on_interrupt(int) { interrupted = true; }

// A server on the data folder does the work; where none runs, this process opens the folder itself.
struct Library {
  std::unique_ptr<Lightwell> own;
  std::filesystem::path socket;

  Result<Ask> connect() const {
    if (own)
      return Ask(
          [this](ControlPacket packet) -> Result<std::string> { return own->answer_control(std::move(packet)); });
    TRY(std::shared_ptr<ControlConnection> connection, ControlConnection::connect(socket));
    return Ask([connection](const ControlPacket& packet) -> Result<std::string> {
      REQUIRE_OK(connection->send(packet));
      TRY(ControlPacket answer, connection->receive());
      return std::move(answer.text);
    });
  }
};

Result<Library> find_library(const Configuration& configuration) {
  Library library{.own = nullptr, .socket = configuration.data / "control"};
  if (ControlConnection::connect(library.socket)) return library;
  if (!std::filesystem::exists(configuration.data / kDatabaseFile)) {
    return fail(lightwell::app::errors::no_library,
                fmt::format("There is no library in {}. Name its folder with --data, or make one by `lightwell serve`.",
                            configuration.data.string()));
  }
  TRY(library.own, Lightwell::open(configuration));
  return library;
}

void print_outcome(const ImportOutcome& outcome) {
  const ImportCounts& counts = outcome.counts;
  fmt::print("{} added, {} already here, {} could not be read{}\n", counts.added, counts.duplicates,
             outcome.unreadable.size(),
             outcome.was_interrupted
                 ? fmt::format("; interrupted with {} to go: run it again to go on", counts.files - counts.files_done)
                 : "");
  for (const Unreadable& file : outcome.unreadable) fmt::print("  {}: {}\n", file.path.string(), file.why);
}

}  // namespace

int import_folder(const Configuration& configuration, const std::filesystem::path& folder) {
  ::signal(SIGINT, on_interrupt);
  ::signal(SIGTERM, on_interrupt);
  auto library = find_library(configuration);
  if (!library) {
    fmt::print(stderr, "lightwell: {}\n", library.error().message);
    return 1;
  }
  std::error_code failed;
  const auto whole = std::filesystem::canonical(folder, failed);
  const auto journals = configuration.data / "imports";
  std::filesystem::create_directories(journals, failed);
  const ImportOptions options = {.folder = folder,
                                 .journal = journals / sha256_hex(whole.string()).substr(0, 16),
                                 .is_terminal = ::isatty(STDERR_FILENO) == 1};
  auto outcome = run_import(options, [&] { return library->connect(); }, interrupted);
  if (!outcome) {
    fmt::print(stderr, "lightwell: {}\n", outcome.error().message);
    return 1;
  }
  print_outcome(*outcome);
  if (outcome->was_interrupted) return kExitInterrupted;
  return outcome->unreadable.empty() ? 0 : 3;
}

}  // namespace lightwell::app
