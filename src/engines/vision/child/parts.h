// Parts: the models by their roles, each loaded when it is first needed.

#pragma once

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "engines/vision/child/runtime.h"
#include "engines/vision/child/tokens.h"
#include "engines/vision/protocol/message.h"

namespace lightwell::engines::vision {

// A role cannot be played: it has no model (no words), or one that is not what the role needs.
class RoleAbsent : public std::runtime_error {
 public:
  RoleAbsent(Role role, const std::string& words) : std::runtime_error(words), role(role) {}
  const Role role;
};

// What was wanted and cannot be told, each role once.
class Absences {
 public:
  void add(const RoleAbsent& absent);
  std::vector<Absence> take() { return std::move(list_); }

 private:
  std::vector<Absence> list_;
};

// A tensor the role's decoder reads: what the decoder calls it, and its shape (0: any size).
struct WantedOutput {
  std::string key;
  std::vector<int64_t> shape;
};

class Part {
 public:
  Part(const SetupRole& setup, Model& model);

  const ModelForm& form() const { return setup_.form; }
  const ModelInput& input() const { return input_; }
  const std::vector<std::string>& names() const { return setup_.names; }
  const std::vector<std::vector<std::string>>& kinds() const { return setup_.kinds; }
  double threshold(const std::string& name, double otherwise) const { return form().threshold(name, otherwise); }

  // One picture: planes of floats, height and width. Throws RoleAbsent when the model does not do what its role says.
  std::vector<Tensor> run(std::span<const float> values, int height, int width,
                          const std::vector<WantedOutput>& wanted) const;
  std::vector<Tensor> run_tokens(std::span<const int64_t> tokens, std::span<const int64_t> mask,
                                 const std::vector<WantedOutput>& wanted) const;
  // The dimension of its tokens; nothing: any.
  std::optional<size_t> tokens() const;

 private:
  template <class Run>
  std::vector<Tensor> checked(const std::vector<WantedOutput>& wanted, Run run) const;

  std::string output_named(const std::string& key) const;

  const SetupRole& setup_;
  Model& model_;
  ModelInput input_;
};

class SecondLook;

class Parts {
 public:
  // `files`: as the setup counts them, the library first. Without a runtime every role is absent.
  Parts(Setup setup, std::vector<Descriptor> files, std::unique_ptr<Runtime> runtime);
  ~Parts();

  bool has(Role role) const;
  // Throws RoleAbsent.
  const Part& get(Role role);
  // The second look, made at its first need. Throws RoleAbsent without the role image-labels.
  const SecondLook& second_look();
  // Of clip-text, read at its first need. Throws RoleAbsent.
  const Tokenizer& tokenizer();
  uint64_t model_micros() const { return runtime_ ? runtime_->model_micros() : 0; }

 private:
  Model& load(const SetupRole& setup);

  const Setup setup_;
  std::vector<Descriptor> files_;
  std::unique_ptr<Runtime> runtime_;
  std::map<uint8_t, std::unique_ptr<Model>> models_;  // by their file: one may play several roles
  std::map<Role, Part> parts_;
  std::map<Role, std::string> broken_;
  std::optional<Tokenizer> tokenizer_;
  std::unique_ptr<const SecondLook> second_look_;
};

}  // namespace lightwell::engines::vision
