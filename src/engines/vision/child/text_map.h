// From the map of how likely each pixel is text to the places of lines, as DBNet's authors do it: what is likely is
// joined to islands, each gets the smallest rectangle at any angle, and that grows to where the letters' edges are.

#pragma once

#include <span>
#include <vector>

#include "engines/vision/child/geometry.h"

namespace lightwell::engines::vision {

struct TextMapLimits {
  float map_min = .3f;  // of a pixel
  float box_min = .5f;  // of an island's mean
  float unclip = 1.6f;
};

struct TextPlace {
  std::array<Point, 4> corners = {};  // pixels of the map; from the top left, clockwise
  float score = 0;
};

std::vector<TextPlace> find_text_places(std::span<const float> map, int width, int height, const TextMapLimits& limits);

// A rectangle that is larger on each side by area x `unclip` / perimeter.
std::array<Point, 4> grown(const std::array<Point, 4>& corners, float unclip);

// In reading order: lines from the top, within a line from the left.
std::vector<size_t> reading_order(const std::vector<std::array<Point, 4>>& places);

}  // namespace lightwell::engines::vision
