// What is read by hand around the vision engine: its messages, as both sides read them, and tensors, which a model of
// someone's own may fill with anything. The first byte chooses one.

#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "engines/vision/child/ctc.h"
#include "engines/vision/child/face_boxes.h"
#include "engines/vision/child/faces.h"
#include "engines/vision/child/objects.h"
#include "engines/vision/child/text_map.h"
#include "engines/vision/child/tokens.h"
#include "engines/vision/protocol/message.h"

namespace {

using namespace lightwell;
using namespace lightwell::engines;
using namespace lightwell::engines::vision;

std::vector<float> floats_of(std::string_view bytes) {
  std::vector<float> values(bytes.size() / sizeof(float));
  if (!values.empty()) std::memcpy(values.data(), bytes.data(), values.size() * sizeof(float));
  return values;
}

void check_box(const Box& box) {
  assert(box.left >= 0 && box.top >= 0 && box.width >= 0 && box.height >= 0);
  assert(box.left + box.width <= 1.001f && box.top + box.height <= 1.001f);
}

void check_messages(Bytes bytes) {
  if (const auto sight = decode_sight(bytes); sight && sight->objects) {
    for (const Object& object : *sight->objects) check_box(object.box);
  }
  if (const auto setup = decode_setup(bytes)) assert(decode_setup(as_bytes(encode(*setup))) == *setup);
  (void)decode_look(bytes);
  (void)decode_sentence(bytes);
  (void)decode_vector(bytes);
  (void)vision::decode_failure(bytes);
}

void check_boxes(const std::vector<float>& values) {
  const std::span<const float> all(values);
  const auto half = all.first(all.size() / 2);
  auto found = read_ssd(half, all.subspan(half.size()), .3f);
  for (const Detection& one : suppress(found, .5f, .7f, kObjectsMax)) check_box(box_of(one.rect, 1, 1));
  for (const Detection& one : joined(std::move(found), read_centernet(all, 512, .2f)))
    check_box(box_of(one.rect, 1, 1));
  auto faces = read_face_boxes(half, all.subspan(half.size()), {0, 0, 1600, 1200}, .5f);
  for (const Rect& tile : tiles_of(1600, 1200)) {
    for (const FaceBox& face : merged(faces, whole_in_tile(faces, tile, 1600, 1200), .35f)) {
      check_box(box_of(face.rect, 1600, 1200));
    }
  }
}

void check_text(const std::vector<float>& values) {
  const int width = 16;
  const int height = int(values.size()) / width;
  const std::span<const float> map(values.data(), size_t(width) * size_t(height));
  std::vector<std::array<Point, 4>> places;
  for (const TextPlace& place : find_text_places(map, width, height, {})) {
    for (const Point& corner : place.corners) assert(std::isfinite(corner.x) && std::isfinite(corner.y));
    check_box(box_of(around(place.corners), float(width), float(height)));
    places.push_back(place.corners);
  }
  assert(reading_order(places).size() == places.size());
  const std::vector<std::string> characters = {"", "a", "b", " "};
  const ReadLine line = read_line(values, values.size() / 4, characters);
  assert(line.confidence >= 0 && line.confidence <= 1);
  for (const ReadWord& word : line.words) assert(!word.text.empty() && word.from >= 0 && word.to <= 1);
}

void check_vectors(std::vector<float> values) {
  const float age = expected_age(values);
  assert(!values.empty() || age == 0);
  normalise(values);
  for (const float value : values) assert(std::isfinite(value));
}

void check_tokenizer(std::string_view text) {
  const size_t end = std::min(text.find('\n'), text.size());
  try {
    const Tokenizer tokenizer = Tokenizer::read(as_bytes(text.substr(0, end)));
    for (const size_t count : {0, 1, 77}) assert(tokenizer.tokens(text.substr(end), count).size() <= count);
  } catch (const std::runtime_error&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 5) {
    case 0: check_messages(as_bytes(text)); break;
    case 1: check_boxes(floats_of(text)); break;
    case 2: check_text(floats_of(text)); break;
    case 3: check_vectors(floats_of(text)); break;
    default: check_tokenizer(text);
  }
  return 0;
}
