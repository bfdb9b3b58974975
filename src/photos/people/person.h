// Person and face, as the library shows them.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "photos/eyes/seen.h"

namespace lightwell::photos {

// Somebody whose faces were found to be alike; a name follows when the owner gives one.
struct Person {
  std::string id;
  std::string name;
  bool is_hidden = false;
  int64_t photo_count = 0;  // not in the trash
  std::optional<std::string> cover_face;
};

struct PersonDetail {
  Person person;
  int64_t face_count = 0;
  std::optional<Timestamp> first_taken;  // local, see Taken
  std::optional<Timestamp> last_taken;
};

struct PhotoFace {
  std::string id;
  Box box;
  double confidence = 0;
  bool is_hidden = false;  // no face, says the owner
  bool is_by_hand = false;
  std::optional<Person> person;
};

struct PersonFace {
  std::string id;
  std::string photo_id;
  Box box;
  double confidence = 0;
  bool is_by_hand = false;
};

enum class EditKind { rename, hide, show, cover, merge, split, move, not_a_face, different };
std::string_view to_text(EditKind);  // "rename", ...

struct PersonEdit {
  std::string id;
  EditKind kind = EditKind::rename;
  std::optional<std::string> person_id;
  std::string words;  // "Anna and Bob merged"
  Timestamp at;
  bool is_undone = false;
};

// Are these two the same?
struct PersonQuestion {
  std::string id;
  double similarity = 0;
  Person a;
  Person b;
  std::string face_a;
  std::string face_b;
};

}  // namespace lightwell::photos
