// The condition keys that policies ask for, each once, in the order they come.

#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "policy/document.h"
#include "services/iam/errors.h"

namespace lightwell::iam {

class ContextKeys {
 public:
  void add(const policy::Document& document) {
    for (std::string& key : document.context_keys()) {
      if (seen_.insert(to_lower(key)).second) keys_.push_back(std::move(key));
    }
  }
  // InvalidInput.
  Result<void> add(const std::string& json) {
    const auto document = policy::parse(json, policy::Kind::identity);
    if (!document) return fail(errors::invalid_input_exception, document.error().message);
    add(**document);
    return {};
  }
  std::vector<std::string> take() { return std::move(keys_); }

 private:
  std::set<std::string> seen_;
  std::vector<std::string> keys_;
};

}  // namespace lightwell::iam
