#include "wire/path.h"

#include "wire/constraints.h"

namespace lightwell::wire {

std::string PathStep::text(const PathStep* top) {
  if (top == nullptr) return {};
  std::string out = text(top->above_);
  if (!out.empty()) out += '.';
  if (top->is_key_) return out.append(top->name_).append(".member");
  out += top->index_ == 0 ? lower_first(top->name_) : std::to_string(top->index_) + ".member";
  return out;
}

}  // namespace lightwell::wire
