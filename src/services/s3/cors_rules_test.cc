#include "services/s3/cors_rules.h"

#include <doctest/doctest.h>

#include "services/s3/errors.h"

namespace lightwell::s3 {
namespace {

api::s3::CORSRule a_rule() {
  api::s3::CORSRule rule;
  rule.allowed_methods = {"GET", "PUT"};
  rule.allowed_origins = {"https://*.example.com"};
  rule.allowed_headers = {"x-amz-*"};
  rule.expose_headers = {"ETag"};
  return rule;
}

}  // namespace

TEST_CASE("CORS rules are held against what S3 accepts") {
  using Change = void (*)(api::s3::CORSRule&);
  const std::vector<std::pair<const ErrorKind*, Change>> cases = {
      {nullptr, [](auto&) {}},
      {nullptr, [](auto& r) { r.allowed_origins = {"*"}; }},
      {&errors::invalid_request, [](auto& r) { r.allowed_methods = {"PATCH"}; }},
      {&errors::invalid_request, [](auto& r) { r.allowed_origins = {"*.*"}; }},
      {&errors::invalid_request, [](auto& r) { r.allowed_headers = {"*-*"}; }},
      {&errors::invalid_request, [](auto& r) { r.expose_headers = {"x-*"}; }},
      {&errors::malformed_xml, [](auto& r) { r.allowed_methods.clear(); }},
      {&errors::malformed_xml, [](auto& r) { r.allowed_origins.clear(); }},
      {&errors::malformed_xml, [](auto& r) { r.allowed_origins = {"a\nb"}; }},
      {&errors::malformed_xml, [](auto& r) { r.id = std::string(256, 'i'); }},
      {&errors::malformed_xml, [](auto& r) { r.max_age_seconds = -1; }},
  };
  for (size_t i = 0; i < cases.size(); ++i) {
    CAPTURE(i);
    auto rule = a_rule();
    cases[i].second(rule);
    const auto checked = check_cors_rules({rule});
    CHECK((checked ? nullptr : checked.error().kind) == cases[i].first);
  }
  CHECK(check_cors_rules({}).error().kind == &errors::malformed_xml);
  CHECK(check_cors_rules(std::vector(101, a_rule())).error().kind == &errors::invalid_request);
  CHECK(check_cors_rules(std::vector(100, a_rule())));
}

}  // namespace lightwell::s3
