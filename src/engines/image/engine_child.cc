#include "engines/image/engine_child.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

#include "base/log.h"

namespace lightwell::engines {
namespace {

constexpr std::chrono::seconds kStartDeadline{20};

bool send_with_descriptor(int socket, Bytes bytes, int descriptor) {
  iovec part = {const_cast<std::byte*>(bytes.data()), bytes.size()};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control = {};
  msghdr message = {};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  cmsghdr* header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof(int));
  std::memcpy(CMSG_DATA(header), &descriptor, sizeof(int));
  ssize_t sent = -1;
  do {
    sent = sendmsg(socket, &message, MSG_NOSIGNAL);
  } while (sent < 0 && errno == EINTR);
  return sent == ssize_t(bytes.size());
}

}  // namespace

Result<EngineChild> EngineChild::start(const FileHandle& program, uint64_t memory_bytes_max, int stop) {
  const ChildLimits limits = {.address_space_bytes = memory_bytes_max};
  TRY(ChildProcess process, ChildProcess::start(program, "lightwell-image-engine", limits));
  EngineChild child(std::move(process), stop);
  const auto reply = child.read_reply(Clock::now() + kStartDeadline);
  if (!reply) {
    if (reply.error() == Loss::stopped) return fail(lightwell::errors::stopped);
    return fail(
        error(lightwell::errors::internal_error).log("the image engine did not start: " + child.describe_end()));
  }
  const auto ready = protocol::decode_ready(as_bytes(reply->body));
  if (reply->kind != protocol::ReplyKind::ready || !ready) {
    return fail(error(lightwell::errors::internal_error).log("the image engine is of another version"));
  }
  child.locked_ = ready->locked;
  return child;
}

std::expected<void, Loss> EngineChild::wait_for_bytes(Clock::time_point until) {
  while (true) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
    if (left.count() <= 0) return std::unexpected(Loss::timed_out);
    std::array<pollfd, 2> waited = {{{process_.socket(), POLLIN, 0}, {stop_, POLLIN, 0}}};
    const int ready = poll(waited.data(), waited.size(), int(std::min<int64_t>(left.count(), 3'600'000)));
    if (ready < 0 && errno != EINTR) return std::unexpected(Loss::crashed);
    if (ready <= 0) continue;
    if (waited[1].revents != 0) return std::unexpected(Loss::stopped);
    return {};
  }
}

std::expected<void, Loss> EngineChild::read_exactly(std::span<std::byte> out, Clock::time_point until) {
  while (!out.empty()) {
    if (auto waited = wait_for_bytes(until); !waited) return waited;
    // recv, not recvmsg: descriptors that a child might send are dropped by the kernel.
    const ssize_t got = recv(process_.socket(), out.data(), out.size(), MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) continue;
    if (got <= 0) return std::unexpected(loss_of_child());
    out = out.subspan(size_t(got));
  }
  return {};
}

std::expected<EngineChild::Reply, Loss> EngineChild::read_reply(Clock::time_point until) {
  std::array<std::byte, protocol::kReplyHeaderBytes> head = {};
  if (auto read = read_exactly(head, until); !read) return std::unexpected(read.error());
  const auto header = protocol::decode_reply_header(head);
  if (!header) {
    end_ = "it answered something else than a reply";
    return std::unexpected(Loss::crashed);
  }
  Reply reply = {header->kind, std::string(header->body_bytes, '\0')};
  if (auto read = read_exactly(std::as_writable_bytes(std::span(reply.body)), until); !read) {
    return std::unexpected(read.error());
  }
  return reply;
}

bool EngineChild::send_request(const FileRegion& original, const ImageOptions& options) {
  // The socket's buffer is empty between requests, so a message this small never blocks.
  const auto request = protocol::encode(protocol::Request{original.offset, original.length, options.pixels_max});
  return send_with_descriptor(process_.socket(), request, original.file->descriptor());
}

std::expected<Result<ImageReport>, Loss> EngineChild::ask(const FileRegion& original, const ImageOptions& options,
                                                          std::chrono::milliseconds deadline) {
  pollfd alive = {process_.socket(), POLLIN, 0};
  // Nothing may come unasked: the child has ended, or is no engine of ours.
  if (poll(&alive, 1, 0) != 0 || !send_request(original, options)) return std::unexpected(Loss::gone_before);
  ++photos_;
  auto reply = read_reply(Clock::now() + deadline);
  if (!reply) return std::unexpected(reply.error());
  if (reply->kind == protocol::ReplyKind::report) {
    auto report = protocol::decode_report(as_bytes(reply->body));
    if (report) return Result<ImageReport>(std::move(*report));
    end_ = "its report was refused: " + report.error();
  } else if (reply->kind == protocol::ReplyKind::failure) {
    auto failure = protocol::decode_failure(as_bytes(reply->body));
    if (failure) return Result<ImageReport>(fail(error_kind(failure->kind), std::move(failure->message)));
    end_ = "its answer was refused: " + failure.error();
  } else {
    end_ = "it said twice that it is ready";
  }
  return std::unexpected(Loss::crashed);
}

// The socket is closed: the child has ended or is about to.
Loss EngineChild::loss_of_child() {
  const ChildProcess::End end = process_.end();
  end_ = end.by_signal ? fmt::format("ended by signal {} ({})", end.code, sigdescr_np(end.code))
                       : fmt::format("ended with code {}", end.code);
  if (!end.by_signal && end.code == kExitOutOfMemory) return Loss::out_of_memory;
  if (end.by_signal && end.code == SIGXCPU) return Loss::timed_out;
  return Loss::crashed;
}

std::string EngineChild::describe_end() {
  process_.end();
  const std::string words = process_.last_words();
  if (end_.empty()) end_ = "it was ended";
  return words.empty() ? end_ : end_ + ": " + words;
}

}  // namespace lightwell::engines
