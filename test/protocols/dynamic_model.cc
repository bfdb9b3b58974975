#include "protocols/dynamic_model.h"

#include <stdexcept>

#include "protocols/dynamic_value.h"

#pragma clang diagnostic ignored "-Winvalid-offsetof"

namespace lightwell::protocols {
namespace {

namespace json = boost::json;
using wire::Type;

template <class T, size_t n>
T named(std::string_view name, const std::pair<std::string_view, T> (&table)[n]) {
  for (const auto& [known, value] : table) {
    if (known == name) return value;
  }
  throw std::runtime_error("an unknown name: " + std::string(name));
}

constexpr std::pair<std::string_view, Type> kTypes[] = {{"structure", Type::structure},
                                                        {"list", Type::list},
                                                        {"map", Type::map},
                                                        {"string", Type::string},
                                                        {"boolean", Type::boolean},
                                                        {"integer", Type::integer},
                                                        {"long", Type::long_integer},
                                                        {"float", Type::floating_point},
                                                        {"double", Type::floating_point},
                                                        {"timestamp", Type::timestamp},
                                                        {"blob", Type::blob},
                                                        {"document", Type::document}};
constexpr std::pair<std::string_view, wire::Location> kLocations[] = {
    {"body", wire::Location::body},
    {"header", wire::Location::header},
    {"prefix_headers", wire::Location::prefix_headers},
    {"query", wire::Location::query},
    {"uri", wire::Location::uri},
    {"status", wire::Location::status},
    {"event_header", wire::Location::event_header}};
constexpr std::pair<std::string_view, wire::Protocol> kProtocols[] = {
    {"rest_xml", wire::Protocol::rest_xml}, {"rest_json", wire::Protocol::rest_json},
    {"json_1_0", wire::Protocol::json_1_0}, {"json_1_1", wire::Protocol::json_1_1},
    {"query", wire::Protocol::query},       {"ec2", wire::Protocol::ec2},
    {"cbor", wire::Protocol::cbor}};
constexpr std::pair<std::string_view, wire::TimestampFormat> kFormats[] = {
    {"", wire::TimestampFormat::automatic},
    {"iso8601", wire::TimestampFormat::iso8601},
    {"rfc822", wire::TimestampFormat::http_date},
    {"unixTimestamp", wire::TimestampFormat::unix_time}};

std::string_view text(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value == nullptr || value->is_null() ? std::string_view() : std::string_view(value->as_string());
}
bool flag(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value != nullptr && value->as_bool();
}
int64_t number(const json::object& object, std::string_view name, int64_t otherwise) {
  const auto* value = object.if_contains(name);
  return value == nullptr || value->is_null() ? otherwise : value->to_number<int64_t>();
}

Task<Result<void>> refuse(void*, const Call&, void*, void*) { co_return fail(errors::not_implemented); }

}  // namespace

DynamicModel::DynamicModel(json::value told) : told_(std::move(told)) {
  const auto& service = told_.as_object();
  for (const auto& each : service.at("errors").as_array()) add_error(each.as_object());
  const auto& shapes = service.at("shapes").as_array();
  shapes_.reserve(shapes.size());
  for (const auto& each : shapes) {
    shapes_.push_back({.name = text(each.as_object(), "name"), .type = named(text(each.as_object(), "type"), kTypes)});
  }
  for (size_t i = 0; i < shapes.size(); ++i) add_shape(shapes[i].as_object());
  const auto& operations = service.at("operations").as_array();
  operations_.reserve(operations.size());
  for (const auto& each : operations) add_operation(each.as_object());
  const auto& roles = service.at("roles").as_object();
  const wire::ServiceModel base{.name = text(service, "name"),
                                .signing_name = text(service, "signing_name"),
                                .endpoint_prefix = text(service, "endpoint_prefix"),
                                .api_version = text(service, "api_version"),
                                .protocol = wire::Protocol::json_1_0};
  const auto& protocols = service.at("protocols").as_array();
  for (size_t i = 0; i < protocols.size(); ++i) {
    wire::ServiceModel& model = models_.emplace_back(base);
    model.protocol = named(std::string_view(protocols[i].as_string()), kProtocols);
    model.target_prefix = text(service, "target_prefix");
    model.xml_namespace = text(service, "xml_namespace");
    model.error_namespace = text(service, "error_namespace");
    model.is_query_compatible = flag(service, "is_query_compatible");
    model.wraps_errors = flag(service, "wraps_errors");
    model.operations = operations_;
    model.errors = errors_;
    const auto role = [&](std::string_view name) { return model.find_error(text(roles, name)); };
    model.malformed_body = role("malformed_body");
    model.missing_body = role("missing_body");
    model.invalid_parameter = role("invalid_parameter");
    model.missing_parameter = role("missing_parameter");
    model.validation = role("validation");
    model.unknown_operation = role("unknown_operation");
    model.method_not_allowed = role("method_not_allowed");
    model.not_implemented = role("not_implemented");
    model.internal_error = role("internal_error");
  }
  for (size_t i = 0; i + 1 < models_.size(); ++i) models_[i].also = &models_[i + 1];
}

wire::Member DynamicModel::member(const json::object& told, size_t index, bool is_input) const {
  const wire::Shape& shape = shapes_.at(size_t(number(told, "shape", 0)));
  wire::Member out{.name = text(told, "name"),
                   .wire_name = text(told, "wire_name"),
                   .form_name = text(told, "form_name"),
                   .shape = &shape,
                   .offset = uint32_t(index * sizeof(std::unique_ptr<Node>)),
                   .location = named(text(told, "location"), kLocations),
                   .is_required = flag(told, "is_required"),
                   .is_flattened = flag(told, "is_flattened"),
                   .is_attribute = flag(told, "is_attribute"),
                   .is_streaming = flag(told, "is_streaming"),
                   .is_json_value = flag(told, "is_json_value"),
                   .xml_namespace = text(told, "xml_namespace"),
                   .xml_prefix = text(told, "xml_prefix")};
  if (out.is_streaming) {
    out.is_optional = false;
    out.offset = flag(told, "is_events") ? offsetof(Struct, events)
                 : is_input              ? offsetof(Struct, input_stream)
                                         : offsetof(Struct, output_stream);
  }
  out.optional = slot_access(shape.type);
  return out;
}

void DynamicModel::add_shape(const json::object& told) {
  wire::Shape& shape = shapes_[members_.size()];
  auto& members = members_.emplace_back();
  shape.is_sparse = flag(told, "is_sparse");
  shape.is_union = flag(told, "is_union");
  shape.is_sensitive = flag(told, "is_sensitive");
  shape.optional = sparse_access(shape.type);
  shape.timestamp_format = named(text(told, "timestamp_format"), kFormats);
  shape.element_name = text(told, "element_name");
  shape.key_name = text(told, "key_name");
  if (shape.type == Type::structure) {
    shape.structure = &kStructAccess;
    const auto& parts = told.at("members").as_array();
    if (parts.size() > kSlotsMax) throw std::runtime_error("too many members");
    for (const auto& each : parts) {
      members.push_back(member(each.as_object(), members.size(), flag(told, "is_input")));
    }
    shape.members = members;
    shape.payload = int(number(told, "payload", -1));
  } else if (shape.type == Type::list || shape.type == Type::map) {
    shape.element = &shapes_.at(size_t(number(told, "element", 0)));
    if (shape.type == Type::list) {
      shape.list = list_access(shape.element->type, shape.is_sparse);
    } else {
      shape.key = &shapes_.at(size_t(number(told, "key", 0)));
      shape.map = map_access(shape.element->type, shape.is_sparse);
    }
  }
  if (const auto* rules = told.if_contains("constraints")) {
    wire::Constraints& own = constraints_.emplace_back();
    own.min = number(rules->as_object(), "min", own.min);
    own.max = number(rules->as_object(), "max", own.max);
    own.pattern = text(rules->as_object(), "pattern");
    auto& values = names_.emplace_back();
    if (const auto* listed = rules->as_object().if_contains("values")) {
      for (const auto& value : listed->as_array()) values.emplace_back(value.as_string());
    }
    own.values = values;
    shape.constraints = &own;
  }
  if (!flag(told, "is_events")) return;
  auto& ends = event_errors_.emplace_back();
  for (const auto& each : told.at("event_errors").as_array()) {
    for (const wire::ErrorRow& row : errors_) {
      if (row.kind->code == each.at(1).as_string()) ends.push_back({each.at(0).as_string(), row.kind});
    }
  }
  shape.events = &kEventsAccess;
  shape.event_errors = ends;
}

void DynamicModel::add_operation(const json::object& told) {
  wire::Operation operation{.name = text(told, "name"),
                            .method = text(told, "method"),
                            .uri = text(told, "uri"),
                            .status = int(number(told, "status", 200)),
                            .input = &shapes_.at(size_t(number(told, "input", 0))),
                            .output = &shapes_.at(size_t(number(told, "output", 0)))};
  const auto listed = [&](std::string_view name) -> std::span<const std::string_view> {
    auto& names = names_.emplace_back();
    for (const auto& each : told.at(name).as_array()) names.emplace_back(each.as_string());
    return names;
  };
  operation.required_queries = listed("required_queries");
  operation.required_headers = listed("required_headers");
  operation.is_deprecated = flag(told, "is_deprecated");
  operation.output_root = text(told, "output_root");
  operation.input_root = text(told, "input_root");
  operation.invoke = &refuse;
  operations_.push_back(operation);
}

void DynamicModel::add_error(const json::object& told) {
  const ErrorKind& kind =
      kinds_.emplace_back(ErrorKind{.code = text(told, "code"),
                                    .http_status = int(number(told, "status", 400)),
                                    .fault = flag(told, "is_senders") ? Fault::sender : Fault::receiver,
                                    .message = text(told, "message")});
  errors_.push_back({&kind, text(told, "shape_name")});
}

}  // namespace lightwell::protocols
