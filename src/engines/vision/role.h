// The parts that models play. A model's file may be replaced; its role says what goes in and what comes out.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lightwell::engines::vision {

enum class Role : uint8_t {
  objects,            // 80 classes of things, with boxes
  objects_second,     // a second opinion on them
  image_labels,       // what the whole picture shows, out of a thousand classes
  face_detection,     // boxes
  face_mesh,          // 468 points of a face, and whether it is one
  face_embedding,     // 512 numbers that tell people apart
  face_attributes,    // age and gender
  emotion,            // seven of them
  text_detection,     // where text is
  text_recognition,   // what it says
  moderation,         // five classes
  moderation_second,  // the same again
  image_embedding,    // numbers that tell pictures apart
  clip_image,         // a picture and a sentence in one space: the picture's half
  clip_text,          // the sentence's half
};
inline constexpr size_t kRoles = 15;

std::string_view name_of(Role);  // "face-detection"
std::optional<Role> role_named(std::string_view);

enum class RoleState : uint8_t {
  ready,    // its file is there
  missing,  // no file
  broken,   // the file is no model, or one of another shape
};
std::string_view name_of(RoleState);

struct RoleReport {
  Role role;
  RoleState state = RoleState::missing;
  std::string file;   // where it is, or where it was looked for
  std::string words;  // what is wrong, as a sentence; empty when ready
};

}  // namespace lightwell::engines::vision
