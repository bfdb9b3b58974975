#include "photos/eyes/engine_eyes.h"

#include "base/log.h"
#include "photos/eyes/crop_rules.h"
#include "photos/eyes/engine_sentences.h"
#include "photos/eyes/perceptual_hash.h"
#include "photos/jobs/engine_reader.h"

namespace lightwell::photos {
namespace {

using engines::vision::Role;
using engines::vision::RoleState;

// The hash asks for no more, and decoding so much less is quicker.
constexpr uint32_t kGlimpseSide = 512;  // pixels

// What analysis does without a role, where the detector does not say so itself.
std::string_view without(Role role) {
  switch (role) {
    case Role::objects: return "Things were not looked for.";
    case Role::image_labels: return "It was not asked what the picture shows as a whole.";
    case Role::image_embedding: return "It was not compared with other pictures.";
    default: return "";
  }
}

}  // namespace

Task<Result<Upright>> EngineEyes::upright(Payload preview) {
  auto jpeg = co_await images_.jpeg(std::move(preview));
  if (!jpeg) co_return fail(reading_failure(std::move(jpeg).error()));
  co_return Upright{.jpeg = std::move(jpeg->bytes), .width = int(jpeg->width), .height = int(jpeg->height)};
}

Task<Result<Glimpse>> EngineEyes::glimpse(std::string jpeg) {
  auto pixels = co_await images_.pixels(Payload(std::move(jpeg)), {.side_max = kGlimpseSide});
  if (!pixels) co_return fail(reading_failure(std::move(pixels).error()));
  Glimpse glimpse;
  CO_TRY(glimpse.hash, perceptual_hash(*pixels));
  const std::string clip_model = clip_model_of(vision_);
  auto sight = co_await vision_.look(std::move(*pixels), {.embedding = true, .clip = !clip_model.empty()});
  if (sight) {
    glimpse.embedding = std::move(sight->embedding);
    glimpse.embedding_model = "embedding";
    glimpse.clip = std::move(sight->clip);
    glimpse.clip_model = clip_model;
  } else if (sight.error().kind == &lightwell::errors::stopped) {
    co_return fail(std::move(sight).error());
  } else {
    // The rest is worth having without it.
    log::warning("analysing: no embedding: {} {}", sight.error().message, sight.error().log_words);
  }
  co_return glimpse;
}

Task<Result<std::vector<std::string>>> EngineEyes::crops(std::string jpeg, std::vector<Box> boxes) {
  std::vector<std::string> made;
  for (const Box& box : boxes) {
    auto crop = co_await images_.jpeg(
        Payload(jpeg), {.side_max = kCropEdge,
                        .quality = 80,
                        .part = {.left = box.left, .top = box.top, .width = box.width, .height = box.height}});
    if (!crop) co_return fail(reading_failure(std::move(crop).error()));
    made.push_back(std::move(crop->bytes));
  }
  co_return made;
}

std::optional<std::string> EngineEyes::obstacle() const {
  if (vision_.has(Role::objects) || vision_.has(Role::image_labels)) return std::nullopt;
  for (auto& role : vision_.roles()) {
    if (role.role != Role::objects || role.words.empty()) continue;
    if (role.state == RoleState::broken) return std::move(role.words);
    return fmt::format("{} The command \"lightwell models\" lists what is missing.", role.words);
  }
  return "Models are not installed.";
}

std::vector<std::string> EngineEyes::lacks() const {
  std::vector<std::string> sentences;
  for (const auto& role : vision_.roles()) {
    const std::string_view lost = without(role.role);
    if (role.state != RoleState::ready && !lost.empty()) sentences.push_back(fmt::format("{} {}", lost, role.words));
  }
  return sentences;
}

void EngineEyes::stop() {
  vision_.stop();
  images_.stop();
}

}  // namespace lightwell::photos
