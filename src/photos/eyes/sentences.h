// Sentences: where a sentence lies among pictures. A pair of models puts both into one space; nothing here is used
// until somebody has installed one (`lightwell models add`).

#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "run/task.h"

namespace lightwell::photos {

class Sentences {
 public:
  virtual ~Sentences() = default;
  // Names the pair: numbers of different ones cannot be compared. Empty: there is none.
  virtual std::string model() const = 0;
  // By how much a picture must be nearer to a sentence that describes it than to one that fits every picture.
  virtual double margin() const = 0;
  // Of length 1. errors: any says that it could not be told now.
  virtual Task<Result<std::vector<float>>> place(std::string sentence) = 0;
};

}  // namespace lightwell::photos
