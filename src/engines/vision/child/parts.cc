#include "engines/vision/child/parts.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cstdio>
#include <new>

#include "engines/vision/child/second_look.h"

namespace lightwell::engines::vision {
namespace {

constexpr int64_t kSideMax = 1024;  // pixels
constexpr uint32_t kUsualSide = 224;

uint64_t size_of(const Descriptor& file) {
  struct stat facts = {};
  return fstat(file.number(), &facts) == 0 && facts.st_size > 0 ? uint64_t(facts.st_size) : 0;
}

}  // namespace

void Absences::add(const RoleAbsent& absent) {
  if (std::ranges::find(list_, absent.role, &Absence::role) != list_.end()) return;
  std::string words = absent.what();
  words.resize(std::min(words.size(), protocol::kMessageBytesMax));
  for (char& c : words) {
    if (c < ' ' || c > '~') c = ' ';
  }
  list_.push_back({absent.role, std::move(words)});
}

// Of a model of one's own nobody wrote down how large its pictures are: it says so itself, or takes the usual size.
Part::Part(const SetupRole& setup, Model& model) : setup_(setup), model_(model), input_(setup.form.input) {
  if (setup.role != Role::clip_image || (input_.width > 0 && input_.height > 0)) return;
  const std::vector<int64_t> shape = model_.input_shape(input_.name);
  if (shape.size() != 4) throw ModelTrouble("its input is no picture of planes, rows and columns");
  const auto side = [](int64_t size) { return size > 0 && size <= kSideMax ? uint32_t(size) : kUsualSide; };
  input_.height = side(shape[2]);
  input_.width = side(shape[3]);
}

// As models.toml says, or by its name; a vector also by the names that exporters give it.
std::string Part::output_named(const std::string& key) const {
  if (const auto named = form().outputs.find(key); named != form().outputs.end()) return named->second;
  const std::vector<std::string> outputs = model_.outputs();
  if (key != "vector") return key;
  for (const char* usual : {"vector", "image_embeds", "text_embeds", "embedding", "pooler_output"}) {
    if (std::ranges::find(outputs, usual) != outputs.end()) return usual;
  }
  return outputs.size() == 1 ? outputs.front() : key;
}

template <class Run>
std::vector<Tensor> Part::checked(const std::vector<WantedOutput>& wanted, Run run) const {
  try {
    std::vector<std::string> names;
    for (const WantedOutput& one : wanted) names.push_back(output_named(one.key));
    std::vector<Tensor> tensors = run(names);
    for (size_t i = 0; i < tensors.size(); ++i) tensors[i].require_shape(wanted[i].shape, wanted[i].key);
    return tensors;
  } catch (const ModelTrouble& trouble) {
    throw RoleAbsent(setup_.role, trouble.what());
  }
}

std::vector<Tensor> Part::run(std::span<const float> values, int height, int width,
                              const std::vector<WantedOutput>& wanted) const {
  const int64_t planes = input().colours == Colours::grey ? 1 : 3;
  const int64_t shape[] = {1, planes, height, width};
  return checked(wanted, [&](const auto& names) { return model_.run(input().name, values, shape, names); });
}

std::vector<Tensor> Part::run_tokens(std::span<const int64_t> tokens, std::span<const int64_t> mask,
                                     const std::vector<WantedOutput>& wanted) const {
  return checked(wanted, [&](const auto& names) { return model_.run_tokens(input().name, tokens, mask, names); });
}

std::optional<size_t> Part::tokens() const {
  try {
    const std::vector<int64_t> shape = model_.input_shape(input().name);
    if (shape.size() == 2 && shape[1] > 0) return size_t(shape[1]);
    return std::nullopt;
  } catch (const ModelTrouble& trouble) {
    throw RoleAbsent(setup_.role, trouble.what());
  }
}

Parts::Parts(Setup setup, std::vector<Descriptor> files, std::unique_ptr<Runtime> runtime)
    : setup_(std::move(setup)), files_(std::move(files)), runtime_(std::move(runtime)) {}

Parts::~Parts() = default;

const SecondLook& Parts::second_look() {
  if (!second_look_) second_look_ = std::make_unique<const SecondLook>(get(Role::image_labels));
  return *second_look_;
}

const Tokenizer& Parts::tokenizer() {
  if (tokenizer_) return *tokenizer_;
  const auto setup = std::ranges::find(setup_.roles, Role::clip_text, &SetupRole::role);
  if (setup == setup_.roles.end() || setup->vocabulary == 0 || setup->vocabulary >= files_.size()) {
    throw RoleAbsent(Role::clip_text, "its tokenizer is missing");
  }
  const Descriptor& file = files_[setup->vocabulary];
  const uint64_t size = size_of(file);
  const Mapping bytes = size == 0 ? Mapping() : Mapping(file, 0, size);
  if (!bytes.ok()) throw RoleAbsent(Role::clip_text, "its tokenizer is empty");
  try {
    tokenizer_ = Tokenizer::read(bytes.bytes());
  } catch (const std::runtime_error& trouble) {
    throw RoleAbsent(Role::clip_text, trouble.what());
  }
  return *tokenizer_;
}

bool Parts::has(Role role) const {
  return std::ranges::find(setup_.roles, role, &SetupRole::role) != setup_.roles.end();
}

Model& Parts::load(const SetupRole& setup) {
  auto& model = models_[setup.file];
  if (model) return *model;
  if (setup.file >= files_.size()) throw ModelTrouble("its file is missing");
  // Should loading it end this process, these are its last words.
  std::fprintf(stderr, "loading %s\n", std::string(name_of(setup.role)).c_str());
  const Descriptor& file = files_[setup.file];
  const uint64_t size = size_of(file);
  if (size == 0) throw ModelTrouble("its file is empty");
  const Mapping bytes(file, 0, size);
  if (!bytes.ok()) throw std::bad_alloc();
  model = runtime_->load(bytes.bytes());
  return *model;
}

const Part& Parts::get(Role role) {
  const auto ready = parts_.find(role);
  if (ready != parts_.end()) return ready->second;
  if (const auto broken = broken_.find(role); broken != broken_.end()) throw RoleAbsent(role, broken->second);
  const auto setup = std::ranges::find(setup_.roles, role, &SetupRole::role);
  if (setup == setup_.roles.end()) throw RoleAbsent(role, "");
  if (!runtime_) throw RoleAbsent(role, "ONNX Runtime could not be opened");
  try {
    return parts_.emplace(role, Part(*setup, load(*setup))).first->second;
  } catch (const ModelTrouble& trouble) {
    broken_[role] = trouble.what();
    throw RoleAbsent(role, trouble.what());
  }
}

}  // namespace lightwell::engines::vision
