#include "engines/vision/child/serve.h"

#include <malloc.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <new>

#include "engines/sandbox/child/channel.h"
#include "engines/sandbox/child/lockdown.h"
#include "engines/sandbox/child_process.h"

namespace lightwell::engines::vision {
namespace {

// What large tensors leave behind goes back to the system, and what they will need again is not fetched page by page.
constexpr int kMmapFrom = 1 << 30;
constexpr int kTrimFrom = 64 << 20;

struct Frame {
  FrameKind kind;
  std::string body;
  std::vector<Descriptor> files;
};

std::optional<Frame> receive_frame(int socket) {
  std::array<std::byte, protocol::kFrameHeaderBytes> head = {};
  auto files = receive(socket, head, kDescriptorsMax + 1);
  if (!files) return std::nullopt;
  const auto header = protocol::decode_frame_header(head);
  if (!header) return std::nullopt;
  Frame frame = {FrameKind(header->kind), std::string(header->body_bytes, '\0'), std::move(*files)};
  if (!receive(socket, std::as_writable_bytes(std::span(frame.body)), 0)) return std::nullopt;
  return frame;
}

// What libraries say, fit for the log: one line, cut.
std::string one_line(std::string words) {
  words.resize(std::min(words.size(), protocol::kMessageBytesMax));
  for (char& c : words) {
    if (c < ' ' || c > '~') c = ' ';
  }
  return words;
}

bool answer(int socket, FrameKind kind, const std::string& body) { return send_reply(socket, uint16_t(kind), body); }

bool fail_with(int socket, Role role, bool is_model, const std::string& words) {
  return answer(socket, FrameKind::failure, encode(VisionFailure{role, is_model, one_line(words)}));
}

bool has_bytes(const Descriptor& file, uint64_t bytes) {
  struct stat facts = {};
  return fstat(file.number(), &facts) == 0 && uint64_t(facts.st_size) >= bytes;
}

bool answer_look(int socket, const Frame& frame, Parts& parts, const LookFunction& look) {
  const auto asked = decode_look(as_bytes(frame.body));
  if (!asked || frame.files.size() != 1) return false;
  const uint64_t bytes = uint64_t(asked->width) * asked->height * 3;
  // Memory that ends early would end this process with it.
  if (!has_bytes(frame.files[0], bytes)) return false;
  const Mapping pixels(frame.files[0], 0, bytes);
  if (!pixels.ok()) _exit(kExitOutOfMemory);
  const Picture picture = {reinterpret_cast<const uint8_t*>(pixels.bytes().data()), int(asked->width),
                           int(asked->height)};
  const Sight sight = look(picture, asked->wanted, parts);
  // Of all that is looked for, text takes the most memory.
  if (asked->wanted.text) malloc_trim(0);
  return answer(socket, FrameKind::sight, encode(sight));
}

bool answer_sentence(int socket, const Frame& frame, Parts& parts) {
  const auto sentence = decode_sentence(as_bytes(frame.body));
  if (!sentence) return false;
  try {
    return answer(socket, FrameKind::vector, encode_vector(embed_sentence(*sentence, parts)));
  } catch (const RoleAbsent& absent) {
    return fail_with(socket, absent.role, absent.what()[0] != '\0', absent.what());
  }
}

}  // namespace

std::optional<Greeting> receive_greeting(int socket) {
  auto frame = receive_frame(socket);
  if (!frame || frame->kind != FrameKind::setup || frame->files.empty()) return std::nullopt;
  auto setup = decode_setup(as_bytes(frame->body));
  if (!setup) return std::nullopt;
  return Greeting{std::move(*setup), std::move(frame->files)};
}

int serve(int socket, Parts& parts, bool locked, const std::string& trouble, const LookFunction& look) {
  if (!send_reply(socket, protocol::kReady, protocol::encode(protocol::Ready{locked, one_line(trouble)}))) return 1;
  while (const auto frame = receive_frame(socket)) {
    const bool answered = frame->kind == FrameKind::look       ? answer_look(socket, *frame, parts, look)
                          : frame->kind == FrameKind::sentence ? answer_sentence(socket, *frame, parts)
                                                               : false;
    if (!answered) return 1;
  }
  return 0;
}

int live(int socket, const LookFunction& look) {
  mallopt(M_MMAP_THRESHOLD, kMmapFrom);
  mallopt(M_TRIM_THRESHOLD, kTrimFrom);
  std::set_new_handler([] { _exit(kExitOutOfMemory); });
  auto greeting = receive_greeting(socket);
  if (!greeting) return 1;
  std::unique_ptr<Runtime> runtime;
  std::string trouble;
  try {
    runtime = Runtime::open(greeting->files[0]);
  } catch (const std::runtime_error& thrown) {
    trouble = thrown.what();
  }
  Parts parts(std::move(greeting->setup), std::move(greeting->files), std::move(runtime));
  const bool locked = lock_down();
  return serve(socket, parts, locked, trouble, look);
}

}  // namespace lightwell::engines::vision
