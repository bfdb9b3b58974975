// EngineChild: one running image engine and the conversation with it. Belongs to the thread that started it.

#pragma once

#include <chrono>
#include <expected>
#include <optional>

#include "base/result.h"
#include "engines/image/image_engine.h"
#include "engines/image/protocol/message.h"
#include "engines/sandbox/child_process.h"

namespace lightwell::engines {

// Why there is no answer. The child is of no more use.
enum class Loss { crashed, out_of_memory, timed_out, stopped, gone_before };

class EngineChild {
 public:
  using Clock = std::chrono::steady_clock;

  // Answers when the engine is ready. `stop` is a descriptor that becomes readable when all is to end.
  static Result<EngineChild> start(const FileHandle& program, uint64_t memory_bytes_max, int stop);

  // A report, or what is wrong with the file; or the loss of the child.
  std::expected<Result<ImageReport>, Loss> ask(const FileRegion& original, const ImageOptions& options,
                                               std::chrono::milliseconds deadline);
  // Kills the child; for the log.
  std::string describe_end();
  bool locked() const { return locked_; }
  uint32_t photos() const { return photos_; }

 private:
  struct Reply {
    protocol::ReplyKind kind;
    std::string body;
  };
  EngineChild(ChildProcess process, int stop) : process_(std::move(process)), stop_(stop) {}
  std::expected<void, Loss> wait_for_bytes(Clock::time_point until);
  std::expected<void, Loss> read_exactly(std::span<std::byte> out, Clock::time_point until);
  std::expected<Reply, Loss> read_reply(Clock::time_point until);
  bool send_request(const FileRegion& original, const ImageOptions& options);
  Loss loss_of_child();

  ChildProcess process_;
  int stop_;
  bool locked_ = false;
  uint32_t photos_ = 0;
  std::string end_;
};

}  // namespace lightwell::engines
