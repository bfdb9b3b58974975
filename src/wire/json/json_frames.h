// The stack of a JSON reader: for each object and array that is open, the value it fills.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/constraints.h"
#include "wire/json/json_text.h"
#include "wire/members.h"
#include "wire/model.h"

namespace lightwell::wire {

// Takes the parser's events. A function that answers false has put down what is wrong.
class JsonFrames {
 public:
  JsonFrames(const Shape& shape, void* structure, Findings* findings)
      : root_shape_(&shape), root_(structure), findings_(findings) {}

  bool object_begin();
  bool array_begin();
  bool object_end();
  bool array_end();
  bool key(std::string_view name);
  bool text(std::string text);
  // `as_written`: the number's own characters, which a document keeps.
  bool integer(int64_t number, std::string_view as_written);
  bool number(double number, std::string_view as_written);
  bool boolean(bool value);
  bool null();
  const std::string& problem() const { return problem_; }

 private:
  struct Frame {
    const Shape* shape;  // null: passed over
    void* value;
    size_t member = 0;        // of a structure: the key that came last; past the end for an unknown one
    std::string key = {};     // of a map
    Seen seen = {};           // of a structure
    bool is_strange = false;  // of a structure: a key came that it does not know
  };
  struct Place {
    const Shape* shape = nullptr;  // null: passed over
    void* value = nullptr;
  };

  Place next();
  bool open(Type type, std::string_view token);
  bool end();
  // Whether the scalar went into a document; `place` is where it belongs otherwise.
  bool takes_document(std::string_view raw, Place& place);
  void finish_document();
  bool check_union(const Frame& frame);
  bool refuse(std::string_view token, Type expected);
  std::string where() const;

  const Shape* root_shape_;
  void* root_;
  Findings* findings_;
  std::vector<Frame> frames_;
  JsonText document_;
  std::string* document_place_ = nullptr;  // of the document that is being read
  std::string problem_;
};

}  // namespace lightwell::wire
