// Site: the app door. Pages, the JSON API that openapi.json describes, sessions, server-sent events, health; and
// requests that an AWS client signed go on to the gate, so that one port behind a proxy is enough.
//
// Every request to the API passes the same way: is this name ours, is there such a route, did a page of ours send it,
// who is it, is its body sound; then the handler; then the headers that every answer carries and one line in the log.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"
#include "http/router.h"
#include "site/application.h"
#include "site/routes.h"

namespace lightwell::site {

class Site {
 public:
  Site(Parts parts, Options options);
  Site(const Site&) = delete;
  Site& operator=(const Site&) = delete;

  Task<http::Response> handle(http::Request& request);
  // For http::listen. The site must outlive the server.
  http::Handler handler();
  // Ends the event streams, now and for good; for an orderly stop.
  void stop();

  // Every route there is, for those who hold the document against the server.
  static std::vector<const Route*> routes();

 private:
  Task<http::Response> serve(const Route& route, http::Request& request, const http::PathValues& path);
  Task<Result<http::Response>> answer(const Route& route, Visit& visit);
  Task<Result<void>> admit(const Route& route, Visit& visit);
  Task<http::Response> serve_page(http::Request& request);
  http::Response refuse(const ErrorKind& kind);

  Application application_;
  http::Router router_;
};

// openapi.json, as it is built in.
std::string_view openapi_document();

}  // namespace lightwell::site
