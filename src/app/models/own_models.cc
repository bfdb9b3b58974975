#include "app/models/own_models.h"

#include <sys/mman.h>
#include <toml++/toml.h>
#include <unistd.h>

#include <fstream>
#include <set>
#include <sstream>

#include "app/machines.h"
#include "app/models/durable_file.h"
#include "engines/vision/vision_engine.h"
#include "run/spawn.h"

namespace lightwell::app {
namespace {

using engines::vision::ModelFiles;
using engines::vision::Role;

constexpr uint64_t kModelBytesMax = 2ull << 30;
constexpr uint64_t kTokenizerBytesMax = 64ull << 20;
constexpr uint32_t kTriedSide = 320;  // pixels
constexpr std::string_view kSentence = "a photo of a dog on the beach";
// An engine that loads a large model for the first time may take longer than one that looks at a photo.
constexpr std::chrono::minutes kTryDeadline{2};

std::unexpected<Error> refuse(std::string words) { return fail(errors::bad_model, std::move(words)); }

struct Normalisation {
  std::array<float, 3> mean;
  std::array<float, 3> deviation;
  std::string_view fit;
};
const std::map<std::string_view, Normalisation> kNormalisations = {
    {"clip", {{122.771f, 116.746f, 104.094f}, {68.5f, 66.632f, 70.323f}, "crop"}},
    {"half", {{127.5f, 127.5f, 127.5f}, {127.5f, 127.5f, 127.5f}, "stretch"}}};

// What is added, where it lies now.
struct Candidate {
  std::filesystem::path image;
  std::filesystem::path text;
  std::string tokenizer;  // the content of a tokenizer.json
  Normalisation normalisation;
};

Result<std::string> read_whole(const std::filesystem::path& file, uint64_t bytes_max) {
  std::error_code failed;
  const uint64_t size = std::filesystem::file_size(file, failed);
  if (failed || !std::filesystem::is_regular_file(file, failed)) return refuse(file.string() + " is no file");
  if (size > bytes_max) return refuse(fmt::format("{} is larger than {} MB", file.string(), bytes_max >> 20));
  std::ifstream stream(file, std::ios::binary);
  std::string content((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
  if (!stream.eof() && stream.fail()) return refuse(file.string() + " cannot be read");
  return content;
}

Result<void> check_model(const std::filesystem::path& file) {
  std::error_code failed;
  const uint64_t size = std::filesystem::file_size(file, failed);
  if (failed || !std::filesystem::is_regular_file(file, failed)) return refuse(file.string() + " is no file");
  if (size > kModelBytesMax) return refuse(fmt::format("{} is larger than {} MB", file.string(), kModelBytesMax >> 20));
  return {};
}

std::string json_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) >= 0x20) out += c;
  }
  return out + '"';
}

// One document of the two that CLIP was published with.
std::string joined_tokenizer(const std::string& vocabulary, const std::string& merges) {
  std::string list;
  std::istringstream lines(merges);
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.empty() || line.starts_with("#version")) continue;
    list += (list.empty() ? "" : ",") + json_string(line);
  }
  return R"({"model":{"type":"BPE","end_of_word_suffix":"</w>","vocab":)" + vocabulary + R"(,"merges":[)" + list +
         "]}}";
}

Result<Candidate> candidate_of(const ModelWords& words) {
  const auto at = [&](const char* name) {
    const auto found = words.find(name);
    return found == words.end() ? std::string() : found->second;
  };
  Candidate candidate = {.image = at("clip-image"), .text = at("clip-text")};
  if (candidate.image.empty() || candidate.text.empty()) {
    return refuse("clip-image=FILE and clip-text=FILE go together: a picture and a sentence meet in one space");
  }
  REQUIRE_OK(check_model(candidate.image));
  REQUIRE_OK(check_model(candidate.text));
  if (const std::string file = at("tokenizer"); !file.empty()) {
    TRY(candidate.tokenizer, read_whole(file, kTokenizerBytesMax));
  } else if (!at("vocabulary").empty() && !at("merges").empty()) {
    TRY(const std::string vocabulary, read_whole(at("vocabulary"), kTokenizerBytesMax));
    TRY(const std::string merges, read_whole(at("merges"), kTokenizerBytesMax));
    candidate.tokenizer = joined_tokenizer(vocabulary, merges);
  } else {
    return refuse("tokenizer=FILE is missing, or vocabulary=FILE with merges=FILE");
  }
  const auto normalisation = kNormalisations.find(at("normalise").empty() ? "clip" : at("normalise"));
  if (normalisation == kNormalisations.end()) return refuse("normalise is 'clip' or 'half'");
  candidate.normalisation = normalisation->second;
  return candidate;
}

Result<engines::Pixels> a_picture() {
  const int memory = ::memfd_create("tried", MFD_CLOEXEC);
  if (memory < 0) return fail(lightwell::errors::internal_error);
  engines::Pixels pixels = {
      .memory = std::make_shared<const FileHandle>(memory), .width = kTriedSide, .height = kTriedSide};
  std::string rows;
  for (uint32_t y = 0; y < kTriedSide; ++y) {
    for (uint32_t x = 0; x < kTriedSide; ++x) rows += {char(x / 2), char(y / 2), char(128)};
  }
  if (::write(memory, rows.data(), rows.size()) != ssize_t(rows.size())) return fail(lightwell::errors::internal_error);
  return pixels;
}

// Answers the number of dimensions.
Result<size_t> tried(const ModelFiles& models) {
  engines::VisionEngine engine({.children = 1, .deadline = kTryDeadline, .models = models});
  TRY(const engines::Pixels picture, a_picture());
  const auto sight = sync_wait(engine.look(picture, {.clip = true}));
  if (!sight) return refuse("clip-image ends the engine: " + sight.error().message);
  if (sight->clip.empty()) return refuse(sight->absent.empty() ? "clip-image answers nothing" : sight->absent[0].words);
  const auto sentence = sync_wait(engine.embed_text(std::string(kSentence)));
  if (!sentence) return refuse("clip-text cannot be used: " + sentence.error().message);
  if (sight->clip.size() != sentence->size()) {
    return refuse(fmt::format("the two do not belong together: pictures have {} dimensions, sentences {}",
                              sight->clip.size(), sentence->size()));
  }
  return sentence->size();
}

toml::array list_of(const std::array<float, 3>& values) { return toml::array{values[0], values[1], values[2]}; }

// The tables of the two roles, laid over what is there.
std::string told(const std::filesystem::path& list, const std::map<Role, toml::table>& roles) {
  toml::table whole;
  std::error_code failed;
  if (!list.empty() && std::filesystem::exists(list, failed)) {
    try {
      whole = toml::parse_file(list.string());
    } catch (const toml::parse_error&) {
      whole = {};  // Nothing in it was of use.
    }
  }
  whole.insert_or_assign("version", 1);
  for (const auto& [role, table] : roles) whole.insert_or_assign(engines::vision::name_of(role), table);
  std::ostringstream out;
  out << "# Models of one's own, added by `lightwell models add`.\n" << whole << "\n";
  return out.str();
}

// Files that no role names any more.
void remove_others(const std::filesystem::path& folder) {
  std::set<std::filesystem::path> kept = {folder / "models.toml"};
  for (const auto& [role, model] : ModelFiles::in_folder(folder).roles) {
    kept.insert(model.file);
    if (!model.vocabulary.empty()) kept.insert(model.vocabulary);
  }
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator(folder, failed)) {
    const std::string name = entry.path().filename().string();
    const bool is_ours = name.starts_with("clip-") || name.starts_with("tokenizer-");
    if (is_ours && !kept.contains(entry.path())) std::filesystem::remove(entry.path(), failed);
  }
}

}  // namespace

Result<ModelWords> read_model_words(const std::vector<std::string>& words) {
  static const std::set<std::string_view> known = {"clip-image", "clip-text", "tokenizer",
                                                   "vocabulary", "merges",    "normalise"};
  ModelWords read;
  for (const std::string& word : words) {
    const size_t equals = word.find('=');
    const std::string name = word.substr(0, equals);
    if (equals == word.npos || !known.contains(name) || equals + 1 == word.size()) {
      return refuse(
          fmt::format("'{}' is none of clip-image=FILE, clip-text=FILE, tokenizer=FILE, vocabulary=FILE, "
                      "merges=FILE, normalise=clip|half",
                      word));
    }
    if (!read.emplace(name, word.substr(equals + 1)).second) return refuse(fmt::format("{} is given twice", name));
  }
  return read;
}

Result<AddedModels> add_own_models(const Configuration& configuration, const ModelWords& words) {
  if (configuration.data.empty()) return refuse("a data folder is needed: --data DIR");
  TRY(const Candidate candidate, candidate_of(words));
  const std::filesystem::path folder = own_models_folder(configuration);
  TRY(const KeptFile image, keep_file(candidate.image, folder, "clip-image", ".onnx"));
  TRY(const KeptFile text, keep_file(candidate.text, folder, "clip-text", ".onnx"));
  TRY(const KeptFile tokenizer, keep_content(candidate.tokenizer, folder, "tokenizer", ".json"));

  const auto name = [](const KeptFile& file) { return file.path.filename().string(); };
  const Normalisation& normalisation = candidate.normalisation;
  const std::map<Role, toml::table> tables = {
      {Role::clip_image, toml::table{{"file", name(image)},
                                     {"sha256", image.sha256},
                                     {"kind", "clip"},
                                     {"input", toml::table{{"colours", "rgb"},
                                                           {"mean", list_of(normalisation.mean)},
                                                           {"std", list_of(normalisation.deviation)},
                                                           {"fit", normalisation.fit}}}}},
      {Role::clip_text, toml::table{{"file", name(text)},
                                    {"sha256", text.sha256},
                                    {"kind", "clip"},
                                    {"tokenizer", "json"},
                                    {"vocabulary", name(tokenizer)}}}};
  // They are tried as they will be read, and count only once models.toml names them.
  ModelFiles models = ModelFiles::read(folder, told({}, tables));
  models.library = model_files(configuration).library;
  const auto dimensions = tried(models);
  if (!dimensions) {
    remove_others(folder);
    return std::unexpected(dimensions.error());
  }
  REQUIRE_OK(write_durably(folder / "models.toml", told(folder / "models.toml", tables)));
  remove_others(folder);
  return AddedModels{.files = {image.path, text.path, tokenizer.path}, .dimensions = *dimensions};
}

}  // namespace lightwell::app
