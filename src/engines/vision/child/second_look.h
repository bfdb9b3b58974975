// A second look: one place of a picture, seen by the model of whole pictures, which knows a thousand kinds of things.
//
// A detector of 80 kinds takes a squirrel for a bird and a Samoyed's face for a person's; the other model, asked about
// that place alone, does not.

#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "engines/vision/child/geometry.h"
#include "engines/vision/child/parts.h"
#include "engines/vision/child/resample.h"

namespace lightwell::engines::vision {

inline constexpr size_t kSecondLooksMax = 16;  // of one picture's boxes: the surest

// The classes of the model by their kinds.
class Kinds {
 public:
  explicit Kinds(const std::vector<std::vector<std::string>>& kinds_of_classes);

  // The classes that are of any of these kinds, each once.
  std::vector<uint32_t> classes(const std::vector<std::string>& kinds) const;
  bool empty() const { return classes_.empty(); }

 private:
  std::map<std::string, std::vector<uint32_t>, std::less<>> classes_;
};

// The probabilities of these classes together.
float share_of(std::span<const float> probabilities, std::span<const uint32_t> classes);

// What the second look makes of a box: how sure it is of the box's own class, and of the animal it takes it for.
struct SecondOpinion {
  float own = 0;
  uint32_t other = 0;  // the likeliest of the detector's animals
  float other_share = 0;
};
// The detection's score, and its class where both models see an animal, but another one.
Detection reconsidered(Detection one, bool is_animal, const SecondOpinion& opinion, float base);

class SecondLook {
 public:
  explicit SecondLook(const Part& classifier);

  // Boxes (as ratios) whose class the other model knows too, with their scores corrected by what it sees there.
  std::vector<Detection> at(const Picture& picture, std::vector<Detection> found, const Part& objects) const;
  // Whether what stands there (pixels) is surely an animal's face.
  bool is_animal(const Picture& picture, const Rect& face) const;

 private:
  std::vector<float> look(const Picture& picture, const Rect& rect) const;

  const Part& classifier_;
  Kinds kinds_;
  std::vector<uint32_t> animals_;
};

}  // namespace lightwell::engines::vision
