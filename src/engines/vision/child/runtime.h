// ONNX Runtime, opened by hand from the folder of models: the program neither links nor carries it.

#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/text.h"
#include "engines/sandbox/child/channel.h"

namespace lightwell::engines::vision {

// A model is not what its role needs; the words say how, to whoever installed it.
class ModelTrouble : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// What a model answers; the numbers live as long as the tensor.
struct Tensor {
  std::vector<int64_t> shape;
  std::vector<float> values;

  // ModelTrouble unless the shape is the one wanted (0: any size).
  void require_shape(const std::vector<int64_t>& wanted, const std::string& what) const;
};

class Model {
 public:
  virtual ~Model() = default;
  // The tensor of each of `outputs`, in their order. `input`: the tensor's name in the model; empty: its first.
  virtual std::vector<Tensor> run(const std::string& input, std::span<const float> values,
                                  std::span<const int64_t> shape, std::span<const std::string> outputs) = 0;
  // The same for whole numbers, as tokens are; the model may want 32 or 64 bits, or several inputs (the second is then
  // the mask of attention).
  virtual std::vector<Tensor> run_tokens(const std::string& input, std::span<const int64_t> tokens,
                                         std::span<const int64_t> mask, std::span<const std::string> outputs) = 0;
  virtual std::vector<std::string> outputs() const = 0;
  // Of the input with this name, or the first; -1 where any size goes.
  virtual std::vector<int64_t> input_shape(const std::string& input) const = 0;
};

class Runtime {
 public:
  virtual ~Runtime() = default;
  // Before the filter of system calls. Throws std::runtime_error with words for the log.
  static std::unique_ptr<Runtime> open(const Descriptor& library);
  // `file` is needed no more once the model is there. ModelTrouble.
  virtual std::unique_ptr<Model> load(Bytes file) = 0;
  // What all models took so far.
  virtual uint64_t model_micros() const = 0;
};

}  // namespace lightwell::engines::vision
