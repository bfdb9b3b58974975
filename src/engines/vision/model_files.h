// Which file plays which role. The folder of models holds models.toml, which says so; a folder of one's own and single
// files may be laid over it.

#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "engines/vision/role.h"

namespace lightwell::engines::vision {

// How a picture becomes a model's input, for the roles whose models differ in it (image-labels, clip-image).
struct InputForm {
  uint32_t side = 224;  // pixels, square
  bool channels_last = false;
  bool crops_centre = false;              // the middle of the picture; otherwise the whole, stretched
  std::array<float, 3> mean = {0, 0, 0};  // of values from 0 to 255
  std::array<float, 3> deviation = {1, 1, 1};
  friend bool operator==(const InputForm&, const InputForm&) = default;
};

struct ModelFile {
  std::filesystem::path file;
  std::string sha256;               // of the file, as it was built; empty: not known
  std::vector<std::string> names;   // of the classes, by index
  std::filesystem::path tokenizer;  // of clip-text
  InputForm input;
};

struct ModelFiles {
  std::filesystem::path library;  // libonnxruntime.so.1
  std::map<Role, ModelFile> roles;
  std::vector<std::string> warnings;  // what a models.toml says that makes no sense

  // What `folder`/models.toml lists. A missing folder gives no roles: the rest of the program does without.
  static ModelFiles in_folder(const std::filesystem::path& folder);
  // Lays those of another folder over these.
  void add(ModelFiles others);
  // One file in place of a role's own; the form of its input stays.
  void replace(Role role, const std::filesystem::path& file);
};

}  // namespace lightwell::engines::vision
