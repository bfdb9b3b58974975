#include "engines/vision/child/resample.h"

namespace lightwell::engines::vision {
namespace {

struct Sample {
  float red;
  float green;
  float blue;
};

class Sampler {
 public:
  Sampler(const Picture& picture, const Border& border)
      : rows_(picture.rows),
        stride_(size_t(picture.width)),
        left_(std::clamp(int(border.seen.x0), 0, picture.width - 1)),
        top_(std::clamp(int(border.seen.y0), 0, picture.height - 1)),
        right_(std::clamp(int(std::ceil(border.seen.x1)), left_ + 1, picture.width) - 1),
        bottom_(std::clamp(int(std::ceil(border.seen.y1)), top_ + 1, picture.height) - 1),
        is_black_(border.is_black) {}

  Sample at(float x, float y) const {
    // Far outside everything is border; and no number becomes an index unseen.
    x = std::clamp(x, float(left_) - 2, float(right_) + 2);
    y = std::clamp(y, float(top_) - 2, float(bottom_) + 2);
    const float left = std::floor(x);
    const float top = std::floor(y);
    const float u = x - left;
    const float v = y - top;
    const Sample upper = mix(pixel(int(left), int(top)), pixel(int(left) + 1, int(top)), u);
    const Sample lower = mix(pixel(int(left), int(top) + 1), pixel(int(left) + 1, int(top) + 1), u);
    return mix(upper, lower, v);
  }

 private:
  static Sample mix(const Sample& a, const Sample& b, float part) {
    return {a.red + (b.red - a.red) * part, a.green + (b.green - a.green) * part, a.blue + (b.blue - a.blue) * part};
  }
  Sample pixel(int x, int y) const {
    const int inside_x = std::clamp(x, left_, right_);
    const int inside_y = std::clamp(y, top_, bottom_);
    if (is_black_ && (inside_x != x || inside_y != y)) return {0, 0, 0};
    const uint8_t* at = rows_ + (size_t(inside_y) * stride_ + size_t(inside_x)) * 3;
    return {float(at[0]), float(at[1]), float(at[2])};
  }

  const uint8_t* rows_;
  const size_t stride_;
  const int left_, top_, right_, bottom_;
  const bool is_black_;
};

float luma_of(const Sample& sample) { return .299f * sample.red + .587f * sample.green + .114f * sample.blue; }

// Writes samples where the model wants them.
class Planes {
 public:
  Planes(int width, int height, const ModelInput& input)
      : size_(size_t(width) * size_t(height)),
        input_(input),
        values_(size_ * (input.colours == Colours::grey ? 1 : 3)) {}

  void put(const Sample& sample) {
    if (input_.colours == Colours::grey) {
      set(0, luma_of(sample));
    } else {
      const bool is_rgb = input_.colours == Colours::rgb;
      set(0, is_rgb ? sample.red : sample.blue);
      set(1, sample.green);
      set(2, is_rgb ? sample.blue : sample.red);
    }
    ++at_;
  }
  std::vector<float> take() { return std::move(values_); }

 private:
  void set(size_t plane, float value) {
    values_[plane * size_ + at_] = (value - input_.mean[plane]) / input_.deviation[plane];
  }

  const size_t size_;
  const ModelInput& input_;
  std::vector<float> values_;
  size_t at_ = 0;
};

template <class Each>
void for_each_sample(const Picture& picture, const Affine& to_picture, int width, int height, const Border& border,
                     Each each) {
  const Sampler sampler(picture, border);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const Point from = to_picture.of(float(x), float(y));
      each(sampler.at(from.x, from.y));
    }
  }
}

}  // namespace

Border edges_of(const Picture& picture) { return {{0, 0, float(picture.width), float(picture.height)}, false}; }
Border black_around(const Rect& seen) { return {seen, true}; }

std::vector<float> warp(const Picture& picture, const Affine& to_picture, int width, int height,
                        const ModelInput& input, const Border& border) {
  Planes planes(width, height, input);
  for_each_sample(picture, to_picture, width, height, border, [&](const Sample& sample) { planes.put(sample); });
  return planes.take();
}

std::vector<float> stretch(const Picture& picture, const Rect& rect, int width, int height, const ModelInput& input,
                           const Border& border) {
  const float x = rect.width() / float(width);
  const float y = rect.height() / float(height);
  return warp(picture, {x, 0, rect.x0 + x / 2 - .5f, 0, y, rect.y0 + y / 2 - .5f}, width, height, input, border);
}

std::vector<float> whole(const Picture& picture, const ModelInput& input) {
  const float width = float(picture.width);
  const float height = float(picture.height);
  Rect rect = {0, 0, width, height};
  if (input.fit == Fit::crop) {
    // The shorter side becomes `resize`, of which the middle is kept.
    const float shorter = float(std::max(input.resize, std::max(input.width, input.height)));
    const float scale = std::min(width, height) / shorter;
    const float half_width = float(input.width) * scale / 2;
    const float half_height = float(input.height) * scale / 2;
    rect = {width / 2 - half_width, height / 2 - half_height, width / 2 + half_width, height / 2 + half_height};
  }
  return stretch(picture, rect, int(input.width), int(input.height), input, edges_of(picture));
}

std::vector<float> luma(const Picture& picture, const Affine& to_picture, int width, int height) {
  std::vector<float> values;
  values.reserve(size_t(width) * size_t(height));
  for_each_sample(picture, to_picture, width, height, edges_of(picture),
                  [&](const Sample& sample) { values.push_back(luma_of(sample)); });
  return values;
}

}  // namespace lightwell::engines::vision
