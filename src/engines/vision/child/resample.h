// From a picture to a model's input: a part of it, bent to the model's size, as planes of floats.

#pragma once

#include <cstdint>
#include <vector>

#include "engines/vision/child/geometry.h"
#include "engines/vision/model_files.h"

namespace lightwell::engines::vision {

// Rows of red, green, blue without gaps.
struct Picture {
  const uint8_t* rows = nullptr;
  int width = 0;
  int height = 0;
};

// What a sampler sees beyond the part of the picture it may look at.
struct Border {
  Rect seen;              // pixels; cut at the picture's edges
  bool is_black = false;  // otherwise the part's edge goes on
};
Border edges_of(const Picture& picture);  // all of it, its edge going on
Border black_around(const Rect& seen);

// The part `rect` of the picture (which may reach beyond it), `width` x `height` of the model's pixels. Bilinear
// between the centres of four pixels, as the models were trained and measured with.
std::vector<float> stretch(const Picture& picture, const Rect& rect, int width, int height, const ModelInput& input,
                           const Border& border);

// `to_picture` takes the place of an input pixel to its place in the picture.
std::vector<float> warp(const Picture& picture, const Affine& to_picture, int width, int height,
                        const ModelInput& input, const Border& border);

// As the input's form says, for models of the whole picture: stretched, or its middle.
std::vector<float> whole(const Picture& picture, const ModelInput& input);

// Brightness, 0 to 255, of such a part.
std::vector<float> luma(const Picture& picture, const Affine& to_picture, int width, int height);

}  // namespace lightwell::engines::vision
