// Events under way: bytes made of them, and they of bytes.

#include "wire/codec.h"
#include "wire/eventstream/events.h"
#include "wire/members.h"

namespace lightwell::wire {
namespace {

class EncodedEvents final : public ByteSource {
 public:
  EncodedEvents(const ServiceModel& model, const Shape& stream, std::unique_ptr<AnyEvents> events,
                std::optional<EventFrame> initial)
      : model_(model), stream_(stream), events_(std::move(events)), initial_(std::move(initial)) {}

  Task<Result<Bytes>> read() override {
    bytes_.clear();
    if (initial_) {
      append_frame(bytes_, *std::exchange(initial_, std::nullopt));
      co_return as_bytes(bytes_);
    }
    if (ended_) co_return Bytes{};
    Value event(stream_);
    const auto found = co_await events_->next(event.data());
    ended_ = !found || !*found;
    if (!found) {
      append_frame(bytes_, encode_event_error(model_, stream_, found.error()));
    } else if (*found) {
      append_frame(bytes_, encode_event(model_.protocol, stream_, event.data()));
    }
    co_return as_bytes(bytes_);
  }
  void interrupt() override { events_->interrupt(); }

 private:
  const ServiceModel& model_;
  const Shape& stream_;
  std::unique_ptr<AnyEvents> events_;
  std::optional<EventFrame> initial_;
  std::string bytes_;
  bool ended_ = false;
};

class DecodedEvents final : public AnyEvents {
 public:
  DecodedEvents(const ServiceModel& model, const Operation& operation, const Shape& stream,
                std::unique_ptr<FrameSource> frames)
      : model_(model), operation_(operation), stream_(stream), frames_(std::move(frames)) {}

  Task<Result<bool>> next(void* event) override {
    for (;;) {
      CO_TRY(const std::optional<EventFrame> frame, co_await frames_->next());
      if (!frame) co_return false;
      if (is_initial(*frame)) continue;
      CO_TRY(const bool is_known, decode_event(model_, operation_, stream_, *frame, event));
      if (is_known) co_return true;
    }
  }
  void interrupt() override { frames_->interrupt(); }

 private:
  const ServiceModel& model_;
  const Operation& operation_;
  const Shape& stream_;
  std::unique_ptr<FrameSource> frames_;
};

}  // namespace

Task<Result<std::optional<EventFrame>>> FrameSource::next() {
  if (again_) co_return std::exchange(again_, std::nullopt);
  for (;;) {
    EventFrame frame;
    const FrameRead found = read_frame(held_, frame);
    if (found.state == FrameState::broken) co_return fail(errors::invalid_argument, std::string(found.problem));
    if (found.state == FrameState::whole) {
      held_.erase(0, found.used);
      co_return std::optional<EventFrame>(std::move(frame));
    }
    CO_TRY(const Bytes more, co_await bytes_->read());
    if (more.empty()) {
      if (held_.empty()) co_return std::optional<EventFrame>();
      co_return fail(errors::invalid_argument, "the stream of events ends within a message");
    }
    held_ += as_text(more);
  }
}

std::unique_ptr<ByteSource> encoded_events(const ServiceModel& model, const Shape& stream,
                                           std::unique_ptr<AnyEvents> events, std::optional<EventFrame> initial) {
  return std::make_unique<EncodedEvents>(model, stream, std::move(events), std::move(initial));
}

std::unique_ptr<AnyEvents> decoded_events(const ServiceModel& model, const Operation& operation, const Shape& stream,
                                          std::unique_ptr<FrameSource> frames) {
  return std::make_unique<DecodedEvents>(model, operation, stream, std::move(frames));
}

}  // namespace lightwell::wire
