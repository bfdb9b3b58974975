#include "wire/typed_error.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

#include "base/text.h"
#include "wire/foreign_error.h"

namespace lightwell::wire {
namespace {

const OptionalAccess kTextAccess{
    .emplace = [](void* text) -> void* { return &static_cast<std::optional<std::string>*>(text)->emplace(); },
    .find = [](const void* text) -> const void* {
      const auto& held = *static_cast<const std::optional<std::string>*>(text);
      return held ? &*held : nullptr;
    },
    .reset = [](void* text) { static_cast<std::optional<std::string>*>(text)->reset(); },
};
const Shape kText{.name = "Text", .type = Type::string, .optional = &kTextAccess};
const Member kMembers[] = {
    {.name = "type", .wire_name = "__type", .shape = &kText, .offset = offsetof(ErrorBody, type)},
    {.name = "code", .wire_name = "code", .shape = &kText, .offset = offsetof(ErrorBody, code)},
    {.name = "message", .wire_name = "message", .shape = &kText, .offset = offsetof(ErrorBody, lower_message)},
    {.name = "Message", .wire_name = "Message", .shape = &kText, .offset = offsetof(ErrorBody, upper_message)},
};

std::string_view find_header(const ResponseView& response, std::string_view name) {
  for (const FieldView& field : response.headers) {
    if (equals_ignore_case(field.name, name)) return field.value;
  }
  return {};
}

// "com.amazonaws.sqs#QueueDoesNotExist:http://..." -> QueueDoesNotExist
std::string_view bare_type(std::string_view type) {
  type = type.substr(0, type.find(':'));
  const size_t hash = type.find('#');
  return hash == type.npos ? type : type.substr(hash + 1);
}

}  // namespace

const Shape kErrorBody{.name = "ErrorBody", .type = Type::structure, .members = kMembers};

std::string error_type(const ServiceModel& model, const ErrorKind& kind) {
  const auto row = std::ranges::find(model.errors, &kind, &ErrorRow::kind);
  const std::string_view name = row == model.errors.end() ? kind.code : row->shape_name;
  if (model.error_namespace.empty()) return std::string(name);
  return fmt::format("{}#{}", model.error_namespace, name);
}

void add_query_error(const ServiceModel& model, const ErrorKind& kind, std::vector<Field>& headers) {
  if (!model.is_query_compatible) return;
  headers.push_back(
      {"x-amzn-query-error", fmt::format("{};{}", kind.code, kind.fault == Fault::sender ? "Sender" : "Receiver")});
}

Error typed_error(const ServiceModel& model, const Operation& operation, const ResponseView& response,
                  const ErrorBody& body) {
  std::string_view type = find_header(response, "x-amzn-errortype");
  if (type.empty() && body.type) type = *body.type;
  if (type.empty() && body.code) type = *body.code;
  std::string message = body.lower_message ? *body.lower_message : body.upper_message.value_or("");
  std::string code(bare_type(type));
  const std::string_view query_error = find_header(response, "x-amzn-query-error");
  if (!query_error.empty() && model.find_error(code) == nullptr) code = query_error.substr(0, query_error.find(';'));
  if (code.empty()) return bodyless_error(model, operation, response.status);
  return foreign_error(model, operation, response.status, code, std::move(message));
}

}  // namespace lightwell::wire
