#include "wire/eventstream/signed_events.h"

#include <doctest/doctest.h>

#include "run/spawn.h"
#include "wire/eventstream/events.h"

namespace lightwell::wire {
namespace {

const sigv4::Scope kScope = {.date = "20261122", .region = "eu-west-1", .service = "transcribe"};
const Timestamp kNow = from_micros(1'795'000'000'000'000);
const ErrorKind kMismatch{"InvalidSignatureException", 400, Fault::sender};

EventChain chain(std::string_view secret = "secret") {
  return {
      .key_for = [secret = std::string(secret)](const sigv4::Scope& scope) { return sigv4::derive_key(secret, scope); },
      .scope = kScope,
      .signature = std::string(64, 'a')};
}

class Messages final : public ByteSource {
 public:
  explicit Messages(std::vector<std::string> messages) : messages_(std::move(messages)) {}
  Task<Result<Bytes>> read() override { co_return at_ == messages_.size() ? Bytes{} : as_bytes(messages_[at_++]); }

 private:
  std::vector<std::string> messages_;
  size_t at_ = 0;
};

std::string sent(std::vector<std::string> messages) {
  const FakeClock clock(kNow);
  const auto source = signed_events(std::make_unique<Messages>(std::move(messages)), chain(), clock);
  return sync_wait(read_all(*source, 1 << 20)).value();
}

Result<std::string> received(std::string bytes, std::string_view secret = "secret") {
  const auto mismatch = [](std::string_view, std::string_view) { return error(kMismatch); };
  const auto source = verified_events(source_of(std::move(bytes)), chain(secret), mismatch);
  return sync_wait(read_all(*source, 1 << 20));
}

}  // namespace

TEST_CASE("what is inside signed messages arrives, and the empty one ends it") {
  CHECK(received(sent({"one", "two"})).value() == "onetwo");
  CHECK(received(sent({})).value().empty());
  CHECK(received(sent({"one"}) + "what comes behind the end").value() == "one");
}

TEST_CASE("a stream signed with another key, reordered, or broken off is refused") {
  CHECK(received(sent({"one"}), "other").error().kind == &kMismatch);
  const std::string both = sent({"one", "two"});
  EventFrame frame;
  const size_t first = read_frame(both, frame).used;
  const size_t second = read_frame(std::string_view(both).substr(first), frame).used;
  const std::string swapped = both.substr(first, second) + both.substr(0, first) + both.substr(first + second);
  CHECK(received(swapped).error().kind == &kMismatch);
  CHECK(received(both.substr(first)).error().kind == &kMismatch);
  CHECK(received(both.substr(0, first)).error().kind == &errors::invalid_argument);
  CHECK(received("no message at all").error().kind == &errors::invalid_argument);
}

TEST_CASE("a message without date and signature is refused") {
  EventFrame plain;
  plain.payload = "one";
  std::string bytes;
  append_frame(bytes, plain);
  CHECK(received(bytes).error().message == "A message of the stream of events is not signed.");
}

}  // namespace lightwell::wire
