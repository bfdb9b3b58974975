// Method and path to a handler.
//
// A template is segments with names in braces: "/api/photos/{id}/original"; a last segment "{rest...}" takes all that
// follows, slashes included, and at least one character. A literal segment wins over a name, a name over a rest.
// Segments are percent-decoded before they are compared and captured. HEAD is answered by GET's handler where it has
// none of its own, OPTIONS by the list of methods.

#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/message.h"

namespace lightwell::http {

// What the names in braces stand for in one request.
class PathValues {
 public:
  // The value of a name of the route's template; another name is a mistake of the program and throws.
  const std::string& operator[](std::string_view name) const;

 private:
  friend class Router;
  std::vector<std::pair<std::string_view, std::string>> values_;
};

using RouteHandler = std::function<Task<Response>(Request&, const PathValues&)>;

class Router {
 public:
  // Answers what no route does: 400 (a broken escape), 404, 405 (Allow is added).
  using Refuse = std::function<Response(int status)>;
  explicit Router(Refuse refuse = [](int status) { return plain_response(status); });
  ~Router();

  // A malformed template, or a second handler for the same method and path, throws std::invalid_argument.
  void add(std::string_view method, std::string_view path_template, RouteHandler handler);
  // Takes requests whose path no route knows, instead of 404.
  void otherwise(Handler handler) { otherwise_ = std::move(handler); }

  Task<Response> route(Request& request) const;

 private:
  struct Route;
  struct Node;
  // The routes of the path, the values filled in; null when there are none.
  static const Node* find(const Node& node, const std::vector<std::string>& segments, size_t at,
                          std::vector<std::string>& captured);
  Response refuse_method(const Node& node, std::string_view method) const;

  Refuse refuse_;
  Handler otherwise_;
  std::unique_ptr<Node> root_;
};

}  // namespace lightwell::http
