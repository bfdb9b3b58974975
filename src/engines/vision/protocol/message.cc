#include "engines/vision/protocol/message.h"

#include "engines/protocol/walker.h"

namespace lightwell::engines::vision {
namespace {

using protocol::packed;
using protocol::unpacked;

constexpr size_t kNameBytesMax = 512;
constexpr size_t kMapMax = 64;
constexpr size_t kNamesMax = kClassesMax;
constexpr size_t kKindsMax = 64;  // of one class
constexpr double kAnyReal = 1e12;

template <class T>
constexpr bool is_read = !std::is_const_v<std::remove_reference_t<T>>;

// Keys and values of a map, as a list of pairs.
template <class Map, class Each>
void walk_map(auto& io, Map& map, Each each) {
  using Pair = std::pair<std::string, typename Map::mapped_type>;
  std::vector<Pair> pairs;
  if constexpr (!is_read<Map&>) pairs.assign(map.begin(), map.end());
  io.list(pairs, kMapMax, [&](auto& pair) {
    io.text(pair.first, kNameBytesMax);
    each(pair.second);
  });
  if constexpr (is_read<Map&>) map = Map(pairs.begin(), pairs.end());
}

void walk_input(auto& io, auto& input) {
  io.text(input.name, kNameBytesMax);
  io.number(input.width, 0u, 4096u);
  io.number(input.height, 0u, 4096u);
  io.choice(input.colours, Colours::grey);
  for (auto& value : input.mean) io.real(value, -1e6f, 1e6f);
  for (auto& value : input.deviation) io.real(value, 1e-6f, 1e6f);
  io.choice(input.fit, Fit::face);
  io.number(input.resize, 0u, 4096u);
}

void walk_form(auto& io, auto& form) {
  io.text(form.kind, kNameBytesMax);
  walk_input(io, form.input);
  walk_map(io, form.outputs, [&](auto& value) { io.text(value, kNameBytesMax); });
  walk_map(io, form.thresholds, [&](auto& value) { io.real(value, -kAnyReal, kAnyReal); });
}

void walk_setup(auto& io, auto& setup) {
  io.list(setup.roles, kRoles, [&](auto& role) {
    io.choice(role.role, Role(kRoles - 1));
    io.number(role.file, uint8_t(1), uint8_t(kDescriptorsMax));
    walk_form(io, role.form);
    io.texts(role.names, kNameBytesMax, kNamesMax);
    io.list(role.kinds, kNamesMax, [&](auto& kinds) { io.texts(kinds, kNameBytesMax, kKindsMax); });
    io.text(role.tokenizer, kNameBytesMax);
    io.number(role.vocabulary, uint8_t(0), uint8_t(kDescriptorsMax));
  });
}

void walk_wanted(auto& io, auto& wanted) {
  for (auto* flag : {&wanted.objects, &wanted.labels, &wanted.faces, &wanted.face_attributes, &wanted.face_embeddings,
                     &wanted.text, &wanted.moderation, &wanted.embedding, &wanted.clip, &wanted.appearances}) {
    io.flag(*flag);
  }
}

void walk_look(auto& io, auto& look) {
  io.number(look.width, 1u, 8192u);
  io.number(look.height, 1u, 8192u);
  walk_wanted(io, look.wanted);
}

void walk_point(auto& io, auto& point) {
  io.real(point.x, -4.f, 5.f);
  io.real(point.y, -4.f, 5.f);
}

void walk_box(auto& io, auto& box) {
  for (auto* side : {&box.left, &box.top, &box.width, &box.height}) io.real(*side, 0.f, 1.f);
  io.require(box.left + box.width <= 1.001f && box.top + box.height <= 1.001f, "a box leaves the picture");
}

void walk_opinion(auto& io, auto& opinion) {
  io.flag(opinion.value);
  io.real(opinion.confidence, 0.f, 1.f);
}

void walk_face(auto& io, auto& face) {
  walk_box(io, face.box);
  io.real(face.confidence, 0.f, 1.f);
  for (auto& point : face.landmarks) walk_point(io, point);
  for (auto* angle : {&face.pose.yaw, &face.pose.pitch, &face.pose.roll}) io.real(*angle, -180.f, 180.f);
  io.real(face.brightness, 0.f, 100.f);
  io.real(face.sharpness, 0.f, 100.f);
  io.maybe(face.attributes, [&](auto& attributes) {
    io.real(attributes.age, 0.f, 130.f);
    io.number(attributes.age_low, uint8_t(0), uint8_t(130));
    io.number(attributes.age_high, uint8_t(0), uint8_t(130));
    walk_opinion(io, attributes.is_male);
  });
  io.maybe(face.emotions, [&](auto& emotions) {
    for (auto& value : emotions) io.real(value, 0.f, 1.f);
  });
  for (auto* opinion : {&face.smile, &face.mouth_open, &face.eyes_open}) {
    io.maybe(*opinion, [&](auto& value) { walk_opinion(io, value); });
  }
  io.list(face.embedding, kFaceEmbedding, [&](auto& value) { io.real(value, -1.001f, 1.001f); });
}

void walk_word(auto& io, auto& word) {
  io.text(word.text, kNameBytesMax);
  io.require(!word.text.empty(), "a word is empty");
  io.real(word.confidence, 0.f, 1.f);
  walk_box(io, word.box);
  for (auto& corner : word.corners) walk_point(io, corner);
}

void walk_line(auto& io, auto& line) {
  io.text(line.text, 4096);
  io.real(line.confidence, 0.f, 1.f);
  walk_box(io, line.box);
  for (auto& corner : line.corners) walk_point(io, corner);
  io.list(line.words, 256, [&](auto& word) { walk_word(io, word); });
}

void walk_labels(auto& io, auto& labels, size_t count_max) {
  io.list(labels, count_max, [&](auto& label) {
    io.number(label.index, 0u, uint32_t(kClassesMax - 1));
    io.real(label.probability, 0.f, 1.001f);
  });
}

void walk_appearance(auto& io, auto& appearance) {
  auto& quality = appearance.quality;
  for (auto* value : {&quality.brightness, &quality.sharpness, &quality.contrast}) io.real(*value, 0.f, 100.f);
  io.list(appearance.colours, kColoursMax, [&](auto& colour) {
    for (auto* part : {&colour.red, &colour.green, &colour.blue}) io.number(*part, uint8_t(0), uint8_t(255));
    io.real(colour.share, 0.f, 1.001f);
  });
}

void walk_vector(auto& io, auto& vector) {
  io.list(vector, kVectorMax, [&](auto& value) { io.real(value, -1.001f, 1.001f); });
}

void walk_sight(auto& io, auto& sight) {
  io.maybe(sight.objects, [&](auto& objects) {
    io.list(objects, 200, [&](auto& object) {
      io.number(object.index, 0u, uint32_t(kClassesMax - 1));
      io.real(object.confidence, 0.f, 1.f);
      walk_box(io, object.box);
    });
  });
  io.maybe(sight.labels, [&](auto& labels) { walk_labels(io, labels, kLabelsMax); });
  io.list(sight.label_probabilities, kClassesMax, [&](auto& value) { io.real(value, 0.f, 1.001f); });
  io.maybe(sight.faces, [&](auto& faces) { io.list(faces, kFacesMax, [&](auto& face) { walk_face(io, face); }); });
  io.maybe(sight.text, [&](auto& lines) { io.list(lines, kTextLinesMax, [&](auto& line) { walk_line(io, line); }); });
  io.maybe(sight.moderation, [&](auto& labels) { walk_labels(io, labels, kLabelsMax); });
  walk_vector(io, sight.embedding);
  walk_vector(io, sight.clip);
  io.maybe(sight.appearances, [&](auto& appearances) {
    walk_appearance(io, appearances.whole);
    io.maybe(appearances.foreground, [&](auto& part) { walk_appearance(io, part); });
    io.maybe(appearances.background, [&](auto& part) { walk_appearance(io, part); });
  });
  io.list(sight.absent, 64, [&](auto& absence) {
    io.choice(absence.role, Role(kRoles - 1));
    io.text(absence.words, protocol::kMessageBytesMax);
  });
  io.number(sight.look_micros, uint64_t(0), uint64_t(1) << 40);
  io.number(sight.model_micros, uint64_t(0), uint64_t(1) << 40);
}

void walk_failure(auto& io, auto& failure) {
  io.choice(failure.role, Role(kRoles - 1));
  io.flag(failure.is_model);
  io.text(failure.words, protocol::kMessageBytesMax);
}

constexpr auto kSetup = [](auto& io, auto& value) { walk_setup(io, value); };
constexpr auto kLook = [](auto& io, auto& value) { walk_look(io, value); };
constexpr auto kSentence = [](auto& io, auto& value) { io.text(value, kSentenceBytesMax); };
constexpr auto kSight = [](auto& io, auto& value) { walk_sight(io, value); };
constexpr auto kVector = [](auto& io, auto& value) { walk_vector(io, value); };
constexpr auto kFailure = [](auto& io, auto& value) { walk_failure(io, value); };

}  // namespace

std::string frame_of(FrameKind kind, std::string body) {
  const auto header = protocol::encode(protocol::FrameHeader{uint16_t(kind), uint32_t(body.size())});
  return std::string(as_text(header)) + body;
}

std::string encode(const Setup& setup) { return packed(setup, kSetup); }
std::string encode(const LookRequest& look) { return packed(look, kLook); }
std::string encode_sentence(const std::string& sentence) { return packed(sentence, kSentence); }
std::string encode(const Sight& sight) { return packed(sight, kSight); }
std::string encode_vector(const std::vector<float>& vector) { return packed(vector, kVector); }
std::string encode(const VisionFailure& failure) { return packed(failure, kFailure); }

protocol::Decoded<Setup> decode_setup(Bytes body) { return unpacked<Setup>(body, kSetup); }
protocol::Decoded<LookRequest> decode_look(Bytes body) { return unpacked<LookRequest>(body, kLook); }
protocol::Decoded<std::string> decode_sentence(Bytes body) { return unpacked<std::string>(body, kSentence); }
protocol::Decoded<Sight> decode_sight(Bytes body) { return unpacked<Sight>(body, kSight); }
protocol::Decoded<std::vector<float>> decode_vector(Bytes body) { return unpacked<std::vector<float>>(body, kVector); }
protocol::Decoded<VisionFailure> decode_failure(Bytes body) { return unpacked<VisionFailure>(body, kFailure); }

}  // namespace lightwell::engines::vision
