// A request for a service of AWS's that is not built: what it asked for, in AWS's names, and the answer in the form
// that service's clients read.

#pragma once

#include <span>
#include <string>
#include <string_view>

#include "http/message.h"
#include "wire/known_service.h"

namespace lightwell::gate {

struct Unbuilt {
  std::string service;    // "Amazon DynamoDB"; what the request itself wrote where AWS has no such service
  std::string operation;  // "ListTables"; "GET /2015-03-31/functions" where only the service's model could tell; or ""
  wire::WireForm form = wire::WireForm::rest_xml;
  std::string_view xml_namespace = {};
  std::string_view json_version = "1.0";

  std::string message() const;  // "ListTables of Amazon DynamoDB is not implemented."
};

// `named`: as the request names the service (a target, or the service of its credential scope). `form_body`: the
// beginning of a form, where the request carries one.
Unbuilt describe_unbuilt(const http::Request& request, std::string_view named, std::string_view form_body,
                         std::span<const wire::KnownService> services);
bool carries_form(const http::Request& request);

// 501 NotImplemented.
http::Response unbuilt_answer(const Unbuilt& unbuilt, std::string_view request_id, bool is_head);

}  // namespace lightwell::gate
