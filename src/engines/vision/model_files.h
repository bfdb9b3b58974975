// Which file plays which role, and how it is fed. The folder of models holds models.toml, which says so; a folder of
// one's own and single files may be laid over it.

#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "engines/vision/role.h"

namespace lightwell::engines::vision {

enum class Colours : uint8_t { rgb, bgr, grey };
enum class Fit : uint8_t {
  stretch,  // to width x height, whatever the shape
  pad,      // the ratio kept, black to the right and below
  crop,     // the shorter side to `resize`, then the middle
  face,     // cut out by the engine
};

// One tensor of floats, planes of `height` rows each: (value from 0 to 255 - mean) / deviation.
struct ModelInput {
  std::string name;
  uint32_t width = 0;  // pixels; 0: any
  uint32_t height = 0;
  Colours colours = Colours::rgb;
  std::array<float, 3> mean = {0, 0, 0};
  std::array<float, 3> deviation = {1, 1, 1};
  Fit fit = Fit::stretch;
  uint32_t resize = 0;  // of crop
  friend bool operator==(const ModelInput&, const ModelInput&) = default;
};

struct ModelForm {
  std::string kind;  // which decoder reads it: "ssd"
  ModelInput input;
  std::map<std::string, std::string> outputs;  // what the decoder calls a tensor, and its name in the model
  std::map<std::string, double> thresholds;    // and the other numbers of a role: "unclip", "longest"
  friend bool operator==(const ModelForm&, const ModelForm&) = default;

  double threshold(const std::string& name, double otherwise) const;
};

struct ModelClass {
  std::string name;  // "dog"; empty: this class is not used
  std::vector<std::string> synonyms;
  std::string wordnet_id;  // "n02099601"
  // What it is a kind of, the nearest first: "retriever", "dog", "animal". Of the classes of things with boxes: the
  // kinds by which the model of whole pictures knows them.
  std::vector<std::string> kinds;
  friend bool operator==(const ModelClass&, const ModelClass&) = default;
};

struct ModelFile {
  std::filesystem::path file;
  std::string sha256;  // of the file, as it was built; empty: not known
  ModelForm form;
  std::vector<ModelClass> classes;   // by index
  std::filesystem::path vocabulary;  // of clip-text
  std::string tokenizer;             // of clip-text: "bpe", "unigram"
  // Of face-embedding: cosine and likeness in percent, rising; straight lines between them.
  std::vector<std::array<double, 2>> similarity_points;
  std::string licence;  // of the weights
};

struct ModelFiles {
  std::filesystem::path folder;   // where they were looked for
  std::filesystem::path library;  // libonnxruntime.so.1; empty: none
  std::string library_sha256;     // empty: not known
  std::map<Role, ModelFile> roles;
  std::vector<std::string> warnings;  // what a models.toml says that makes no sense, for the log

  // What `folder`/models.toml lists. A folder that is not there gives no roles: the rest of the program does without.
  static ModelFiles in_folder(const std::filesystem::path& folder);
  // The same of the content of a models.toml, whose files lie in `folder`.
  static ModelFiles read(const std::filesystem::path& folder, std::string_view list);
  // Lays those of another folder over these.
  void add(ModelFiles others);
  // Another file in place of a role's own, fed in the same way. Answers false where the role has none.
  bool replace(Role role, const std::filesystem::path& file);
};

inline constexpr size_t kClassesMax = 20'000;

}  // namespace lightwell::engines::vision
