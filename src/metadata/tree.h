// The tree of metadata: paths to texts, and what a folder lists.

#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "metadata/instance.h"

namespace lightwell::metadata {

class Tree {
 public:
  void add(std::string path, std::string value);
  // A path whose value comes from elsewhere; it is listed like the others.
  void announce(std::string path) { leaves_.emplace(std::move(path), std::nullopt); }

  struct Found {
    bool is_elsewhere = false;  // announced
    std::string text = {};
  };
  // `path`: without a slash at its ends. A folder answers its list: one name a line, folders with a slash, none after
  // the last.
  std::optional<Found> find(std::string_view path) const;

 private:
  std::map<std::string, std::optional<std::string>, std::less<>> leaves_;
};

// All of meta-data/ but iam/.
Tree metadata_tree(const Instance& instance);

}  // namespace lightwell::metadata
