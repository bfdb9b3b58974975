#include "engines/vision/model_desk.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/digest.h"
#include "base/log.h"

namespace lightwell::engines::vision {
namespace {

constexpr size_t kBlockBytes = 1 << 20;
constexpr std::string_view kNotWhole = "the file is not the one that models.toml describes: it was cut off or changed";

std::shared_ptr<const FileHandle> open_file(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  return descriptor < 0 ? nullptr : std::make_shared<const FileHandle>(descriptor);
}

// Changes whenever the file does.
std::string stamp_of(const struct stat& facts) {
  return fmt::format("{}/{}/{}/{}.{}", facts.st_dev, facts.st_ino, facts.st_size, facts.st_mtim.tv_sec,
                     facts.st_mtim.tv_nsec);
}

std::string stamp_of(const FileHandle& file) {
  struct stat facts = {};
  return fstat(file.descriptor(), &facts) == 0 ? stamp_of(facts) : std::string();
}

std::string stamp_of(const std::filesystem::path& path) {
  struct stat facts = {};
  return ::stat(path.c_str(), &facts) == 0 ? stamp_of(facts) : std::string();
}

// The classes that the engine itself turns into words, or compares between models.
bool needs_names(Role role) {
  return role == Role::text_recognition || role == Role::objects || role == Role::objects_second ||
         role == Role::emotion;
}

// Those whose kinds are compared: what a box shows is looked at again as a picture of its own.
bool needs_kinds(Role role) { return role == Role::objects || role == Role::image_labels; }

// A class's own names are kinds too, of the model of whole pictures.
std::vector<std::string> kinds_of(Role role, const ModelClass& one) {
  std::vector<std::string> kinds = one.kinds;
  if (role == Role::image_labels) {
    kinds.push_back(one.name);
    kinds.insert(kinds.end(), one.synonyms.begin(), one.synonyms.end());
  }
  return kinds;
}

}  // namespace

std::string sha256_of(const FileHandle& file) {
  const auto digest = make_digest(Algorithm::sha256);
  std::vector<std::byte> block(kBlockBytes);
  for (off_t at = 0;;) {
    const ssize_t got = pread(file.descriptor(), block.data(), block.size(), at);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return {};
    if (got == 0) break;
    digest->update(Bytes(block).first(size_t(got)));
    at += got;
  }
  return to_hex(as_bytes(digest->finish()));
}

ModelDesk::ModelDesk(ModelFiles files) : files_(std::move(files)) {
  for (const std::string& words : files_.warnings) log::warning("models: {}", words);
}

bool ModelDesk::is_whole(const std::filesystem::path& path, const std::string& sha256, const FileHandle& file) {
  if (sha256.empty()) return true;
  const std::string stamp = stamp_of(file);
  const std::lock_guard lock(mutex_);
  Known& known = known_[path.string()];
  if (known.stamp != stamp) known = {stamp, sha256_of(file) == sha256};
  return known.is_whole;
}

// Null: there is none of use.
std::shared_ptr<const FileHandle> ModelDesk::open_library() {
  auto library = files_.library.empty() ? nullptr : open_file(files_.library);
  if (!library || is_whole(files_.library, files_.library_sha256, *library)) return library;
  note_no_runtime(std::string(kNotWhole));
  return nullptr;
}

Result<OpenModels> ModelDesk::open() {
  OpenModels models;
  auto library = open_library();
  // Without a library the child still tells colours; it says itself that nothing else is to be had.
  if (!library) library = open_file("/dev/null");
  if (!library) return fail(error(lightwell::errors::internal_error).log(std::strerror(errno)));
  models.files.push_back(std::move(library));
  std::map<std::string, uint8_t> numbers;
  const auto number_of = [&](const std::filesystem::path& path, std::shared_ptr<const FileHandle> file) {
    const auto [known, is_new] = numbers.emplace(path.string(), uint8_t(models.files.size()));
    if (is_new) models.files.push_back(std::move(file));
    return known->second;
  };
  for (const auto& [role, model] : files_.roles) {
    auto file = open_file(model.file);
    if (!file || models.files.size() + 2 > kDescriptorsMax) continue;
    if (!is_whole(model.file, model.sha256, *file)) {
      note_broken(role, std::string(kNotWhole));
      continue;
    }
    SetupRole told = {.role = role, .file = number_of(model.file, std::move(file)), .form = model.form};
    if (needs_names(role)) {
      for (const ModelClass& one : model.classes) told.names.push_back(one.name);
    }
    if (needs_kinds(role)) {
      for (const ModelClass& one : model.classes) told.kinds.push_back(kinds_of(role, one));
    }
    if (auto vocabulary = model.vocabulary.empty() ? nullptr : open_file(model.vocabulary)) {
      told.vocabulary = number_of(model.vocabulary, std::move(vocabulary));
      told.tokenizer = model.tokenizer;
    }
    models.setup.roles.push_back(std::move(told));
  }
  return models;
}

std::string ModelDesk::stamp() const {
  std::string stamps = stamp_of(files_.library);
  for (const auto& [role, model] : files_.roles) stamps += ' ' + stamp_of(model.file);
  return stamps;
}

void ModelDesk::note_broken(Role role, const std::string& words) {
  const auto model = files_.roles.find(role);
  if (model == files_.roles.end()) return;
  Trouble trouble = {words, stamp_of(model->second.file)};
  const std::lock_guard lock(mutex_);
  Trouble& known = broken_[role];
  if (known.stamp != trouble.stamp) log::warning("the model for {} is of no use: {}", name_of(role), words);
  known = std::move(trouble);
}

void ModelDesk::note_no_runtime(const std::string& words) {
  Trouble trouble = {words, stamp_of(files_.library)};
  const std::lock_guard lock(mutex_);
  if (no_runtime_.stamp != trouble.stamp) log::warning("ONNX Runtime cannot be used: {}", words);
  no_runtime_ = std::move(trouble);
}

// Of the files as they are now.
std::optional<std::string> ModelDesk::trouble_with(Role role, const ModelFile& model) const {
  const std::lock_guard lock(mutex_);
  if (!no_runtime_.words.empty() && no_runtime_.stamp == stamp_of(files_.library)) {
    return fmt::format("ONNX Runtime cannot be used ({}): {}.", files_.library.string(), no_runtime_.words);
  }
  const auto broken = broken_.find(role);
  if (broken == broken_.end() || broken->second.stamp != stamp_of(model.file)) return std::nullopt;
  return fmt::format("The model for {} ({}) is of no use: {}.", name_of(role), model.file.string(),
                     broken->second.words);
}

RoleReport ModelDesk::report(Role role) const {
  RoleReport report = {.role = role};
  const auto model = files_.roles.find(role);
  std::error_code failed;
  if (model == files_.roles.end()) {
    report.file = files_.folder.string();
    report.words = fmt::format("No model for {} is installed in {}.", name_of(role), files_.folder.string());
    return report;
  }
  report.file = model->second.file.string();
  if (files_.library.empty() || !std::filesystem::exists(files_.library, failed)) {
    report.words = fmt::format("ONNX Runtime (libonnxruntime.so.1) is missing from {}.", files_.folder.string());
  } else if (!std::filesystem::exists(model->second.file, failed)) {
    report.words = fmt::format("The model for {} is missing: {}.", name_of(role), report.file);
  } else if (auto words = trouble_with(role, model->second)) {
    report.state = RoleState::broken;
    report.words = std::move(*words);
  } else {
    report.state = RoleState::ready;
  }
  return report;
}

std::vector<RoleReport> ModelDesk::reports() const {
  std::vector<RoleReport> all;
  for (size_t i = 0; i < kRoles; ++i) all.push_back(report(Role(i)));
  return all;
}

}  // namespace lightwell::engines::vision
