// How alike two faces must be. Similarities go from 0 to 100; at 80 one pair of different people in a thousand passes
// (models/vision/face-embedding.toml), too many for a library of hundreds of people to join by themselves.

#pragma once

namespace lightwell::photos {

// At least this similar, the same person. Between the two, the owner is asked.
inline constexpr double kSureSimilarity = 92;
inline constexpr double kDoubtfulSimilarity = 80;

}  // namespace lightwell::photos
