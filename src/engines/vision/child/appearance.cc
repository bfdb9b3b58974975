#include "engines/vision/child/appearance.h"

#include "engines/vision/child/sharpness.h"

namespace lightwell::engines::vision {
namespace {

constexpr int kColourSide = 64;      // pixels that are looked at for colours: 64 x 64
constexpr int kShadeSide = 256;      // and for sharpness: blur shows only near the pixels themselves
constexpr int kRounds = 12;          // of k-means; it hardly moves after eight
constexpr float kSameColour = .05f;  // in Oklab: barely told apart side by side
constexpr float kShareMin = .01f;
constexpr size_t kPartMin = 32;  // pixels

struct Group {
  Lab centre;
  size_t count = 0;
};

size_t nearest(const std::vector<Group>& groups, const Lab& pixel) {
  size_t best = 0;
  for (size_t i = 1; i < groups.size(); ++i) {
    if (apart(groups[i].centre, pixel) < apart(groups[best].centre, pixel)) best = i;
  }
  return best;
}

// Each next centre is the pixel that lies farthest from those before: the same picture gives the same colours.
std::vector<Group> far_apart(std::span<const Lab> pixels) {
  std::vector<Group> groups = {{pixels[pixels.size() / 2], 0}};
  std::vector<float> gap(pixels.size(), 1e9f);
  while (groups.size() < kColoursMax) {
    size_t farthest = 0;
    for (size_t i = 0; i < pixels.size(); ++i) {
      gap[i] = std::min(gap[i], apart(pixels[i], groups.back().centre));
      if (gap[i] > gap[farthest]) farthest = i;
    }
    if (gap[farthest] < kSameColour * kSameColour) break;
    groups.push_back({pixels[farthest], 0});
  }
  return groups;
}

void settle(std::vector<Group>& groups, std::span<const Lab> pixels) {
  for (int round = 0; round < kRounds; ++round) {
    std::vector<Group> sums(groups.size());
    for (const Lab& pixel : pixels) {
      Group& sum = sums[nearest(groups, pixel)];
      sum.centre = {sum.centre.l + pixel.l, sum.centre.a + pixel.a, sum.centre.b + pixel.b};
      ++sum.count;
    }
    for (size_t i = 0; i < groups.size(); ++i) {
      groups[i].count = sums[i].count;
      const float count = float(sums[i].count);
      if (count > 0) groups[i].centre = {sums[i].centre.l / count, sums[i].centre.a / count, sums[i].centre.b / count};
    }
  }
}

// The smaller of two that are barely told apart joins the larger.
std::vector<Group> joined(std::vector<Group> groups) {
  std::ranges::stable_sort(groups, std::greater(), &Group::count);
  std::vector<Group> kept;
  for (const Group& group : groups) {
    const auto same = std::ranges::find_if(
        kept, [&](const Group& one) { return apart(one.centre, group.centre) < kSameColour * kSameColour; });
    if (same == kept.end()) {
      kept.push_back(group);
    } else {
      same->count += group.count;
    }
  }
  std::ranges::stable_sort(kept, std::greater(), &Group::count);
  return kept;
}

bool is_within(const Box& box, float x, float y) {
  return x >= box.left && x <= box.left + box.width && y >= box.top && y <= box.top + box.height;
}

// A small copy of the picture, and which of its pixels are meant.
struct Sheet {
  int side;
  std::vector<float> values;  // planes

  template <class Each>
  void for_each(std::span<const Box> boxes, bool inside, Each each) const {
    const size_t size = size_t(side) * size_t(side);
    for (size_t i = 0; i < size; ++i) {
      const float x = (float(i % size_t(side)) + .5f) / float(side);
      const float y = (float(i / size_t(side)) + .5f) / float(side);
      const bool is_in = std::ranges::any_of(boxes, [&](const Box& box) { return is_within(box, x, y); });
      if (is_in == inside) each(i);
    }
  }
};

std::vector<float> planes_of(const Picture& picture, int side, Colours colours) {
  const ModelInput plain = {.width = uint32_t(side), .height = uint32_t(side), .colours = colours};
  return whole(picture, plain);
}

std::vector<Lab> labs_of(const Sheet& sheet, std::span<const Box> boxes, bool inside) {
  const size_t size = size_t(sheet.side) * size_t(sheet.side);
  std::vector<Lab> labs;
  sheet.for_each(boxes, inside, [&](size_t i) {
    labs.push_back(lab_of(sheet.values[i], sheet.values[size + i], sheet.values[2 * size + i]));
  });
  return labs;
}

// How much each of these pixels differs from those around it, at the picture's own scale: a small copy has no blur.
Sheet slopes_of(const Picture& picture) {
  Sheet sheet = {kShadeSide, {}};
  const auto shade = [&](int x, int y) {
    x = std::clamp(x, 0, picture.width - 1);
    y = std::clamp(y, 0, picture.height - 1);
    const uint8_t* at = picture.rows + (size_t(y) * size_t(picture.width) + size_t(x)) * 3;
    return .299f * at[0] + .587f * at[1] + .114f * at[2];
  };
  for (int row = 0; row < kShadeSide; ++row) {
    const int y = int((row + .5f) / kShadeSide * float(picture.height));
    for (int column = 0; column < kShadeSide; ++column) {
      const int x = int((column + .5f) / kShadeSide * float(picture.width));
      sheet.values.push_back(shade(x - 1, y) + shade(x + 1, y) + shade(x, y - 1) + shade(x, y + 1) - 4 * shade(x, y));
    }
  }
  return sheet;
}

struct Sheets {
  Sheet colours;
  Sheet shades;
  Sheet slopes;
};

Appearance appearance_of(const Sheets& sheets, std::span<const Box> boxes, bool inside) {
  std::vector<float> shades;
  std::vector<float> slopes;
  sheets.shades.for_each(boxes, inside, [&](size_t i) { shades.push_back(sheets.shades.values[i]); });
  sheets.slopes.for_each(boxes, inside, [&](size_t i) { slopes.push_back(sheets.slopes.values[i]); });
  return {.quality = {.brightness = brightness_of(shades),
                      .sharpness = sharpness_of_slopes(slopes),
                      .contrast = contrast_of(shades)},
          .colours = dominant_colours(labs_of(sheets.colours, boxes, inside))};
}

}  // namespace

std::vector<Colour> dominant_colours(std::span<const Lab> pixels) {
  if (pixels.empty()) return {};
  std::vector<Group> groups = far_apart(pixels);
  settle(groups, pixels);
  std::vector<Colour> colours;
  for (const Group& group : joined(std::move(groups))) {
    const float share = float(group.count) / float(pixels.size());
    if (share < kShareMin) break;
    const auto rgb = rgb_of(group.centre);
    colours.push_back({.red = rgb[0], .green = rgb[1], .blue = rgb[2], .share = share});
  }
  return colours;
}

Appearances see_appearances(const Picture& picture, std::span<const Box> boxes) {
  const Sheets sheets = {.colours = {kColourSide, planes_of(picture, kColourSide, Colours::rgb)},
                         .shades = {kShadeSide, planes_of(picture, kShadeSide, Colours::grey)},
                         .slopes = slopes_of(picture)};
  Appearances appearances = {.whole = appearance_of(sheets, {}, false)};
  size_t inside = 0;
  sheets.colours.for_each(boxes, true, [&](size_t) { ++inside; });
  const size_t all = size_t(kColourSide) * size_t(kColourSide);
  if (inside >= kPartMin) appearances.foreground = appearance_of(sheets, boxes, true);
  if (inside >= kPartMin && all - inside >= kPartMin) appearances.background = appearance_of(sheets, boxes, false);
  return appearances;
}

}  // namespace lightwell::engines::vision
