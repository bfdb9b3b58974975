#include "services/iam/errors.h"

#include <fmt/format.h>

namespace lightwell::iam {
namespace {

Error as(const ErrorKind& kind, Error failure) {
  std::string words = std::move(failure.log_words);
  if (words.empty()) words = std::move(failure.message);
  return error(kind).log(std::move(words));
}

}  // namespace

Error in_amazons_words(Error failure) {
  using namespace lightwell::errors;
  if (failure.kind == &slow_down || failure.kind == &stopped) return as(errors::throttling, failure);
  if (failure.kind == &internal_error) return as(errors::service_failure_exception, failure);
  return failure;
}

Error no_such(std::string_view what, std::string_view how, std::string_view name) {
  return error(errors::no_such_entity_exception, fmt::format("The {} with {} {} cannot be found.", what, how, name));
}

Error exists_already(std::string_view what, std::string_view name) {
  return error(errors::entity_already_exists_exception, fmt::format("{} with name {} already exists.", what, name));
}

Error over_quota(std::string_view quota, size_t most) {
  return error(errors::limit_exceeded_exception, fmt::format("Cannot exceed quota for {}: {}", quota, most));
}

Error changed_meanwhile() {
  return error(errors::concurrent_modification_exception,
               "Multiple requests to change this object were submitted simultaneously.");
}

Error must_first(std::string_view what) {
  return error(errors::delete_conflict_exception, fmt::format("Cannot delete entity, must {} first.", what));
}

}  // namespace lightwell::iam
