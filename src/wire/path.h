// Where in its input a reader is, as AWS's messages name places: tags.1.member.key

#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lightwell::wire {

// A step lives on the stack of the function that takes it; `top` is the reader's own place.
class PathStep {
 public:
  PathStep(const PathStep*& top, std::string_view member) : top_(top), above_(top), name_(member) { top_ = this; }
  PathStep(const PathStep*& top, size_t index) : top_(top), above_(top), index_(index) { top_ = this; }
  struct Key {
    std::string_view text;  // of a map
  };
  PathStep(const PathStep*& top, Key key) : top_(top), above_(top), name_(key.text), is_key_(true) { top_ = this; }
  ~PathStep() { top_ = above_; }
  PathStep(const PathStep&) = delete;
  PathStep& operator=(const PathStep&) = delete;

  static std::string text(const PathStep* top);

 private:
  const PathStep*& top_;
  const PathStep* above_;
  std::string_view name_ = {};
  size_t index_ = 0;  // from 1, of an element
  bool is_key_ = false;
};

}  // namespace lightwell::wire
