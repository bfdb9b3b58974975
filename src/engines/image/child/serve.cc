#include "engines/image/child/serve.h"

#include <malloc.h>

#include <array>
#include <new>
#include <optional>

#include "engines/image/child/develop.h"
#include "engines/image/protocol/message.h"
#include "engines/sandbox/child/channel.h"

namespace lightwell::engines::image {
namespace {

using protocol::ImageTask;
using protocol::ReplyKind;

constexpr size_t kDescriptorsMax = 2;

struct Received {
  protocol::Request request;
  std::vector<Descriptor> files;  // the original, and for pixels the memory they go to
};

using LookFunction = Look<ImageReport> (*)(Bytes original, uint64_t pixels_max);

// Nothing: the server has gone, or says something else than a request.
std::optional<Received> receive_request(int socket) {
  std::array<std::byte, protocol::kRequestBytes> bytes = {};
  auto files = receive(socket, bytes, kDescriptorsMax);
  if (!files) return std::nullopt;
  const auto request = protocol::decode_request(bytes);
  if (!request || files->size() != (request->task == ImageTask::pixels ? 2 : 1)) return std::nullopt;
  return Received{*request, std::move(*files)};
}

template <class Answer>
bool answer(int socket, ReplyKind kind, const Look<Answer>& looked) {
  if (looked) return send_reply(socket, uint16_t(kind), protocol::encode(*looked));
  return send_reply(socket, uint16_t(ReplyKind::failure),
                    protocol::encode(protocol::Failure{looked.error().kind, looked.error().message}));
}

Refusal no_memory() {
  return {ImageFailure::out_of_memory, "The picture needs more memory than is allowed for one picture."};
}

// Runs `look` on the original's bytes.
template <class Answer, class Function>
Look<Answer> with_original(const Received& received, Function look) {
  const auto& request = received.request;
  if (request.length == 0) return refuse(ImageFailure::empty, "The file is empty.");
  const Mapping original(received.files[0], request.offset, request.length);
  if (!original.ok()) return std::unexpected(no_memory());
  try {
    return look(original.bytes());
  } catch (const std::bad_alloc&) {
    return std::unexpected(no_memory());
  }
}

bool answer_report(int socket, const Received& received, LookFunction look) {
  return answer(socket, ReplyKind::report, with_original<ImageReport>(received, [&](Bytes original) {
                  return look(original, received.request.pixels_max);
                }));
}

bool answer_pixels(int socket, const Received& received) {
  const auto& request = received.request;
  return answer(socket, ReplyKind::pixels,
                with_original<protocol::PixelsReply>(received, [&](Bytes original) -> Look<protocol::PixelsReply> {
                  const Mapping memory(received.files[1], 0, uint64_t(3) * request.side_max * request.side_max,
                                       Mapping::Access::write);
                  if (!memory.ok()) return std::unexpected(no_memory());
                  return develop_pixels(original, request, memory.writable());
                }));
}

bool answer_jpeg(int socket, const Received& received) {
  return answer(socket, ReplyKind::jpeg, with_original<Jpeg>(received, [&](Bytes original) {
                  return develop_jpeg(original, received.request);
                }));
}

}  // namespace

int serve(int socket, bool locked, LookFunction look) {
  if (!send_reply(socket, protocol::kReady, protocol::encode(protocol::Ready{locked, {}}))) return 1;
  while (const auto received = receive_request(socket)) {
    const ImageTask task = received->request.task;
    const bool answered = task == ImageTask::report   ? answer_report(socket, *received, look)
                          : task == ImageTask::pixels ? answer_pixels(socket, *received)
                                                      : answer_jpeg(socket, *received);
    if (!answered) return 1;
    malloc_trim(0);
  }
  return 0;
}

}  // namespace lightwell::engines::image
