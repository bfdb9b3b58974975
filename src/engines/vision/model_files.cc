#include "engines/vision/model_files.h"

#include <toml++/toml.h>

#include <fstream>

#include "base/text.h"

namespace lightwell::engines::vision {
namespace {

constexpr size_t kClassLineBytesMax = 4096;

// Reads one role's table; what is missing keeps its default, what makes no sense is said.
class RoleReader {
 public:
  RoleReader(const std::filesystem::path& folder, const toml::table& table) : folder_(folder), table_(table) {}

  ModelFile read() {
    ModelFile model;
    model.file = in_folder(text(table_, "file"));
    model.sha256 = text(table_, "sha256");
    model.licence = text(table_, "weights_licence");
    model.tokenizer = text(table_, "tokenizer");
    if (const std::string name = text(table_, "vocabulary"); !name.empty()) model.vocabulary = in_folder(name);
    model.form.kind = text(table_, "kind");
    if (const toml::table* input = table_["input"].as_table()) model.form.input = read_input(*input);
    read_map("outputs", [&](const std::string& key, const toml::node& node) {
      if (const auto name = node.value<std::string>()) model.form.outputs[key] = *name;
    });
    const auto take_number = [&](const std::string& key, const toml::node& node) {
      if (const auto number = node.value<double>()) model.form.thresholds[key] = *number;
    };
    read_map("thresholds", take_number);
    for (const auto& [key, node] : table_) take_number(std::string(key.str()), node);
    read_points(model);
    if (const std::string labels = text(table_, "labels"); !labels.empty()) model.classes = read_classes(labels);
    return model;
  }
  std::vector<std::string> take_warnings() { return std::move(warnings_); }

 private:
  static std::string text(const toml::table& table, std::string_view key) {
    return table[key].value<std::string>().value_or("");
  }
  std::filesystem::path in_folder(const std::string& name) const {
    return name.empty() ? std::filesystem::path() : folder_ / name;
  }

  template <class Each>
  void read_map(std::string_view key, Each each) {
    const toml::table* map = table_[key].as_table();
    if (map == nullptr) return;
    for (const auto& [name, node] : *map) each(std::string(name.str()), node);
  }

  ModelInput read_input(const toml::table& table) {
    static const std::map<std::string, Colours> colours = {
        {"rgb", Colours::rgb}, {"bgr", Colours::bgr}, {"gray", Colours::grey}};
    static const std::map<std::string, Fit> fits = {
        {"stretch", Fit::stretch}, {"pad", Fit::pad}, {"crop", Fit::crop}, {"face", Fit::face}};
    ModelInput input = {.name = text(table, "name"),
                        .width = number(table, "width"),
                        .height = number(table, "height"),
                        .colours = one_of(table, "colours", colours, Colours::rgb),
                        .mean = three(table, "mean", 0),
                        .deviation = three(table, "std", 1),
                        .fit = one_of(table, "fit", fits, Fit::stretch),
                        .resize = number(table, "resize")};
    for (float& deviation : input.deviation) {
      if (!(deviation > 0)) deviation = 1;
    }
    return input;
  }

  template <class T>
  T one_of(const toml::table& table, std::string_view key, const std::map<std::string, T>& choices, T otherwise) {
    const std::string word = text(table, key);
    if (word.empty()) return otherwise;
    if (const auto found = choices.find(word); found != choices.end()) return found->second;
    warnings_.push_back(fmt::format("'{}' is no {}", word, key));
    return otherwise;
  }

  static uint32_t number(const toml::table& table, std::string_view key) {
    return uint32_t(std::clamp<int64_t>(table[key].value<int64_t>().value_or(0), 0, 4096));
  }

  // A single number holds for all three.
  static std::array<float, 3> three(const toml::table& table, std::string_view key, float otherwise) {
    std::array<float, 3> values = {otherwise, otherwise, otherwise};
    const toml::array* list = table[key].as_array();
    if (list == nullptr || list->empty()) return values;
    for (size_t i = 0; i < 3; ++i) {
      values[i] = float(list->get(std::min(i, list->size() - 1))->value<double>().value_or(otherwise));
    }
    return values;
  }

  void read_points(ModelFile& model) {
    const toml::array* points = table_["similarity_points"].as_array();
    if (points == nullptr) points = table_["thresholds"]["similarity_points"].as_array();
    if (points == nullptr) return;
    for (const toml::node& node : *points) {
      const toml::array* pair = node.as_array();
      if (pair == nullptr || pair->size() != 2) continue;
      model.similarity_points.push_back(
          {pair->get(0)->value<double>().value_or(0), pair->get(1)->value<double>().value_or(0)});
    }
    std::ranges::sort(model.similarity_points);
  }

  // A line a class: its name, synonyms between commas, its WordNet id, its kinds between "<"; tabs between them.
  std::vector<ModelClass> read_classes(const std::string& name) {
    std::ifstream file(folder_ / name);
    if (!file) {
      warnings_.push_back(fmt::format("{} cannot be read", name));
      return {};
    }
    std::vector<ModelClass> classes;
    for (std::string line; classes.size() < kClassesMax && std::getline(file, line);) {
      if (!line.empty() && line.back() == '\r') line.pop_back();
      if (line.size() > kClassLineBytesMax || !is_utf8(line)) {
        warnings_.push_back(fmt::format("{}: line {} is no class", name, classes.size() + 1));
        line.clear();
      }
      classes.push_back(read_class(line));
    }
    return classes;
  }

  static ModelClass read_class(const std::string& line) {
    std::array<std::string_view, 4> columns;
    std::string_view rest = line;
    for (std::string_view& column : columns) {
      const size_t end = std::min(rest.find('\t'), rest.size());
      column = rest.substr(0, end);
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    ModelClass one = {.name = std::string(columns[0]), .wordnet_id = std::string(trim(columns[2]))};
    one.synonyms = parts_of(columns[1], ',');
    one.kinds = parts_of(columns[3], '<');
    return one;
  }

  static std::vector<std::string> parts_of(std::string_view list, char separator) {
    std::vector<std::string> parts;
    while (!list.empty()) {
      const size_t end = std::min(list.find(separator), list.size());
      if (const auto part = trim(list.substr(0, end)); !part.empty()) parts.emplace_back(part);
      list.remove_prefix(std::min(end + 1, list.size()));
    }
    return parts;
  }

  const std::filesystem::path& folder_;
  const toml::table& table_;
  std::vector<std::string> warnings_;
};

// What the model of whole pictures finds before it decides for a class tells pictures apart as well.
void lend_features(ModelFiles& files) {
  const auto labels = files.roles.find(Role::image_labels);
  if (labels == files.roles.end() || files.roles.contains(Role::image_embedding)) return;
  if (!labels->second.form.outputs.contains("features")) return;
  ModelFile embedding = labels->second;
  embedding.classes.clear();
  embedding.form.kind = "features";
  files.roles.emplace(Role::image_embedding, std::move(embedding));
}

}  // namespace

ModelFiles ModelFiles::in_folder(const std::filesystem::path& folder) {
  std::ifstream file(folder / "models.toml");
  if (!file) return {.folder = folder};
  const std::string list((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  return read(folder, list);
}

ModelFiles ModelFiles::read(const std::filesystem::path& folder, std::string_view list) {
  ModelFiles found = {.folder = folder};
  const std::string name = (folder / "models.toml").string();
  try {
    const toml::table table = toml::parse(list, name);
    if (const auto library = table["runtime"]["file"].value<std::string>()) found.library = folder / *library;
    found.library_sha256 = table["runtime"]["sha256"].value<std::string>().value_or("");
    for (const auto& [key, node] : table) {
      const auto role = role_named(key.str());
      if (!role) {
        if (node.is_table() && key.str() != "runtime") {
          found.warnings.push_back(fmt::format("{}: no role is named '{}'", name, key.str()));
        }
        continue;
      }
      if (!node.is_table() || !node.as_table()->get("file")) {
        found.warnings.push_back(fmt::format("{}: {} names no file", name, key.str()));
        continue;
      }
      RoleReader reader(folder, *node.as_table());
      found.roles.insert_or_assign(*role, reader.read());
      for (const std::string& words : reader.take_warnings()) {
        found.warnings.push_back(fmt::format("{}: {}: {}", name, key.str(), words));
      }
    }
  } catch (const toml::parse_error& broken) {
    found.warnings.push_back(fmt::format("{}, line {}: {}", name, broken.source().begin.line, broken.description()));
  }
  lend_features(found);
  return found;
}

void ModelFiles::add(ModelFiles others) {
  if (!others.library.empty()) {
    library = std::move(others.library);
    library_sha256 = std::move(others.library_sha256);
  }
  for (auto& [role, model] : others.roles) roles.insert_or_assign(role, std::move(model));
  for (std::string& words : others.warnings) warnings.push_back(std::move(words));
}

bool ModelFiles::replace(Role role, const std::filesystem::path& file) {
  const auto found = roles.find(role);
  if (found == roles.end()) return false;
  found->second.file = file;
  found->second.sha256.clear();
  return true;
}

}  // namespace lightwell::engines::vision
