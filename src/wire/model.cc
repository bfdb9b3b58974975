#include "wire/model.h"

#include <algorithm>

namespace lightwell::wire {

const Operation* ServiceModel::find_operation(std::string_view operation_name) const {
  const auto found = std::ranges::lower_bound(operations, operation_name, {}, &Operation::name);
  return found != operations.end() && found->name == operation_name ? &*found : nullptr;
}

const ErrorKind* ServiceModel::find_error(std::string_view code_or_shape) const {
  for (const ErrorRow& row : errors) {
    if (row.kind->code == code_or_shape || row.shape_name == code_or_shape) return row.kind;
  }
  return nullptr;
}

}  // namespace lightwell::wire
