#include "engines/sandbox/conversation.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

namespace lightwell::engines {
namespace {

constexpr std::chrono::seconds kStartDeadline{20};
constexpr size_t kDescriptorsMax = 32;

// Answers how many bytes went; the descriptors go with the first.
ssize_t send_some(int socket, Bytes bytes, std::span<const int> descriptors) {
  iovec part = {const_cast<std::byte*>(bytes.data()), bytes.size()};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int) * kDescriptorsMax)> control = {};
  msghdr message = {};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  if (!descriptors.empty()) {
    message.msg_control = control.data();
    message.msg_controllen = CMSG_SPACE(descriptors.size_bytes());
    cmsghdr* header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(descriptors.size_bytes());
    std::memcpy(CMSG_DATA(header), descriptors.data(), descriptors.size_bytes());
  }
  return sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
}

}  // namespace

Result<Conversation> Conversation::start(const FileHandle& program, const std::string& name, const ChildLimits& limits,
                                         int stop, const std::string& greeting, std::span<const int> descriptors) {
  TRY(ChildProcess process, ChildProcess::start(program, name, limits));
  Conversation talk(std::move(process), stop);
  const auto until = Clock::now() + kStartDeadline;
  const bool greeted = greeting.empty() || talk.send({as_bytes(greeting), descriptors}, until);
  const auto reply = greeted ? talk.read_reply(until) : std::unexpected(talk.loss_of_child());
  if (!reply) {
    if (reply.error() == Loss::stopped) return fail(lightwell::errors::stopped);
    return fail(error(lightwell::errors::internal_error).log(name + " did not start: " + talk.describe_end()));
  }
  auto ready = protocol::decode_ready(as_bytes(reply->body));
  if (reply->kind != protocol::kReady || !ready) {
    return fail(error(lightwell::errors::internal_error).log(name + " is of another version"));
  }
  talk.ready_ = std::move(*ready);
  return talk;
}

bool Conversation::send(const Message& message, Clock::time_point until) {
  auto descriptors = message.descriptors;
  if (descriptors.size() > kDescriptorsMax) return false;
  for (Bytes rest = message.bytes; !rest.empty();) {
    const ssize_t sent = send_some(process_.socket(), rest, descriptors);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0 && errno == EAGAIN) {
      if (!wait_for(POLLOUT, until)) return false;
      continue;
    }
    if (sent <= 0) return false;
    descriptors = {};
    rest = rest.subspan(size_t(sent));
  }
  return true;
}

std::expected<void, Loss> Conversation::wait_for(short events, Clock::time_point until) {
  while (true) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
    if (left.count() <= 0) return std::unexpected(Loss::timed_out);
    std::array<pollfd, 2> waited = {{{process_.socket(), events, 0}, {stop_, POLLIN, 0}}};
    const int ready = poll(waited.data(), waited.size(), int(std::min<int64_t>(left.count(), 3'600'000)));
    if (ready < 0 && errno != EINTR) return std::unexpected(Loss::crashed);
    if (ready <= 0) continue;
    if (waited[1].revents != 0) return std::unexpected(Loss::stopped);
    return {};
  }
}

std::expected<void, Loss> Conversation::read_exactly(std::span<std::byte> out, Clock::time_point until) {
  while (!out.empty()) {
    if (auto waited = wait_for(POLLIN, until); !waited) return waited;
    // recv, not recvmsg: descriptors that a child might send are dropped by the kernel.
    const ssize_t got = recv(process_.socket(), out.data(), out.size(), MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) continue;
    if (got <= 0) return std::unexpected(loss_of_child());
    out = out.subspan(size_t(got));
  }
  return {};
}

std::expected<Reply, Loss> Conversation::read_reply(Clock::time_point until) {
  std::array<std::byte, protocol::kFrameHeaderBytes> head = {};
  if (auto read = read_exactly(head, until); !read) return std::unexpected(read.error());
  const auto header = protocol::decode_frame_header(head);
  if (!header) return std::unexpected(refuse("it answered something else than a reply"));
  Reply reply = {header->kind, std::string(header->body_bytes, '\0')};
  if (auto read = read_exactly(std::as_writable_bytes(std::span(reply.body)), until); !read) {
    return std::unexpected(read.error());
  }
  return reply;
}

std::expected<Reply, Loss> Conversation::ask(const Message& request, std::chrono::milliseconds deadline) {
  const auto until = Clock::now() + deadline;
  pollfd alive = {process_.socket(), POLLIN, 0};
  // Nothing may come unasked: the child has ended, or is no engine of ours.
  if (poll(&alive, 1, 0) != 0 || !send(request, until)) return std::unexpected(Loss::gone_before);
  ++asked_;
  return read_reply(until);
}

Loss Conversation::refuse(std::string why) {
  end_ = std::move(why);
  return Loss::crashed;
}

// The socket is closed: the child has ended or is about to.
Loss Conversation::loss_of_child() {
  const ChildProcess::End end = process_.end();
  end_ = end.by_signal ? fmt::format("ended by signal {} ({})", end.code, sigdescr_np(end.code))
                       : fmt::format("ended with code {}", end.code);
  if (!end.by_signal && end.code == kExitOutOfMemory) return Loss::out_of_memory;
  if (end.by_signal && end.code == SIGXCPU) return Loss::timed_out;
  return Loss::crashed;
}

std::string Conversation::describe_end() {
  process_.end();
  const std::string words = process_.last_words();
  if (end_.empty()) end_ = "it was ended";
  return words.empty() ? end_ : end_ + ": " + words;
}

}  // namespace lightwell::engines
