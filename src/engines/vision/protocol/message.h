// What the server and a vision engine say to each other over their socket: frames (engines/protocol/frame.h) both ways.
//
// First comes a Setup, with the runtime's library, the model files and the vocabulary as open files beside it; the
// engine answers that it is ready. Then each Look has the memory of its pixels beside it and is answered by a Sight,
// each Sentence by a Vector; either by a Failure, where it cannot be.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/text.h"
#include "engines/protocol/frame.h"
#include "engines/vision/model_files.h"
#include "engines/vision/sight.h"

namespace lightwell::engines::vision {

enum class FrameKind : uint16_t { ready = protocol::kReady, setup, look, sentence, sight, vector, failure };

inline constexpr size_t kDescriptorsMax = 24;
inline constexpr size_t kSentenceBytesMax = 1024;
inline constexpr size_t kVectorMax = 8192;

struct SetupRole {
  Role role = Role::objects;
  uint8_t file = 0;  // which of the open files
  ModelForm form;
  std::vector<std::string> names;               // of its classes, where the engine itself writes them
  std::vector<std::vector<std::string>> kinds;  // of its classes, where the engine itself compares them
  std::string tokenizer;
  uint8_t vocabulary = 0;  // which of the open files; 0: none
  friend bool operator==(const SetupRole&, const SetupRole&) = default;
};

// The first open file is the runtime's library.
struct Setup {
  std::vector<SetupRole> roles;
  friend bool operator==(const Setup&, const Setup&) = default;
};

struct LookRequest {
  uint32_t width = 0;
  uint32_t height = 0;
  Wanted wanted;
  friend bool operator==(const LookRequest&, const LookRequest&) = default;
};

struct VisionFailure {
  Role role = Role::objects;
  bool is_model = false;  // it is the role's model that is at fault
  std::string words;
  friend bool operator==(const VisionFailure&, const VisionFailure&) = default;
};

// A frame, header and body.
std::string frame_of(FrameKind kind, std::string body);

std::string encode(const Setup& setup);
std::string encode(const LookRequest& look);
std::string encode_sentence(const std::string& sentence);
std::string encode(const Sight& sight);
std::string encode_vector(const std::vector<float>& vector);
std::string encode(const VisionFailure& failure);

protocol::Decoded<Setup> decode_setup(Bytes body);
protocol::Decoded<LookRequest> decode_look(Bytes body);
protocol::Decoded<std::string> decode_sentence(Bytes body);
// Names of classes and colours stay empty: the server has them. An absence without words is of a role that was not in
// the setup; one with words, of a model at fault.
protocol::Decoded<Sight> decode_sight(Bytes body);
protocol::Decoded<std::vector<float>> decode_vector(Bytes body);
protocol::Decoded<VisionFailure> decode_failure(Bytes body);

}  // namespace lightwell::engines::vision
