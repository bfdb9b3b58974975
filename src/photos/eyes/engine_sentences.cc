#include "photos/eyes/engine_sentences.h"

namespace lightwell::photos {
namespace {

using engines::vision::Role;

// Models of this kind are trained with cosines times about a hundred: .02 more is e squared, seven times as likely.
constexpr double kMarginUsual = 0.02;
constexpr size_t kDigestPart = 16;

}  // namespace

std::string clip_model_of(const engines::VisionEngine& vision) {
  if (!vision.has(Role::clip_image) || !vision.has(Role::clip_text)) return {};
  const auto name = [&vision](Role role) { return vision.model(role)->sha256.substr(0, kDigestPart); };
  return "clip-" + name(Role::clip_image) + "-" + name(Role::clip_text);
}

double EngineSentences::margin() const {
  const auto* model = vision_.model(Role::clip_text);
  return model == nullptr ? kMarginUsual : model->form.threshold("margin", kMarginUsual);
}

Task<Result<std::vector<float>>> EngineSentences::place(std::string sentence) {
  return vision_.embed_text(std::move(sentence));
}

}  // namespace lightwell::photos
