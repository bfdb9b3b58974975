#include "engines/vision/made_models.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <fstream>

namespace lightwell::engines::vision {
namespace {

// The few kinds of protobuf fields that a small model needs.
class Message {
 public:
  Message& number(unsigned field, uint64_t value) {
    varint(field << 3);
    varint(value);
    return *this;
  }
  Message& text(unsigned field, std::string_view value) {
    varint(field << 3 | 2);
    varint(value.size());
    bytes_ += value;
    return *this;
  }
  Message& inner(unsigned field, const Message& value) { return text(field, value.bytes_); }
  const std::string& bytes() const { return bytes_; }

 private:
  void varint(uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes_ += char(value | 0x80);
    bytes_ += char(value);
  }
  std::string bytes_;
};

constexpr uint64_t kFloat = 1;
constexpr uint64_t kInt64 = 7;

Message tensor(std::string_view name, uint64_t type, const std::vector<int64_t>& sides) {
  Message shape;
  for (const int64_t side : sides) {
    shape.inner(1, side > 0 ? Message().number(1, uint64_t(side)) : Message().text(2, "any"));
  }
  const Message tensor_type = Message().number(1, type).inner(2, shape);
  return Message().text(1, name).inner(2, Message().inner(1, tensor_type));
}

Message node(std::string_view type, const std::vector<std::string>& inputs, std::string_view output,
             const std::vector<Message>& attributes = {}) {
  Message made;
  for (const std::string& input : inputs) made.text(1, input);
  made.text(2, output).text(4, type);
  for (const Message& attribute : attributes) made.inner(5, attribute);
  return made;
}

Message whole_number(std::string_view name, uint64_t value) {
  return Message().text(1, name).number(3, value).number(20, 2);
}
Message whole_numbers(std::string_view name, uint64_t value) {
  return Message().text(1, name).number(8, value).number(20, 7);
}

std::string model_of(const std::vector<Message>& nodes, const Message& input, const Message& output) {
  Message graph;
  for (const Message& one : nodes) graph.inner(1, one);
  graph.text(2, "made").inner(11, input).inner(12, output);
  return Message().number(1, 8).inner(7, graph).inner(8, Message().text(1, "").number(2, 13)).bytes();
}

}  // namespace

std::string make_mean_model(int64_t side, const std::string& output) {
  return model_of({node("GlobalAveragePool", {"image"}, "mean"), node("Flatten", {"mean"}, output)},
                  tensor("image", kFloat, {1, 3, side, side}), tensor(output, kFloat, {1, 3}));
}

std::string make_token_model(int64_t count, const std::string& output) {
  return model_of({node("Cast", {"tokens"}, "reals", {whole_number("to", kFloat)}),
                   node("ReduceMean", {"reals"}, "mean", {whole_numbers("axes", 1), whole_number("keepdims", 1)}),
                   node("Concat", {"mean", "mean", "mean"}, output, {whole_number("axis", 1)})},
                  tensor("tokens", kInt64, {1, count}), tensor(output, kFloat, {1, 3}));
}

std::string make_tokenizer() {
  std::string words;
  for (int letter = 0; letter < 26; ++letter) {
    const char c = char('a' + letter);
    words += fmt::format(R"("{}":{},"{}</w>":{},)", c, 2 * letter, c, 2 * letter + 1);
  }
  return R"({"model":{"type":"BPE","end_of_word_suffix":"</w>","merges":[],"vocab":{)" + words +
         R"("<|startoftext|>":100,"<|endoftext|>":101}}})";
}

ModelFolder::ModelFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "lightwell-models-XXXXXX").string();
  REQUIRE(mkdtemp(name.data()) != nullptr);
  path_ = name;
}

ModelFolder::~ModelFolder() {
  std::error_code failed;
  std::filesystem::remove_all(path_, failed);
}

std::filesystem::path ModelFolder::put(const std::string& name, std::string_view content) const {
  std::filesystem::remove(path_ / name);  // never through a link
  std::ofstream(path_ / name, std::ios::binary) << content;
  return path_ / name;
}

bool ModelFolder::link_built() const {
  const std::filesystem::path built = LIGHTWELL_MODELS;
  if (!std::filesystem::exists(built / "models.toml")) return false;
  for (const auto& entry : std::filesystem::directory_iterator(built)) {
    std::filesystem::create_symlink(entry.path(), path_ / entry.path().filename());
  }
  return true;
}

void ModelFolder::cut(const std::string& name) const {
  std::ifstream file(path_ / name, std::ios::binary);
  std::string content((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  REQUIRE_FALSE(content.empty());
  content.resize(content.size() / 2);
  put(name, content);
}

void ModelFolder::mend(const std::string& name) const {
  std::filesystem::remove(path_ / name);
  std::filesystem::create_symlink(std::filesystem::path(LIGHTWELL_MODELS) / name, path_ / name);
}

}  // namespace lightwell::engines::vision
