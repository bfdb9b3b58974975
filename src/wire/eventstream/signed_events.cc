#include "wire/eventstream/signed_events.h"

#include "base/text.h"
#include "wire/eventstream/events.h"

namespace lightwell::wire {
namespace {

constexpr std::string_view kDate = ":date", kSignature = ":chunk-signature";

// What the signature of one message is made of.
std::string text_of(const EventChain& chain, Timestamp date, std::string_view payload) {
  sigv4::Scope scope = chain.scope;
  scope.date = date_basic(date);
  std::string headers;
  append_event_headers(headers, {{std::string(kDate), date}});
  return sigv4::event_string_to_sign(iso8601_basic(date), scope, chain.signature, headers, payload);
}

std::string signature_of(const EventChain& chain, Timestamp date, std::string_view text) {
  sigv4::Scope scope = chain.scope;
  scope.date = date_basic(date);
  return sigv4::sign(chain.key_for(scope), text);
}

class SignedEvents final : public ByteSource {
 public:
  SignedEvents(std::unique_ptr<ByteSource> messages, EventChain chain, const Clock& clock)
      : messages_(std::move(messages)), chain_(std::move(chain)), clock_(clock) {}

  Task<Result<Bytes>> read() override {
    if (ended_) co_return Bytes{};
    CO_TRY(const Bytes inner, co_await messages_->read());
    ended_ = inner.empty();
    const Timestamp date = std::chrono::floor<milliseconds>(clock_.now());
    chain_.signature = signature_of(chain_, date, text_of(chain_, date, as_text(inner)));
    EventFrame frame;
    frame.headers.push_back({std::string(kDate), date});
    frame.headers.push_back({std::string(kSignature), EventBytes{from_hex(chain_.signature).value_or("")}});
    frame.payload = as_text(inner);
    bytes_.clear();
    append_frame(bytes_, frame);
    co_return as_bytes(bytes_);
  }
  void interrupt() override { messages_->interrupt(); }

 private:
  std::unique_ptr<ByteSource> messages_;
  EventChain chain_;
  const Clock& clock_;
  std::string bytes_;
  bool ended_ = false;
};

class VerifiedEvents final : public ByteSource {
 public:
  VerifiedEvents(std::unique_ptr<ByteSource> bytes, EventChain chain, EventMismatch mismatch)
      : frames_(std::move(bytes)), chain_(std::move(chain)), mismatch_(std::move(mismatch)) {}

  Task<Result<Bytes>> read() override {
    if (ended_) co_return Bytes{};
    CO_TRY(std::optional<EventFrame> frame, co_await frames_.next());
    if (!frame) co_return fail(errors::invalid_argument, "The stream of events ends without its last message.");
    const auto* date = header<Timestamp>(*frame, kDate);
    const auto* presented = header<EventBytes>(*frame, kSignature);
    if (date == nullptr || presented == nullptr || frame->headers.size() != 2) {
      co_return fail(errors::invalid_argument, "A message of the stream of events is not signed.");
    }
    const std::string signature = to_hex(as_bytes(presented->bytes));
    if (chain_.key_for) {
      const std::string text = text_of(chain_, *date, frame->payload);
      if (!equals_constant_time(signature_of(chain_, *date, text), signature))
        co_return fail(mismatch_(text, signature));
    }
    chain_.signature = signature;
    ended_ = frame->payload.empty();
    payload_ = std::move(frame->payload);
    co_return as_bytes(payload_);
  }
  void interrupt() override { frames_.interrupt(); }

 private:
  template <class T>
  static const T* header(const EventFrame& frame, std::string_view name) {
    const auto* value = frame.find(name);
    return value == nullptr ? nullptr : std::get_if<T>(value);
  }

  FrameSource frames_;
  EventChain chain_;
  EventMismatch mismatch_;
  std::string payload_;
  bool ended_ = false;
};

}  // namespace

std::unique_ptr<ByteSource> signed_events(std::unique_ptr<ByteSource> messages, EventChain chain, const Clock& clock) {
  return std::make_unique<SignedEvents>(std::move(messages), std::move(chain), clock);
}

std::unique_ptr<ByteSource> verified_events(std::unique_ptr<ByteSource> bytes, EventChain chain,
                                            EventMismatch mismatch) {
  return std::make_unique<VerifiedEvents>(std::move(bytes), std::move(chain), std::move(mismatch));
}

}  // namespace lightwell::wire
