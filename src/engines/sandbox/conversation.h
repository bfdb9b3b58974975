// Conversation: one running engine child and what is said to it. Belongs to the thread that started the child.

#pragma once

#include <chrono>
#include <expected>
#include <span>
#include <string>

#include "base/result.h"
#include "engines/protocol/frame.h"
#include "engines/sandbox/child_process.h"

namespace lightwell::engines {

// Why there is no answer. The child is of no more use.
enum class Loss { crashed, out_of_memory, timed_out, stopped, gone_before };

struct Reply {
  uint16_t kind = 0;
  std::string body;
};

// A message, and open files beside it.
struct Message {
  Bytes bytes;
  std::span<const int> descriptors = {};
};

class Conversation {
 public:
  using Clock = std::chrono::steady_clock;

  // Starts the program, says `greeting` to it where there is one, and answers when it is ready. `stop` is a descriptor
  // that becomes readable when all is to end.
  static Result<Conversation> start(const FileHandle& program, const std::string& name, const ChildLimits& limits,
                                    int stop, const std::string& greeting = {}, std::span<const int> descriptors = {});

  // The child's reply to a request that fits into its socket's buffer.
  std::expected<Reply, Loss> ask(const Message& request, std::chrono::milliseconds deadline);
  // The reply made no sense: the child is broken or in other hands. For the log.
  Loss refuse(std::string why);
  // Kills the child; for the log.
  std::string describe_end();
  const protocol::Ready& ready() const { return ready_; }
  uint32_t asked() const { return asked_; }

 private:
  Conversation(ChildProcess process, int stop) : process_(std::move(process)), stop_(stop) {}
  bool send(const Message& message, Clock::time_point until);
  std::expected<void, Loss> wait_for(short events, Clock::time_point until);
  std::expected<void, Loss> read_exactly(std::span<std::byte> out, Clock::time_point until);
  std::expected<Reply, Loss> read_reply(Clock::time_point until);
  Loss loss_of_child();

  ChildProcess process_;
  int stop_;
  protocol::Ready ready_;
  uint32_t asked_ = 0;
  std::string end_;
};

}  // namespace lightwell::engines
