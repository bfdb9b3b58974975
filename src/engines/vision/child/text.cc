#include "engines/vision/child/text.h"

#include "engines/vision/child/ctc.h"
#include "engines/vision/child/text_map.h"

namespace lightwell::engines::vision {
namespace {

constexpr float kUprightRatio = 1.5f;   // higher than wide by this: the line runs downwards
constexpr int kLineWidthMax = 48 * 50;  // pixels of the recognition's input
constexpr int kLineWidthMin = 48;
// Each pixel of the map takes some 300 bytes while it is made: this many keep an engine below 450 MB.
constexpr double kMapPixelsMax = 960 * 672;

std::vector<TextPlace> find_places(const Picture& picture, const Part& part) {
  const double longest = part.threshold("longest", 960);
  const double multiple = std::max(1.0, part.threshold("multiple", 32));
  const double area = double(picture.width) * picture.height;
  const double scale = std::min({1.0, longest / std::max(picture.width, picture.height),
                                 std::sqrt(part.threshold("pixels", kMapPixelsMax) / area)});
  const auto side = [&](int pixels) { return int(std::max(1.0, std::round(pixels * scale / multiple)) * multiple); };
  const int width = side(picture.width);
  const int height = side(picture.height);
  const Rect all = {0, 0, float(picture.width), float(picture.height)};
  const auto out = part.run(stretch(picture, all, width, height, part.input(), edges_of(picture)), height, width,
                            {{"map", {1, 1, height, width}}});
  auto places = find_text_places(out[0].values, width, height,
                                 {.map_min = float(part.threshold("map", .3)),
                                  .box_min = float(part.threshold("box", .5)),
                                  .unclip = float(part.threshold("unclip", 1.6))});
  for (TextPlace& place : places) {
    for (Point& corner : place.corners) {
      corner = {corner.x * float(picture.width) / float(width), corner.y * float(picture.height) / float(height)};
    }
  }
  return places;
}

// Turned so that the line runs from the first corner to the second.
std::array<Point, 4> along_the_line(std::array<Point, 4> corners) {
  if (distance(corners[1], corners[2]) > kUprightRatio * distance(corners[0], corners[1])) {
    std::ranges::rotate(corners, corners.begin() + 3);
  }
  return corners;
}

ReadLine read(const Picture& picture, const std::array<Point, 4>& corners, const Part& part) {
  const int height = int(part.input().height);
  const float long_side = std::max(1.f, distance(corners[0], corners[1]));
  const float short_side = std::max(1.f, distance(corners[1], corners[2]));
  const int width = std::clamp(int(float(height) * long_side / short_side), kLineWidthMin, kLineWidthMax);
  const float x = 1 / float(width);
  const float y = 1 / float(height);
  const Affine to_picture = {(corners[1].x - corners[0].x) * x, (corners[3].x - corners[0].x) * y, corners[0].x,
                             (corners[1].y - corners[0].y) * x, (corners[3].y - corners[0].y) * y, corners[0].y};
  const auto out = part.run(warp(picture, to_picture, width, height, part.input(), edges_of(picture)), height, width,
                            {{"probabilities", {1, 0, int64_t(part.names().size())}}});
  return read_line(out[0].values, size_t(out[0].shape[1]), part.names());
}

std::array<Point, 4> as_ratios(std::array<Point, 4> corners, const Picture& picture) {
  for (Point& corner : corners) {
    corner = {std::clamp(corner.x / float(picture.width), -1.f, 2.f),
              std::clamp(corner.y / float(picture.height), -1.f, 2.f)};
  }
  return corners;
}

// The part of a line's place between two ratios along it.
std::array<Point, 4> between(const std::array<Point, 4>& line, float from, float to) {
  const auto at = [](Point a, Point b, float part) {
    return Point{a.x + (b.x - a.x) * part, a.y + (b.y - a.y) * part};
  };
  return {at(line[0], line[1], from), at(line[0], line[1], to), at(line[3], line[2], to), at(line[3], line[2], from)};
}

TextLine told(const Picture& picture, const std::array<Point, 4>& place, const ReadLine& read) {
  TextLine line = {.text = read.text, .confidence = read.confidence, .corners = as_ratios(place, picture)};
  line.box = box_of(around(line.corners), 1, 1);
  for (const ReadWord& word : read.words) {
    TextWord one = {.text = word.text, .confidence = word.confidence};
    one.corners = as_ratios(between(place, word.from, word.to), picture);
    one.box = box_of(around(one.corners), 1, 1);
    line.words.push_back(std::move(one));
  }
  return line;
}

}  // namespace

std::vector<TextLine> see_text(const Picture& picture, Parts& parts) {
  const Part& detection = parts.get(Role::text_detection);
  const Part& recognition = parts.get(Role::text_recognition);
  if (recognition.names().empty()) throw RoleAbsent(Role::text_recognition, "its list of characters is missing");
  std::vector<std::array<Point, 4>> places;
  for (const TextPlace& place : find_places(picture, detection)) places.push_back(along_the_line(place.corners));
  std::vector<TextLine> lines;
  for (const size_t i : reading_order(places)) {
    if (lines.size() == kTextLinesMax) break;
    const ReadLine line = read(picture, places[i], recognition);
    const bool is_sure = line.confidence >= float(recognition.threshold("word", .6));
    if (is_sure && !line.words.empty()) lines.push_back(told(picture, places[i], line));
  }
  return lines;
}

}  // namespace lightwell::engines::vision
