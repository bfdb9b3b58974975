#include "engines/vision/child/runtime.h"

#include <dlfcn.h>
#include <fmt/format.h>
#define ORT_API_MANUAL_INIT
#include <onnxruntime_cxx_api.h>

#include <chrono>
#include <cstdlib>

namespace lightwell::engines::vision {
namespace {

constexpr int64_t kElementsMax = 64 << 20;

using GetApiBase = const OrtApiBase* (*)();

// The library is newer or as old as the headers, or it is asked for what it has.
const OrtApi* api_of(const OrtApiBase& base) {
  for (uint32_t version = ORT_API_VERSION; version >= 17; --version) {
    if (const OrtApi* api = base.GetApi(version)) return api;
  }
  return nullptr;
}

// The first line, without what ONNX Runtime says of its own source files.
std::string words_of(const Ort::Exception& thrown) {
  std::string words = thrown.what();
  words.resize(std::min(words.find('\n'), words.size()));
  return words;
}

class Stopwatch {
 public:
  explicit Stopwatch(uint64_t& micros) : micros_(micros) {}
  ~Stopwatch() {
    const auto took = std::chrono::steady_clock::now() - start_;
    micros_ += uint64_t(std::chrono::duration_cast<std::chrono::microseconds>(took).count());
  }

 private:
  uint64_t& micros_;
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

class OnnxModel final : public Model {
 public:
  OnnxModel(Ort::Session session, uint64_t& micros) : session_(std::move(session)), micros_(micros) {
    const Ort::AllocatorWithDefaultOptions allocator;
    for (size_t i = 0; i < session_.GetInputCount(); ++i) {
      inputs_.emplace_back(session_.GetInputNameAllocated(i, allocator).get());
    }
    for (size_t i = 0; i < session_.GetOutputCount(); ++i) {
      outputs_.emplace_back(session_.GetOutputNameAllocated(i, allocator).get());
    }
    if (inputs_.empty() || outputs_.empty()) throw ModelTrouble("it has no input or no output");
  }

  std::vector<std::string> outputs() const override { return outputs_; }

  std::vector<int64_t> input_shape(const std::string& input) const override {
    return session_.GetInputTypeInfo(index_of(input)).GetTensorTypeAndShapeInfo().GetShape();
  }

  std::vector<Tensor> run(const std::string& input, std::span<const float> values, std::span<const int64_t> shape,
                          std::span<const std::string> outputs) override {
    const size_t index = index_of(input);
    if (inputs_.size() != 1) throw ModelTrouble(fmt::format("it wants {} inputs instead of one", inputs_.size()));
    const auto memory = Ort::MemoryInfo::CreateCpu(OrtDeviceAllocator, OrtMemTypeDefault);
    const Ort::Value tensor = Ort::Value::CreateTensor<float>(memory, const_cast<float*>(values.data()), values.size(),
                                                              shape.data(), shape.size());
    const char* name = inputs_[index].c_str();
    return run_all({&name, 1}, {&tensor, 1}, outputs);
  }

  std::vector<Tensor> run_tokens(const std::string& input, std::span<const int64_t> tokens,
                                 std::span<const int64_t> mask, std::span<const std::string> outputs) override {
    if (inputs_.size() > 2) throw ModelTrouble(fmt::format("it wants {} inputs instead of one or two", inputs_.size()));
    const size_t first = index_of(input);
    std::vector<const char*> names;
    std::vector<Ort::Value> tensors;
    std::vector<std::vector<int32_t>> narrow(inputs_.size());
    for (size_t i = 0; i < inputs_.size(); ++i) {
      names.push_back(inputs_[i].c_str());
      tensors.push_back(whole_numbers(i, i == first ? tokens : mask, narrow[i]));
    }
    return run_all(names, tensors, outputs);
  }

 private:
  size_t index_of(const std::string& input) const {
    if (input.empty()) return 0;
    const auto found = std::ranges::find(inputs_, input);
    if (found == inputs_.end()) throw ModelTrouble(fmt::format("it has no input named '{}'", input));
    return size_t(found - inputs_.begin());
  }

  Ort::Value whole_numbers(size_t index, std::span<const int64_t> values, std::vector<int32_t>& narrow) const {
    const auto memory = Ort::MemoryInfo::CreateCpu(OrtDeviceAllocator, OrtMemTypeDefault);
    const int64_t shape[] = {1, int64_t(values.size())};
    const auto type = session_.GetInputTypeInfo(index).GetTensorTypeAndShapeInfo().GetElementType();
    if (type == ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32) {
      narrow.assign(values.begin(), values.end());
      return Ort::Value::CreateTensor<int32_t>(memory, narrow.data(), narrow.size(), shape, 2);
    }
    if (type != ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64) throw ModelTrouble("its input is not of whole numbers");
    return Ort::Value::CreateTensor<int64_t>(memory, const_cast<int64_t*>(values.data()), values.size(), shape, 2);
  }

  std::vector<Tensor> run_all(std::span<const char* const> names, std::span<const Ort::Value> tensors,
                              std::span<const std::string> outputs) {
    std::vector<const char*> wanted;
    for (const std::string& output : outputs) {
      if (std::ranges::find(outputs_, output) == outputs_.end()) {
        throw ModelTrouble(fmt::format("it has no output named '{}'", output));
      }
      wanted.push_back(output.c_str());
    }
    try {
      const Stopwatch watch(micros_);
      const std::vector<Ort::Value> answers = session_.Run(Ort::RunOptions{nullptr}, names.data(), tensors.data(),
                                                           names.size(), wanted.data(), wanted.size());
      std::vector<Tensor> copies;
      for (const Ort::Value& answer : answers) copies.push_back(copy_of(answer));
      return copies;
    } catch (const Ort::Exception& thrown) {
      throw ModelTrouble("it does not run: " + words_of(thrown));
    }
  }

  static Tensor copy_of(const Ort::Value& value) {
    const auto info = value.GetTensorTypeAndShapeInfo();
    if (info.GetElementType() != ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT) throw ModelTrouble("its output is not of floats");
    const size_t count = info.GetElementCount();
    if (count > size_t(kElementsMax)) throw ModelTrouble("its output is too large");
    const auto* values = value.GetTensorData<float>();
    return {info.GetShape(), std::vector<float>(values, values + count)};
  }

  Ort::Session session_;
  uint64_t& micros_;
  std::vector<std::string> inputs_;
  std::vector<std::string> outputs_;
};

class OnnxRuntime final : public Runtime {
 public:
  OnnxRuntime() : environment_(ORT_LOGGING_LEVEL_FATAL, "lightwell") {}

  std::unique_ptr<Model> load(Bytes file) override {
    // One thread that does not spin: there is a child a core, and others want the cores too.
    Ort::SessionOptions options;
    options.SetIntraOpNumThreads(1);
    options.SetInterOpNumThreads(1);
    options.SetExecutionMode(ORT_SEQUENTIAL);
    options.SetGraphOptimizationLevel(ORT_ENABLE_ALL);
    options.SetLogSeverityLevel(ORT_LOGGING_LEVEL_FATAL);
    options.AddConfigEntry("session.intra_op.allow_spinning", "0");
    // Weights outside of the arena, which would round them up; and no arena: what one model used, the next may have.
    options.AddConfigEntry("session.use_device_allocator_for_initializers", "1");
    options.DisableCpuMemArena();
    try {
      return std::make_unique<OnnxModel>(Ort::Session(environment_, file.data(), file.size(), options), micros_);
    } catch (const Ort::Exception& thrown) {
      throw ModelTrouble("it is no model that can be loaded: " + words_of(thrown));
    }
  }
  uint64_t model_micros() const override { return micros_; }

 private:
  Ort::Env environment_;
  uint64_t micros_ = 0;
};

}  // namespace

void Tensor::require_shape(const std::vector<int64_t>& wanted, const std::string& what) const {
  const auto fits = [](const std::vector<int64_t>& is, const std::vector<int64_t>& should) {
    return std::ranges::equal(is, should, [](int64_t a, int64_t b) { return b == 0 ? a > 0 : a == b; });
  };
  // A side of 1 more or less changes nothing about the order of the numbers.
  const auto without_ones = [](std::vector<int64_t> sides) {
    std::erase(sides, 1);
    return sides;
  };
  if (fits(shape, wanted) || fits(without_ones(shape), without_ones(wanted))) return;
  const auto words = [](const std::vector<int64_t>& sides) {
    std::string text;
    for (const int64_t side : sides) text += (text.empty() ? "" : " x ") + (side == 0 ? "any" : std::to_string(side));
    return text;
  };
  throw ModelTrouble(fmt::format("its {} have the shape {} instead of {}", what, words(shape), words(wanted)));
}

std::unique_ptr<Runtime> Runtime::open(const Descriptor& library) {
  // Since 1.29 ONNX Runtime tells its maker what models are used, from a thread and a database of its own. Not here:
  // the sandbox would not let it, and nobody asked for it.
  setenv("ORT_DISABLE_TELEMETRY", "1", 1);
  const std::string path = fmt::format("/proc/self/fd/{}", library.number());
  void* handle = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) throw std::runtime_error(dlerror());
  const auto get = reinterpret_cast<GetApiBase>(dlsym(handle, "OrtGetApiBase"));
  const OrtApi* api = get == nullptr ? nullptr : api_of(*get());
  if (api == nullptr) throw std::runtime_error("the library is no ONNX Runtime, or too old");
  Ort::InitApi(api);
  return std::make_unique<OnnxRuntime>();
}

}  // namespace lightwell::engines::vision
