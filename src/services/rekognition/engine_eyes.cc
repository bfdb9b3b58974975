#include "services/rekognition/engine_eyes.h"

#include <algorithm>

#include "base/digest.h"
#include "base/text.h"
#include "services/rekognition/errors.h"

namespace lightwell::rekognition {
namespace {

using engines::vision::Sight;
using engines::vision::Wanted;
using std::chrono::steady_clock;

bool asks(const Wanted& wanted) { return wanted != Wanted{}; }

Wanted both(Wanted a, const Wanted& b) {
  a.objects |= b.objects;
  a.labels |= b.labels;
  a.faces |= b.faces;
  a.face_attributes |= b.face_attributes;
  a.face_embeddings |= b.face_embeddings;
  a.text |= b.text;
  a.moderation |= b.moderation;
  a.embedding |= b.embedding;
  a.clip |= b.clip;
  a.appearances |= b.appearances;
  return a;
}

}  // namespace

Wanted still_wanted(Wanted known, Wanted wanted) {
  Wanted left = wanted;
  left.objects &= !known.objects;
  left.labels &= !known.labels;
  left.text &= !known.text;
  left.moderation &= !known.moderation;
  left.embedding &= !known.embedding;
  left.clip &= !known.clip;
  const bool more_of_faces = (wanted.face_attributes && !known.face_attributes) ||
                             (wanted.face_embeddings && !known.face_embeddings) || (wanted.faces && !known.faces);
  left.faces = wanted.faces && more_of_faces;
  left.face_attributes = left.faces && (wanted.face_attributes || known.face_attributes);
  left.face_embeddings = left.faces && (wanted.face_embeddings || known.face_embeddings);
  // What is in front is known by the boxes of this very look.
  left.appearances &= !known.appearances;
  if (left.appearances) left.objects = wanted.objects;
  return left;
}

void merge(Sight& known, Sight seen, Wanted asked) {
  if (asked.objects) known.objects = std::move(seen.objects);
  if (asked.labels) known.labels = std::move(seen.labels);
  if (asked.faces) known.faces = std::move(seen.faces);
  if (asked.text) known.text = std::move(seen.text);
  if (asked.moderation) known.moderation = std::move(seen.moderation);
  if (asked.embedding) known.embedding = std::move(seen.embedding);
  if (asked.clip) known.clip = std::move(seen.clip);
  if (asked.appearances) known.appearances = std::move(seen.appearances);
  known.look_micros += seen.look_micros;
  known.model_micros += seen.model_micros;
  // The latest first: an operation that finds something missing was the last to ask.
  for (auto& absence : known.absent) {
    if (std::ranges::find(seen.absent, absence) == seen.absent.end()) seen.absent.push_back(std::move(absence));
  }
  known.absent = std::move(seen.absent);
}

EngineEyes::EngineEyes(engines::ImageEngine& images, engines::VisionEngine& vision, Pool& pool, std::string face_model,
                       SimilarityScale scale, EyesOptions options)
    : images_(images),
      vision_(vision),
      pool_(pool),
      face_model_(std::move(face_model)),
      scale_(std::move(scale)),
      options_(options) {}

std::optional<EngineEyes::Kept> EngineEyes::recall(const std::string& content) {
  const std::lock_guard lock(mutex_);
  const auto now = steady_clock::now();
  std::erase_if(kept_, [&](const Kept& one) { return one.until < now; });
  const auto at = std::ranges::find(kept_, content, &Kept::content);
  return at == kept_.end() ? std::nullopt : std::optional(*at);
}

void EngineEyes::keep(Kept kept) {
  const std::lock_guard lock(mutex_);
  std::erase_if(kept_, [&](const Kept& one) { return one.content == kept.content; });
  kept.until = steady_clock::now() + options_.kept_for;
  kept_.push_front(std::move(kept));
  uint64_t bytes = 0;
  size_t count = 0;
  std::erase_if(kept_, [&](const Kept& one) {
    bytes += one.pixels.bytes();
    return ++count > options_.kept_max || bytes > options_.kept_bytes_max;
  });
}

Task<Result<Seen>> EngineEyes::look(std::string bytes, Wanted wanted) {
  auto content = co_await pool_.run([&bytes]() -> Result<std::string> {
    const Sha256 sum = sha256(as_bytes(bytes));
    return std::string(as_text(sum));
  });
  if (!content) co_return fail(picture_error(std::move(content).error()));
  std::optional<Kept> kept = recall(*content);
  if (!kept) {
    auto pixels = co_await images_.pixels(std::move(bytes), {.side_max = options_.side_max});
    if (!pixels) co_return fail(picture_error(std::move(pixels).error()));
    kept = Kept{.content = *content, .pixels = *std::move(pixels)};
  }
  const Wanted asked = still_wanted(kept->wanted, wanted);
  if (asks(asked)) {
    auto sight = co_await vision_.look(kept->pixels, asked);
    if (!sight) co_return fail(picture_error(std::move(sight).error()));
    merge(kept->sight, *std::move(sight), asked);
    kept->wanted = both(kept->wanted, asked);
    // What no model could tell is asked for again: it may be mended by then.
    const bool is_whole = kept->sight.absent.empty();
    keep(is_whole ? *kept : Kept{.content = kept->content, .pixels = kept->pixels});
  }
  co_return Seen{.sight = std::move(kept->sight),
                 .width = kept->pixels.original_width,
                 .height = kept->pixels.original_height,
                 .content = *std::move(content)};
}

}  // namespace lightwell::rekognition
