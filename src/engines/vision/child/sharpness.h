// How bright, sharp and rich in contrast a patch is, from 0 to 100. Not calibrated against anyone: they put pictures in
// an order, and tell a blurred or dark one from a good one.

#pragma once

#include <vector>

namespace lightwell::engines::vision {

// Shades from 0 to 255.
float brightness_of(const std::vector<float>& shades);
float contrast_of(const std::vector<float>& shades);
// Of `side` columns: how much neighbours differ.
float sharpness_of(const std::vector<float>& shades, int side);
// The same, of differences that were taken before (the Laplacian at each pixel).
float sharpness_of_slopes(const std::vector<float>& slopes);
// The same of a face that has `size` pixels in the picture: one of few pixels cannot be sharp.
float sharpness_of_face(const std::vector<float>& shades, int side, float size);

}  // namespace lightwell::engines::vision
