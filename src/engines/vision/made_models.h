// Models that the tests make: ONNX files of a few nodes, written byte by byte.

#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace lightwell::engines::vision {

// Answers the mean of red, green and blue as a vector of three. `side` 0: of any size.
std::string make_mean_model(int64_t side, const std::string& output = "vector");
// Answers the mean of its tokens, three times over. `count` 0: of any number.
std::string make_token_model(int64_t count, const std::string& output = "vector");
// A tokenizer.json that knows the letters a to z.
std::string make_tokenizer();

// A folder of its own, gone at the end.
class ModelFolder {
 public:
  ModelFolder();
  ~ModelFolder();
  ModelFolder(const ModelFolder&) = delete;
  ModelFolder& operator=(const ModelFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path put(const std::string& name, std::string_view content) const;
  // Links to what `make models` built. Answers false where nothing is there.
  bool link_built() const;
  // The first half of a file, in its place.
  void cut(const std::string& name) const;
  // What `make models` built, in its place again.
  void mend(const std::string& name) const;

 private:
  std::filesystem::path path_;
};

}  // namespace lightwell::engines::vision
