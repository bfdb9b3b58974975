// Models of one's own: a pair that puts pictures and sentences into one space (CLIP, SigLIP), tried before it is taken.

#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "app/configuration.h"
#include "base/result.h"

namespace lightwell::app {

namespace errors {
inline constexpr ErrorKind bad_model{"BadModel", 400, Fault::sender, "The model cannot be used."};
}  // namespace errors

// "clip-image=FILE", "clip-text=FILE", "tokenizer=FILE" (a tokenizer.json), or "vocabulary=FILE" and "merges=FILE" (as
// CLIP was published), and "normalise=clip" or "half" (as SigLIP was trained).
using ModelWords = std::map<std::string, std::string>;
Result<ModelWords> read_model_words(const std::vector<std::string>& words);

struct AddedModels {
  std::vector<std::filesystem::path> files;
  size_t dimensions = 0;  // of the space of the two
};
// Looks at a picture and reads a sentence with them, in a sandbox; then copies them into the data folder, whole or not
// at all. errors::bad_model says what is wrong; nothing has changed then.
Result<AddedModels> add_own_models(const Configuration& configuration, const ModelWords& words);

}  // namespace lightwell::app
