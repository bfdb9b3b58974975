// The table of the JSON API: which method and path leads to which handler, who may, and what body it takes. One list a
// group of endpoints, in the file that holds its handlers.

#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "http/message.h"
#include "site/visit.h"

namespace lightwell::site {

struct Application;

// A handler: check, look up, decide, answer.
using Action = Task<Result<http::Response>> (*)(Application& application, Visit& visit);

enum class Entry { owner, anyone };
enum class BodyKind { none, json, report };

struct Route {
  std::string_view method;  // GET answers HEAD too
  std::string_view path;    // "/api/photos/{photo_id}"
  Action action;
  Entry entry = Entry::owner;
  BodyKind body = BodyKind::none;
  uint64_t body_bytes_max = 16 * 1024;
};

std::span<const Route> session_routes();
std::span<const Route> uploads_routes();
std::span<const Route> timeline_routes();
std::span<const Route> photos_routes();
std::span<const Route> people_routes();
std::span<const Route> likeness_routes();
std::span<const Route> jobs_routes();
std::span<const Route> downloads_routes();
std::span<const Route> events_routes();
std::span<const Route> search_routes();
std::span<const Route> server_routes();

}  // namespace lightwell::site
