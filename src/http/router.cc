#include "http/router.h"

#include <stdexcept>

#include "base/text.h"

namespace lightwell::http {

struct Router::Route {
  std::vector<std::string> names;
  RouteHandler handler;
};

struct Router::Node {
  std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
  std::unique_ptr<Node> named;
  std::unique_ptr<Node> rest;
  std::map<std::string, Route, std::less<>> routes;  // by method
};

namespace {

// The raw segments of a path that begins with '/'; "/" has one empty segment.
std::vector<std::string_view> split(std::string_view path) {
  std::vector<std::string_view> segments;
  path.remove_prefix(path.starts_with('/') ? 1 : 0);
  while (true) {
    const size_t slash = path.find('/');
    segments.push_back(path.substr(0, slash));
    if (slash == std::string_view::npos) return segments;
    path.remove_prefix(slash + 1);
  }
}

std::optional<std::vector<std::string>> decoded_segments(std::string_view path) {
  std::vector<std::string> segments;
  for (const std::string_view raw : split(path)) {
    auto segment = percent_decode(raw);
    if (!segment) return {};
    segments.push_back(std::move(*segment));
  }
  return segments;
}

std::string joined(const std::vector<std::string>& segments, size_t from) {
  std::string all = segments[from];
  for (size_t i = from + 1; i < segments.size(); ++i) all.append("/").append(segments[i]);
  return all;
}

// The name between braces, or nothing for a literal segment.
std::optional<std::string_view> name_in(std::string_view segment) {
  if (!segment.starts_with('{') || !segment.ends_with('}') || segment.size() < 3) return {};
  return segment.substr(1, segment.size() - 2);
}

}  // namespace

const std::string& PathValues::operator[](std::string_view name) const {
  for (const auto& [known, value] : values_) {
    if (known == name) return value;
  }
  throw std::out_of_range("the route has no part named " + std::string(name));
}

Router::Router(Refuse refuse) : refuse_(std::move(refuse)), root_(std::make_unique<Node>()) {}
Router::~Router() = default;

void Router::add(std::string_view method, std::string_view path_template, RouteHandler handler) {
  if (!path_template.starts_with('/')) throw std::invalid_argument("a route begins with a slash");
  Node* node = root_.get();
  Route route{.handler = std::move(handler)};
  const auto segments = split(path_template);
  for (size_t i = 0; i < segments.size(); ++i) {
    const auto name = name_in(segments[i]);
    const bool is_rest = name && name->ends_with("...");
    if (!name && segments[i].find_first_of("{}") != std::string_view::npos) {
      throw std::invalid_argument("a route names whole segments: " + std::string(path_template));
    }
    if (is_rest && i + 1 != segments.size()) throw std::invalid_argument("only the last segment may take the rest");
    if (name) route.names.emplace_back(is_rest ? name->substr(0, name->size() - 3) : *name);
    auto& child = is_rest ? node->rest : name ? node->named : node->literals[std::string(segments[i])];
    if (!child) child = std::make_unique<Node>();
    node = child.get();
  }
  if (!node->routes.try_emplace(std::string(method), std::move(route)).second) {
    throw std::invalid_argument("two handlers for one route: " + std::string(path_template));
  }
}

const Router::Node* Router::find(const Node& node, const std::vector<std::string>& segments, size_t at,
                                 std::vector<std::string>& captured) {
  if (at == segments.size()) return node.routes.empty() ? nullptr : &node;
  if (const auto literal = node.literals.find(segments[at]); literal != node.literals.end()) {
    if (const Node* found = find(*literal->second, segments, at + 1, captured)) return found;
  }
  if (node.named && !segments[at].empty()) {
    captured.push_back(segments[at]);
    if (const Node* found = find(*node.named, segments, at + 1, captured)) return found;
    captured.pop_back();
  }
  if (!node.rest) return nullptr;
  std::string rest = joined(segments, at);
  if (rest.empty()) return nullptr;
  captured.push_back(std::move(rest));
  return node.rest.get();
}

Response Router::refuse_method(const Node& node, std::string_view method) const {
  std::string allow;
  for (const auto& [known, route] : node.routes) {
    allow.append(allow.empty() ? "" : ", ").append(known);
    if (known == "GET" && !node.routes.contains("HEAD")) allow.append(", HEAD");
  }
  Response response = method == "OPTIONS" ? Response{.status = 204} : refuse_(405);
  response.headers.set("Allow", allow);
  return response;
}

Task<Response> Router::route(Request& request) const {
  const auto segments = decoded_segments(request.path());
  if (!segments) co_return refuse_(400);
  std::vector<std::string> captured;
  const Node* node = find(*root_, *segments, 0, captured);
  if (node == nullptr) {
    if (otherwise_) co_return co_await otherwise_(request);
    co_return refuse_(404);
  }
  auto found = node->routes.find(request.method);
  if (found == node->routes.end() && request.method == "HEAD") found = node->routes.find("GET");
  if (found == node->routes.end()) co_return refuse_method(*node, request.method);

  PathValues values;
  for (size_t i = 0; i < captured.size(); ++i) {
    values.values_.emplace_back(found->second.names[i], std::move(captured[i]));
  }
  co_return co_await found->second.handler(request, values);
}

}  // namespace lightwell::http
