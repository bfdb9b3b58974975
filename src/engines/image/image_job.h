// ImageJob: one original on its way through an image engine, and what is asked of it.

#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>

#include "engines/image/image_report.h"
#include "engines/image/original.h"
#include "engines/image/pixels.h"
#include "engines/image/protocol/message.h"
#include "engines/sandbox/child_pool.h"
#include "run/completion.h"

namespace lightwell::engines {

struct ImageOptions;

// A kind of question: what goes out beside the original, and how its answer is read.
template <class Answer>
struct ImageAsked {
  protocol::Request request;
  protocol::ReplyKind reply;
  // Where pixels go, made anew for each try: a lost child may have left half a picture in it.
  std::function<Result<std::shared_ptr<const FileHandle>>()> memory = {};
  std::function<protocol::Decoded<Result<Answer>>(Bytes body, const std::shared_ptr<const FileHandle>& memory)> read;
};

ImageAsked<ImageReport> ask_report(const ImageOptions& options);
ImageAsked<Pixels> ask_pixels(const PixelsOptions& options);
ImageAsked<Jpeg> ask_jpeg(const JpegOptions& options);

Error image_lost(Loss loss);

template <class Answer>
class ImageJob final : public ChildJob {
 public:
  ImageJob(Original original, ImageAsked<Answer> asked, std::filesystem::path spool, std::chrono::milliseconds deadline)
      : original_(std::move(original)), asked_(std::move(asked)), spool_(std::move(spool)), deadline_(deadline) {}

  const Completion<Result<Answer>>& done() const { return done_; }

  Result<void> prepare() override {
    TRY(region_, one_region(std::move(original_), spool_));
    asked_.request.offset = region_.offset;
    asked_.request.length = region_.length;
    return {};
  }

  std::expected<void, Loss> attempt(Conversation& child) override {
    std::shared_ptr<const FileHandle> memory;
    if (asked_.memory) {
      auto made = asked_.memory();
      if (!made) {
        answer_ = fail(std::move(made).error());
        return {};
      }
      memory = std::move(*made);
    }
    const int descriptors[] = {region_.file->descriptor(), memory ? memory->descriptor() : -1};
    const auto request = protocol::encode(asked_.request);
    auto reply = child.ask({request, std::span(descriptors).first(memory ? 2 : 1)}, deadline_);
    if (!reply) return std::unexpected(reply.error());
    return read(*reply, memory, child);
  }

  Error lost(Loss loss) const override { return image_lost(loss); }

  void finish(Result<void> outcome) override {
    if (outcome) {
      done_.set(std::move(answer_));
    } else {
      done_.set(fail(std::move(outcome).error()));
    }
  }

 private:
  std::expected<void, Loss> read(const Reply& reply, const std::shared_ptr<const FileHandle>& memory,
                                 Conversation& child) {
    if (reply.kind == uint16_t(asked_.reply)) {
      auto answer = asked_.read(as_bytes(reply.body), memory);
      if (!answer) return std::unexpected(child.refuse("its answer was refused: " + answer.error()));
      answer_ = std::move(*answer);
      return {};
    }
    if (reply.kind != uint16_t(protocol::ReplyKind::failure)) {
      return std::unexpected(child.refuse("it answered something else than was asked"));
    }
    auto failure = protocol::decode_failure(as_bytes(reply.body));
    if (!failure) return std::unexpected(child.refuse("its answer was refused: " + failure.error()));
    answer_ = fail(error_kind(failure->kind), std::move(failure->message));
    return {};
  }

  Original original_;
  ImageAsked<Answer> asked_;
  const std::filesystem::path spool_;
  const std::chrono::milliseconds deadline_;
  const Completion<Result<Answer>> done_;
  FileRegion region_;
  Result<Answer> answer_ = fail(lightwell::errors::internal_error);
};

}  // namespace lightwell::engines
