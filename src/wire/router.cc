// Which operation a request is meant for.
//
// The rest protocols tell operations apart by method and path, then by what the query spells out (?uploads), then by
// the parameters that only one of them needs: PUT on a key is PutObject, with x-amz-copy-source CopyObject, with
// partNumber and uploadId UploadPart, with all three UploadPartCopy.

#include <algorithm>

#include "base/text.h"
#include "wire/codec.h"
#include "wire/query/query_reader.h"
#include "wire/rest/uri_template.h"

namespace lightwell::wire {
namespace {

constexpr size_t kNameBytesMax = 100;  // of what a request wrote, shown in an answer

struct Route {
  const Operation* operation;
  UriTemplate uri;
};

using Query = std::vector<std::pair<std::string, std::string>>;

std::string_view header(const RequestView& request, std::string_view name) {
  for (const FieldView& field : request.headers) {
    if (equals_ignore_case(field.name, name)) return field.value;
  }
  return {};
}

bool has_header(const RequestView& request, std::string_view name) {
  return std::ranges::any_of(request.headers,
                             [&](const FieldView& field) { return equals_ignore_case(field.name, name); });
}

bool has_parameter(const Query& query, std::string_view name) {
  return std::ranges::any_of(query, [&](const auto& parameter) { return parameter.first == name; });
}

bool spells_out(const Query& query, const UriTemplate& uri) {
  return std::ranges::all_of(uri.literals, [&](const auto& literal) {
    return std::ranges::any_of(query, [&](const auto& parameter) {
      return parameter.first == literal.first && (literal.second.empty() || parameter.second == literal.second);
    });
  });
}

// How well a request fits, from the strongest sign to the weakest.
struct Fit {
  size_t literals = 0;   // what the uri spells out in the query
  size_t words = 0;      // segments of the path that are no labels
  bool is_whole = true;  // every required parameter is there
  size_t required = 0;
  bool is_built = false;
  bool is_current = false;
  auto operator<=>(const Fit&) const = default;
};

Fit fit_of(const Route& route, const RequestView& request, const Query& query) {
  const Operation& operation = *route.operation;
  Fit fit{
      .literals = route.uri.literals.size(), .is_built = operation.is_built(), .is_current = !operation.is_deprecated};
  fit.words = size_t(std::ranges::count_if(route.uri.segments, [](const UriSegment& each) { return !each.is_label; }));
  for (const std::string_view name : operation.required_queries) {
    has_parameter(query, name) ? void(++fit.required) : void(fit.is_whole = false);
  }
  for (const std::string_view name : operation.required_headers) {
    has_header(request, name) ? void(++fit.required) : void(fit.is_whole = false);
  }
  return fit;
}

}  // namespace

const ServiceModel& spoken(const ServiceModel& model, const RequestView& request) {
  if (model.also == nullptr) return model;
  const auto either = [&model](Protocol first, Protocol second) -> const ServiceModel& {
    const ServiceModel* found = in_protocol(model, first);
    if (found == nullptr) found = in_protocol(model, second);
    return found != nullptr ? *found : model;
  };
  if (equals_ignore_case(header(request, "smithy-protocol"), "rpc-v2-cbor")) {
    return either(Protocol::cbor, model.protocol);
  }
  if (has_header(request, "x-amz-target")) return either(Protocol::json_1_0, Protocol::json_1_1);
  const bool is_form = header(request, "content-type").starts_with("application/x-www-form-urlencoded");
  if (is_form || request.query.find("Action=") != request.query.npos) return either(Protocol::query, Protocol::ec2);
  return model;
}

struct Router::Tables {
  const ServiceModel* model;
  std::vector<Route> routes;

  Result<const Operation*> by_path(const RequestView& request) const;
  Result<const Operation*> by_target(const RequestView& request) const;
  Result<const Operation*> by_action(const RequestView& request) const;
  Result<const Operation*> by_rpc_path(const RequestView& request) const;
  Result<const Operation*> by_name(std::string_view name) const;
  // A parameter that chooses among the operations of this path but means nothing to the one chosen.
  const std::string* misplaced(const Route& chosen, const std::vector<const Route*>& rivals, const Query& query) const;
};

Router::Router(const ServiceModel& model) {
  auto tables = std::make_unique<Tables>();
  tables->model = &model;
  for (const Operation& operation : model.operations) {
    tables->routes.push_back({&operation, UriTemplate::parse(operation.uri)});
  }
  tables_ = std::move(tables);
}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

Result<const Operation*> Router::find(const RequestView& request) const {
  switch (spoken(*tables_->model, request).protocol) {
    case Protocol::rest_xml:
    case Protocol::rest_json: return tables_->by_path(request);
    case Protocol::query:
    case Protocol::ec2: return tables_->by_action(request);
    case Protocol::cbor: return tables_->by_rpc_path(request);
    default: return tables_->by_target(request);
  }
}

Result<const Operation*> Router::Tables::by_path(const RequestView& request) const {
  Query query;
  if (!split_query(request.query, query)) return fail(*model->invalid_parameter, "Couldn't parse the specified URI.");
  std::vector<std::string_view> labels;
  std::vector<const Route*> rivals;
  const Route* best = nullptr;
  Fit best_fit;
  bool is_path_known = false;
  for (const Route& route : routes) {
    if (!route.uri.match(request.path, labels)) continue;
    is_path_known = true;
    if (route.operation->method != request.method) continue;
    rivals.push_back(&route);
    if (!spells_out(query, route.uri)) continue;
    const Fit fit = fit_of(route, request, query);
    // Without its parameters an operation is meant only if the query spells it out.
    if (!fit.is_whole && fit.literals == 0) continue;
    if (best == nullptr || fit > best_fit) {
      best = &route;
      best_fit = fit;
    }
  }
  if (best == nullptr) return fail(is_path_known ? *model->method_not_allowed : *model->unknown_operation);
  if (const std::string* name = misplaced(*best, rivals, query)) {
    return fail(error(*model->invalid_parameter, "The parameter " + *name + " does not fit this request.")
                    .with("ArgumentName", *name));
  }
  return best->operation;
}

const std::string* Router::Tables::misplaced(const Route& chosen, const std::vector<const Route*>& rivals,
                                             const Query& query) const {
  if (!chosen.operation->is_built()) return nullptr;
  const auto chooses = [](const Route& route, const std::string& name) {
    return std::ranges::find(route.operation->required_queries, name) != route.operation->required_queries.end();
  };
  const auto means = [&chosen](const std::string& name) {
    return std::ranges::any_of(chosen.operation->input->members, [&](const Member& member) {
      return member.location == Location::query && member.wire_name == name;
    });
  };
  for (const auto& [name, value] : query) {
    const bool is_telling = std::ranges::any_of(rivals, [&](const Route* rival) { return chooses(*rival, name); });
    if (is_telling && !means(name)) return &name;
  }
  return nullptr;
}

Result<const Operation*> Router::Tables::by_name(std::string_view name) const {
  const Operation* operation = model->find_operation(name);
  if (operation == nullptr) return fail(*model->unknown_operation);
  return operation;
}

Result<const Operation*> Router::Tables::by_target(const RequestView& request) const {
  std::string_view target = header(request, "X-Amz-Target");
  if (!target.starts_with(model->target_prefix)) return fail(*model->unknown_operation);
  target.remove_prefix(model->target_prefix.size());
  if (!target.starts_with('.')) return fail(*model->unknown_operation);
  return by_name(target.substr(1));
}

// /any/prefix/service/NAME/operation/NAME
Result<const Operation*> Router::Tables::by_rpc_path(const RequestView& request) const {
  std::string_view path = request.path;
  if (path.ends_with('/')) path.remove_suffix(1);
  const auto cut = [&path] {
    const size_t slash = std::min(path.rfind('/'), path.size());
    const std::string_view last = path.substr(std::min(slash + 1, path.size()));
    path = path.substr(0, slash);
    return last;
  };
  const std::string_view name = cut();
  if (cut() != "operation") return fail(*model->unknown_operation);
  const std::string_view service = cut();
  if (service != model->target_prefix || cut() != "service") return fail(*model->unknown_operation);
  if (request.method != "POST") return fail(*model->method_not_allowed);
  return by_name(name);
}

Result<const Operation*> Router::Tables::by_action(const RequestView& request) const {
  Parameters parameters;
  if (!parameters.add(request.query) || !parameters.add(request.body)) return fail(*model->malformed_body);
  parameters.seal();
  const std::string* action = parameters.find("Action");
  if (action == nullptr) return fail(*model->unknown_operation);
  const Operation* operation = model->find_operation(*action);
  const std::string name = action->substr(0, kNameBytesMax);
  if (model->protocol == Protocol::ec2) {
    if (operation != nullptr) return operation;
    return fail(*model->unknown_operation, "The action " + name + " is not valid for this web service.");
  }
  const std::string* version = parameters.find("Version");
  if (operation != nullptr && (version == nullptr || *version == model->api_version)) return operation;
  const std::string asked = version == nullptr ? "NO_VERSION_SPECIFIED" : version->substr(0, kNameBytesMax);
  return fail(*model->unknown_operation, "Could not find operation " + name + " for version " + asked);
}

}  // namespace lightwell::wire
