#include "engines/vision/child/look.h"

#include <chrono>

#include "engines/vision/child/appearance.h"
#include "engines/vision/child/faces.h"
#include "engines/vision/child/objects.h"
#include "engines/vision/child/text.h"
#include "engines/vision/child/tokens.h"

namespace lightwell::engines::vision {
namespace {

constexpr size_t kTokensMax = 77;

// The tensor of one output of a model of the whole picture.
std::vector<float> ask_whole(const Picture& picture, const Part& part, const std::string& key) {
  auto out = part.run(whole(picture, part.input()), int(part.input().height), int(part.input().width), {{key, {1, 0}}});
  for (float& value : out[0].values) {
    if (!std::isfinite(value)) value = 0;
  }
  return std::move(out[0].values);
}

std::vector<float> vector_of(const Picture& picture, const Part& part, const std::string& key) {
  std::vector<float> vector = ask_whole(picture, part, key);
  if (vector.size() > kVectorMax) throw RoleAbsent(Role::image_embedding, "its vector is too long");
  normalise(vector);
  return vector;
}

std::vector<Label> likeliest(std::span<const float> probabilities) {
  std::vector<Label> labels;
  for (size_t i = 0; i < probabilities.size() && i < kClassesMax; ++i) {
    if (probabilities[i] >= kLabelProbabilityMin) {
      labels.push_back({.index = uint32_t(i), .probability = std::min(probabilities[i], 1.f)});
    }
  }
  std::ranges::stable_sort(labels, std::greater(), &Label::probability);
  if (labels.size() > kLabelsMax) labels.resize(kLabelsMax);
  return labels;
}

std::vector<float> probabilities_of(const Picture& picture, const Part& part) {
  std::vector<float> probabilities = ask_whole(picture, part, "probabilities");
  if (probabilities.size() > kClassesMax) throw RoleAbsent(Role::image_labels, "it has too many classes");
  for (float& value : probabilities) value = std::clamp(value, 0.f, 1.f);
  return probabilities;
}

// The mean of both models errs less than either.
std::vector<Label> see_moderation(const Picture& picture, Parts& parts, Absences& absences) {
  std::vector<float> mean = probabilities_of(picture, parts.get(Role::moderation));
  if (parts.has(Role::moderation_second)) {
    try {
      const auto second = probabilities_of(picture, parts.get(Role::moderation_second));
      if (second.size() != mean.size()) throw RoleAbsent(Role::moderation_second, "its classes differ in number");
      for (size_t i = 0; i < mean.size(); ++i) mean[i] = (mean[i] + second[i]) / 2;
    } catch (const RoleAbsent& absent) {
      absences.add(absent);
    }
  }
  std::vector<Label> labels;
  for (size_t i = 0; i < mean.size() && i < kLabelsMax; ++i) {
    labels.push_back({.index = uint32_t(i), .probability = mean[i]});
  }
  return labels;
}

std::vector<Box> foreground_of(const Sight& sight) {
  std::vector<Box> boxes;
  if (sight.objects) {
    for (const Object& object : *sight.objects) {
      if (object.confidence >= .5f) boxes.push_back(object.box);
    }
  }
  if (sight.faces) {
    for (const Face& face : *sight.faces) boxes.push_back(face.box);
  }
  return boxes;
}

void see_labels(const Picture& picture, Parts& parts, Sight& sight) {
  sight.label_probabilities = probabilities_of(picture, parts.get(Role::image_labels));
  sight.labels = likeliest(sight.label_probabilities);
}

}  // namespace

Sight look_at(const Picture& picture, const Wanted& wanted, Parts& parts) {
  const auto start = std::chrono::steady_clock::now();
  const uint64_t model_before = parts.model_micros();
  Sight sight;
  Absences absences;
  const auto attempt = [&](bool is_wanted, auto see) {
    if (!is_wanted) return;
    try {
      see();
    } catch (const RoleAbsent& absent) {
      absences.add(absent);
    }
  };
  attempt(wanted.objects, [&] { sight.objects = see_objects(picture, parts, absences); });
  attempt(wanted.labels, [&] { see_labels(picture, parts, sight); });
  attempt(wanted.faces || wanted.face_attributes || wanted.face_embeddings,
          [&] { sight.faces = see_faces(picture, wanted, parts, absences); });
  attempt(wanted.text, [&] { sight.text = see_text(picture, parts); });
  attempt(wanted.moderation, [&] { sight.moderation = see_moderation(picture, parts, absences); });
  attempt(wanted.embedding,
          [&] { sight.embedding = vector_of(picture, parts.get(Role::image_embedding), "features"); });
  attempt(wanted.clip, [&] { sight.clip = vector_of(picture, parts.get(Role::clip_image), "vector"); });
  attempt(wanted.appearances, [&] { sight.appearances = see_appearances(picture, foreground_of(sight)); });
  sight.absent = absences.take();
  const auto took = std::chrono::steady_clock::now() - start;
  sight.look_micros = uint64_t(std::chrono::duration_cast<std::chrono::microseconds>(took).count());
  sight.model_micros = parts.model_micros() - model_before;
  return sight;
}

std::vector<float> embed_sentence(const std::string& sentence, Parts& parts) {
  const Part& part = parts.get(Role::clip_text);
  const Tokenizer& tokenizer = parts.tokenizer();
  const auto length = part.tokens();
  const std::vector<int64_t> read = tokenizer.tokens(sentence, length.value_or(kTokensMax));
  std::vector<int64_t> tokens = read;
  if (length) tokens.resize(*length, tokenizer.padding());
  std::vector<int64_t> mask(tokens.size(), 0);
  std::fill(mask.begin(), mask.begin() + ptrdiff_t(read.size()), 1);
  auto out = part.run_tokens(tokens, mask, {{"vector", {1, 0}}});
  if (out[0].values.size() > kVectorMax) throw RoleAbsent(Role::clip_text, "its vector is too long");
  normalise(out[0].values);
  return std::move(out[0].values);
}

}  // namespace lightwell::engines::vision
