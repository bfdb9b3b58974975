#include "site/json_reader.h"

#include <fmt/format.h>

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/stream_parser.hpp>
#include <boost/json/value.hpp>

#include "base/text.h"
#include "site/errors.h"

namespace lightwell::site {

namespace json = boost::json;

Error JsonField::complaint(std::string_view what_is_wrong) const {
  const std::string_view subject = path_.empty() ? "The body" : std::string_view(path_);
  return error(errors::invalid_field, fmt::format("{} {}.", subject, what_is_wrong)).with("Field", path_);
}

Result<std::optional<JsonField>> JsonField::optional(std::string_view name) const {
  const json::object* members = value_->if_object();
  if (members == nullptr) return fail(complaint("must be an object"));
  const json::value* member = members->if_contains(name);
  if (member == nullptr || member->is_null()) return std::nullopt;
  return JsonField(member, path_.empty() ? std::string(name) : fmt::format("{}.{}", path_, name));
}

Result<JsonField> JsonField::required(std::string_view name) const {
  TRY(const std::optional<JsonField> member, optional(name));
  if (!member)
    return fail(JsonField(nullptr, path_.empty() ? std::string(name) : fmt::format("{}.{}", path_, name))
                    .complaint("is required"));
  return *member;
}

Result<std::vector<JsonField>> JsonField::elements(size_t min, size_t max) const {
  const json::array* values = value_->if_array();
  if (values == nullptr) return fail(complaint("must be a list"));
  if (values->size() < min) return fail(complaint(fmt::format("must have at least {}", min)));
  if (values->size() > max) return fail(complaint(fmt::format("must have at most {}", max)));
  std::vector<JsonField> fields;
  fields.reserve(values->size());
  for (size_t i = 0; i < values->size(); ++i) fields.emplace_back(&(*values)[i], fmt::format("{}[{}]", path_, i));
  return fields;
}

Result<std::string> JsonField::text(TextLength length) const {
  const json::string* value = value_->if_string();
  if (value == nullptr) return fail(complaint("must be a text"));
  const std::string_view view(value->data(), value->size());
  // The parser has checked that it is UTF-8.
  const size_t count = code_points(view);
  if (count < length.min) return fail(complaint(count == 0 ? "must not be empty" : "is too short"));
  if (count > length.max) return fail(complaint(fmt::format("must have at most {} characters", length.max)));
  if (view.find('\0') != view.npos) return fail(complaint("must not contain a zero character"));
  return std::string(view);
}

Result<int64_t> JsonField::integer(IntegerRange range) const {
  std::optional<int64_t> value;
  if (const int64_t* small = value_->if_int64()) value = *small;
  if (!value && !value_->is_uint64()) return fail(complaint("must be a whole number"));
  if (!value || *value < range.min || *value > range.max) {
    return fail(complaint(fmt::format("must be from {} to {}", range.min, range.max)));
  }
  return *value;
}

Result<bool> JsonField::boolean() const {
  if (const bool* value = value_->if_bool()) return *value;
  return fail(complaint("must be true or false"));
}

struct JsonDocument::Arena {
  json::monotonic_resource memory;
  json::value root = json::value(json::storage_ptr(&memory));
};

JsonDocument::JsonDocument(std::unique_ptr<Arena> arena) : arena_(std::move(arena)) {}
JsonDocument::JsonDocument(JsonDocument&&) noexcept = default;
JsonDocument::~JsonDocument() = default;

Result<JsonDocument> JsonDocument::parse(std::string_view text) {
  auto arena = std::make_unique<Arena>();
  json::parse_options options;
  options.max_depth = kDepthMax;
  json::stream_parser parser(&arena->memory, options);
  boost::system::error_code failure;
  parser.write(text.data(), text.size(), failure);
  if (!failure) parser.finish(failure);
  if (failure)
    return fail(error(errors::malformed_json, fmt::format("The body is not well-formed JSON: {}.", failure.message())));
  arena->root = parser.release();
  return JsonDocument(std::move(arena));
}

Result<JsonField> JsonDocument::object() const {
  JsonField body(&arena_->root, "");
  if (!arena_->root.is_object()) return fail(body.complaint("must be an object"));
  return body;
}

}  // namespace lightwell::site
