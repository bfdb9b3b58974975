#include "wire/rest/bindings.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "wire/rest/mail_words.h"
#include "wire/rest/uri_template.h"
#include "wire/scalar_text.h"

namespace lightwell::wire {
namespace {

TimestampFormat format_at(Location location) {
  return location == Location::header ? TimestampFormat::http_date : TimestampFormat::iso8601;
}

Error unreadable(const ServiceModel& model, const Member& member, std::string_view text) {
  const bool is_number = member.shape->type == Type::integer || member.shape->type == Type::long_integer;
  std::string words = is_number ? fmt::format("Provided {} not an integer or within integer range", member.wire_name)
                                : fmt::format("{} must be {}", member.wire_name, describe(member.shape->type));
  auto failure = error(*model.invalid_parameter, std::move(words)).with("ArgumentName", std::string(member.wire_name));
  if (!member.shape->is_sensitive) failure.details.push_back({"ArgumentValue", std::string(text)});
  return failure;
}

// What a parameter that comes twice means would be anybody's guess.
Error repeated(const ServiceModel& model, const Member& member, std::string_view text) {
  auto failure = error(*model.invalid_parameter, fmt::format("{} may only be specified once.", member.wire_name))
                     .with("ArgumentName", std::string(member.wire_name));
  if (!member.shape->is_sensitive) failure.details.push_back({"ArgumentValue", std::string(text)});
  return failure;
}

// A date that cannot be read makes its condition void (RFC 9110, 13.1.3).
bool is_void_condition(const Member& member) {
  return member.shape->type == Type::timestamp && to_lower(member.wire_name).starts_with("if-");
}

// Cuts the first element off a list in a header. One in quotes may hold commas; a date holds one.
std::string cut_element(std::string_view& text, bool is_date) {
  std::string out;
  text = trim(text);
  if (text.starts_with('"') && !is_date) {
    size_t at = 1;
    for (; at < text.size() && text[at] != '"'; ++at) {
      if (text[at] == '\\' && at + 1 < text.size()) ++at;
      out += text[at];
    }
    const size_t comma = text.find(',', std::min(at, text.size()));
    text.remove_prefix(comma == text.npos ? text.size() : comma + 1);
    return out;
  }
  size_t comma = text.find(',');
  if (is_date && comma != text.npos) comma = text.find(',', comma + 1);
  out = trim(text.substr(0, comma));
  text.remove_prefix(comma == text.npos ? text.size() : comma + 1);
  return out;
}

bool read_header_list(std::string_view text, const Shape& shape, void* list) {
  const bool is_date = shape.element->type == Type::timestamp &&
                       timestamp_format(*shape.element, TimestampFormat::http_date) == TimestampFormat::http_date;
  while (!text.empty()) {
    const std::string part = cut_element(text, is_date);
    if (part.empty()) continue;
    if (!read_scalar(part, *shape.element, append_element(shape, list), TimestampFormat::http_date)) return false;
  }
  return true;
}

// Reads one parameter. An empty text is no value of any type but a string.
Result<bool> read_parameter(const ServiceModel& model, const Member& member, std::string_view text, void* structure,
                            bool is_again) {
  const Shape& shape = *member.shape;
  if (shape.type == Type::list) {
    void* list = reach_member(structure, member);
    const bool good = member.location == Location::header
                          ? read_header_list(text, shape, list)
                          : read_scalar(text, *shape.element, shape.list->append(list), TimestampFormat::iso8601);
    if (!good) return fail(unreadable(model, member, text));
    return true;
  }
  if (is_again) return true;
  if (member.is_json_value && member.location == Location::header) {
    auto decoded = from_base64(text);
    if (!decoded) return fail(unreadable(model, member, text));
    *static_cast<std::string*>(make_member(structure, member)) = std::move(*decoded);
    return true;
  }
  if (text.empty() && shape.type != Type::string && shape.type != Type::blob) return false;
  if (read_scalar(text, shape, make_member(structure, member), format_at(member.location))) return true;
  if (member.is_optional) optional_of(member).reset(member_slot(structure, member));
  if (is_void_condition(member)) return false;
  return fail(unreadable(model, member, text));
}

void read_prefix_header(const Member& member, const FieldView& field, void* structure) {
  void* map = reach_member(structure, member);
  auto& value =
      *static_cast<std::string*>(member.shape->map->insert(map, to_lower(field.name.substr(member.wire_name.size()))));
  if (!value.empty()) value += ',';
  value += from_mail_words(trim(field.value));
}

Result<void> read_field(const ServiceModel& model, const Shape& shape, const FieldView& field, void* structure,
                        Seen& seen) {
  for (size_t i = 0; i < shape.members.size(); ++i) {
    const Member& member = shape.members[i];
    if (member.location == Location::header && field.name.size() == member.wire_name.size() &&
        equals_ignore_case(field.name, member.wire_name)) {
      TRY(const bool present, read_parameter(model, member, trim(field.value), structure, seen.test(i)));
      if (present) seen.set(i);
    } else if (member.location == Location::prefix_headers && field.name.size() > member.wire_name.size() &&
               equals_ignore_case(field.name.substr(0, member.wire_name.size()), member.wire_name)) {
      read_prefix_header(member, field, structure);
      seen.set(i);
    }
  }
  return {};
}

Result<void> read_labels(const ServiceModel& model, const Operation& operation, std::string_view path, void* input,
                         Seen& seen) {
  const auto uri = UriTemplate::parse(operation.uri);
  std::vector<std::string_view> labels;
  if (!uri.match(path, labels)) return fail(error(*model.invalid_parameter).log("the path does not fit the operation"));
  size_t next = 0;
  for (const UriSegment& segment : uri.segments) {
    if (!segment.is_label) continue;
    const std::string_view raw = labels[next++];
    const auto text = percent_decode(raw);
    if (!text || !is_utf8(*text)) return fail(error(*model.invalid_parameter, "Couldn't parse the specified URI."));
    for (size_t i = 0; i < operation.input->members.size(); ++i) {
      const Member& member = operation.input->members[i];
      if (member.location != Location::uri || member.wire_name != segment.text) continue;
      if (!read_scalar(*text, *member.shape, make_member(input, member), TimestampFormat::iso8601)) {
        return fail(unreadable(model, member, *text));
      }
      seen.set(i);
    }
  }
  return {};
}

// A map takes every parameter: its values are texts, or lists of them.
void read_query_entry(const Shape& shape, const std::string& name, const std::string& value, void* map) {
  void* slot = insert_entry(shape, map, name);
  void* text = shape.element->type == Type::list ? append_element(*shape.element, slot) : slot;
  *static_cast<std::string*>(text) = value;
}

Result<void> read_query(const ServiceModel& model, const Operation& operation, std::string_view query, void* input,
                        Seen& seen) {
  const Shape& shape = *operation.input;
  const auto literals = UriTemplate::parse(operation.uri).literals;
  std::vector<std::pair<std::string, std::string>> parameters;
  if (!split_query(query, parameters)) return fail(error(*model.invalid_parameter).log("a broken query string"));
  for (const auto& [name, value] : parameters) {
    for (size_t i = 0; i < shape.members.size(); ++i) {
      const Member& member = shape.members[i];
      if (member.location != Location::query) continue;
      const bool is_literal =
          std::ranges::find(literals, name, [](const auto& one) { return one.first; }) != literals.end();
      if (member.shape->type == Type::map && !is_literal && is_utf8(name) && is_utf8(value)) {
        read_query_entry(*member.shape, name, value, reach_member(input, member));
        seen.set(i);
      }
      if (member.shape->type == Type::map || member.wire_name != name) continue;
      if (!is_utf8(value)) return fail(unreadable(model, member, ""));
      if (seen.test(i) && member.shape->type != Type::list) return fail(repeated(model, member, value));
      TRY(const bool present, read_parameter(model, member, value, input, seen.test(i)));
      if (present) seen.set(i);
    }
  }
  return {};
}

std::string quoted_element(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

// The text of a header: a scalar, or a list with commas.
std::string header_text(const Shape& shape, const void* value) {
  std::string text;
  if (shape.type != Type::list) {
    append_scalar(text, shape, value, TimestampFormat::http_date);
    return text;
  }
  for (size_t i = 0; i < shape.list->size(value); ++i) {
    if (i != 0) text += ", ";
    std::string element;
    if (const void* held = element_at(shape, value, i)) {
      append_scalar(element, *shape.element, held, TimestampFormat::http_date);
    }
    const bool needs_quotes = shape.element->type == Type::string && element.find_first_of("\",") != element.npos;
    text += needs_quotes ? quoted_element(element) : element;
  }
  return text;
}

bool is_control(char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F; }

template <class Add>
void each_header(const Shape& shape, const void* structure, Add add) {
  for (const Member& member : shape.members) {
    if (member.location != Location::header && member.location != Location::prefix_headers) continue;
    const void* value = find_member(structure, member);
    if (value == nullptr) continue;
    if (member.location == Location::header) {
      std::string text = header_text(*member.shape, value);
      if (member.is_json_value) text = to_base64(as_bytes(text));
      const bool is_empty_list = member.shape->type == Type::list && text.empty();
      if (!is_empty_list) add(std::string(member.wire_name), std::move(text));
      continue;
    }
    for_each_entry(*member.shape, value, [&](const std::string& key, const void* text) {
      add(std::string(member.wire_name).append(trim(key)), to_mail_words(*static_cast<const std::string*>(text)));
    });
  }
}

Result<std::string> request_path(const ServiceModel& model, const Operation& operation, const UriTemplate& uri,
                                 const void* input) {
  std::string path;
  for (const UriSegment& segment : uri.segments) {
    path += '/';
    if (!segment.is_label) {
      path += segment.text;
      continue;
    }
    std::string text;
    for (const Member& member : operation.input->members) {
      if (member.location != Location::uri || member.wire_name != segment.text) continue;
      if (const void* value = find_member(input, member)) {
        append_scalar(text, *member.shape, value, TimestampFormat::iso8601);
      }
    }
    if (text.empty()) return fail(*model.invalid_parameter, fmt::format("{} must not be empty", segment.text));
    path += percent_encode(text, segment.is_greedy ? Slash::keep : Slash::encode);
  }
  return path.empty() ? "/" : path;
}

void append_query(std::string& query, std::string_view name, std::string_view value) {
  if (!query.empty()) query += '&';
  query += percent_encode(name);
  query += '=';
  query += percent_encode(value);
}

void append_query_value(std::string& query, std::string_view name, const Shape& shape, const void* value) {
  if (value == nullptr) return;
  if (shape.type == Type::list) {
    for (size_t i = 0; i < shape.list->size(value); ++i) {
      append_query_value(query, name, *shape.element, element_at(shape, value, i));
    }
    return;
  }
  std::string text;
  append_scalar(text, shape, value, TimestampFormat::iso8601);
  append_query(query, name, text);
}

std::string request_query(const Operation& operation, const UriTemplate& uri, const void* input) {
  std::string query;
  const auto is_bound = [&](std::string_view name) {
    return std::ranges::any_of(operation.input->members, [&](const Member& member) {
      return member.location == Location::query && member.shape->type != Type::map && member.wire_name == name &&
             find_member(input, member) != nullptr;
    });
  };
  for (const auto& [name, value] : uri.literals) append_query(query, name, value);
  for (const Member& member : operation.input->members) {
    const void* value = member.location == Location::query ? find_member(input, member) : nullptr;
    if (value == nullptr) continue;
    if (member.shape->type != Type::map) {
      append_query_value(query, member.wire_name, *member.shape, value);
      continue;
    }
    for_each_entry(*member.shape, value, [&](const std::string& name, const void* each) {
      if (!is_bound(name)) append_query_value(query, name, *member.shape->element, each);
    });
  }
  return query;
}

}  // namespace

Result<void> read_request_bindings(const ServiceModel& model, const Operation& operation, const RequestView& request,
                                   void* input, Seen& seen) {
  REQUIRE_OK(read_labels(model, operation, request.path, input, seen));
  REQUIRE_OK(read_query(model, operation, request.query, input, seen));
  for (const FieldView& field : request.headers) {
    REQUIRE_OK(read_field(model, *operation.input, field, input, seen));
  }
  return {};
}

Result<void> write_request_bindings(const ServiceModel& model, const Operation& operation, const void* input,
                                    RequestParts& request) {
  const auto uri = UriTemplate::parse(operation.uri);
  request.method = operation.method;
  TRY(request.path, request_path(model, operation, uri, input));
  request.query = request_query(operation, uri, input);
  const Field* broken = nullptr;
  // Space around a field is no part of it: the signature, and whoever reads it, leaves it out.
  each_header(*operation.input, input, [&](std::string_view name, std::string_view value) {
    request.headers.push_back({std::string(name), std::string(trim(value))});
  });
  for (const Field& field : request.headers) {
    if (std::ranges::any_of(field.value, is_control) || std::ranges::any_of(field.name, is_control)) broken = &field;
  }
  if (broken == nullptr) return {};
  return fail(*model.invalid_parameter, fmt::format("{} has a control character in it", broken->name));
}

void write_response_bindings(const Shape& output, const void* structure, ResponseParts& response) {
  each_header(output, structure, [&](std::string name, std::string value) {
    if (equals_ignore_case(name, "Content-Length")) {
      response.content_length = parse_unsigned(value);
      return;
    }
    std::ranges::replace_if(value, is_control, ' ');
    response.headers.push_back({std::move(name), std::move(value)});
  });
  for (const Member& member : output.members) {
    if (member.location != Location::status || member.shape->type != Type::integer) continue;
    if (const void* status = find_member(structure, member)) response.status = *static_cast<const int32_t*>(status);
  }
}

void read_response_bindings(const Shape& output, const ResponseView& response, void* structure) {
  static constexpr ErrorKind kPassedOver{"PassedOver", 500, Fault::receiver};
  static constexpr ServiceModel kAnyModel{.name = {},
                                          .signing_name = {},
                                          .endpoint_prefix = {},
                                          .api_version = {},
                                          .protocol = Protocol::rest_xml,
                                          .invalid_parameter = &kPassedOver};
  Seen seen;
  for (const FieldView& field : response.headers) {
    const auto read = read_field(kAnyModel, output, field, structure, seen);
    static_cast<void>(read);
  }
  for (const Member& member : output.members) {
    if (member.location != Location::status || member.shape->type != Type::integer) continue;
    *static_cast<int32_t*>(make_member(structure, member)) = response.status;
  }
}

}  // namespace lightwell::wire
