// What a collection holds: faces, and users, who are the faces of one person.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"

namespace lightwell::rekognition {

// A face as numbers, of length 1: two faces are alike as their directions are.
using FaceVector = std::vector<float>;

// Ratios of the upright picture; faces at the edge may reach beyond it.
struct Box {
  double left = 0;
  double top = 0;
  double width = 0;
  double height = 0;

  double area() const { return width * height; }
  bool operator==(const Box&) const = default;
};

struct Collection {
  int64_t id = 0;
  std::string account;
  std::string region;
  std::string name;
  std::string index_name;
  Timestamp created_at;
  int64_t face_count = 0;
  int64_t changes = 0;
};

struct StoredFace {
  int64_t number = 0;  // in its collection
  std::string face_id;
  std::string image_id;
  std::string external_image_id;  // empty: none was given
  Box box;
  double confidence = 0;  // 0 to 100
  std::string model;
  int64_t owner = 0;    // the user's row; 0: none
  std::string user_id;  // of the owner
};

struct User {
  int64_t id = 0;
  std::string user_id;
  int64_t face_count = 0;

  const char* status() const { return face_count == 0 ? "CREATED" : "ACTIVE"; }
};

}  // namespace lightwell::rekognition
