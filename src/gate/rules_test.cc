// The pure rules: addressing, patterns, actions, CORS, service choice, integrity of whole bodies.

#include <doctest/doctest.h>

#include <map>

#include "api/s3/tables.h"
#include "base/text.h"
#include "gate/addressing.h"
#include "gate/cors.h"
#include "gate/errors.h"
#include "gate/integrity.h"
#include "gate/occasion.h"
#include "gate/service_choice.h"
#include "wire/rest/uri_template.h"
#include "wire/sigv2/presigned.h"

namespace lightwell::gate {

TEST_CASE("version 2 signs every word of a query that makes an operation another") {
  for (const wire::Operation& operation : api::s3::model().operations) {
    const auto literals = wire::UriTemplate::parse(operation.uri).literals;
    for (const auto& [name, value] : literals) {
      if (name == "list-type") continue;  // the same objects, listed otherwise; boto3 does not sign it
      CAPTURE(operation.name);
      CAPTURE(name);
      CHECK(wire::sigv2::is_subresource(name));
    }
    if (!literals.empty()) continue;
    for (const std::string_view name : operation.required_queries) CHECK(wire::sigv2::is_subresource(name));
  }
}

TEST_CASE("the host or the path names the bucket") {
  struct Row {
    std::string_view host, path, bucket, key;
  };
  for (const Row& row :
       {Row{"localhost:4566", "/bucket/a/b", "bucket", "a/b"}, Row{"127.0.0.1:4566", "/bucket", "bucket", ""},
        Row{"[::1]:4566", "/bucket/", "bucket", ""}, Row{"localhost", "/", "", ""},
        Row{"s3.localhost:4566", "/bucket/key", "bucket", "key"},
        Row{"photos.s3.localhost:4566", "/a%20key", "photos", "a key"}, Row{"photos.localhost:4566", "/", "photos", ""},
        Row{"s3.eu-west-1.amazonaws.com", "/bucket/key", "bucket", "key"},
        Row{"photos.s3.eu-west-1.amazonaws.com", "/key", "photos", "key"},
        Row{"my.dotted.bucket.s3.amazonaws.com", "/key", "my.dotted.bucket", "key"},
        Row{"photos.s3-eu-west-1.amazonaws.com", "/key", "photos", "key"},
        Row{"photos.s3.eu-west-1.localhost.localstack.cloud:4566", "/k", "photos", "k"},
        Row{"nas.example.org", "/bucket//key", "bucket", "/key"},
        Row{"localhost", "/bucket/%E2%82%AC%2Fx", "bucket", "\xE2\x82\xAC/x"}}) {
    const auto target = s3_target(row.host, row.path);
    REQUIRE(target);
    CHECK(target->bucket == row.bucket);
    CHECK(target->key == row.key);
  }
  CHECK(s3_target("photos.s3.localhost", "/a%20b")->raw_path == "/photos/a%20b");
  CHECK_FALSE(s3_target("localhost", "/bucket/%zz"));
}

TEST_CASE("the host may name the region") {
  struct Row {
    std::string_view host, service, region;
  };
  for (const Row& row :
       {Row{"s3.eu-west-1.localhost:4566", "s3", "eu-west-1"},
        Row{"photos.s3.ap-southeast-2.amazonaws.com", "s3", "ap-southeast-2"},
        Row{"photos.s3-us-gov-west-1.amazonaws.com", "s3", "us-gov-west-1"},
        Row{"photos.s3.dualstack.eu-west-1.amazonaws.com", "s3", "eu-west-1"},
        Row{"a.us-east-1.s3.eu-west-1.localhost", "s3", "eu-west-1"},
        Row{"sts.eu-west-1.localhost", "sts", "eu-west-1"}, Row{"us-east-1.s3.localhost", "s3", ""},
        Row{"us-east-1.localhost", "s3", ""}, Row{"s3.localhost", "s3", ""}, Row{"127.0.0.1:4566", "s3", ""},
        Row{"nas.us-east-1.example.org", "sts", ""}, Row{"sts.amazonaws.com", "sts", ""}}) {
    CAPTURE(row.host);
    CHECK(region_of_host(row.host, row.service) == row.region);
  }
}

TEST_CASE("patterns know '*' and '?'") {
  CHECK(matches_wildcard("s3:Get*", "s3:GetObject"));
  CHECK(matches_wildcard("*", ""));
  CHECK(matches_wildcard("a*b*c", "aXXbYYbc"));
  CHECK(matches_wildcard("a?c", "abc"));
  CHECK_FALSE(matches_wildcard("a?c", "ac"));
  CHECK_FALSE(matches_wildcard("s3:Get*", "s3:PutObject"));
}

TEST_CASE("the first CORS rule that fits origin, method and every header wins") {
  const std::vector<CorsRule> rules = {{.allowed_origins = {"https://*.example.org"}, .allowed_methods = {"GET"}},
                                       {.allowed_origins = {"https://photos.example.org"},
                                        .allowed_methods = {"PUT", "GET"},
                                        .allowed_headers = {"Content-Type", "x-amz-*"},
                                        .expose_headers = {"ETag"},
                                        .max_age_seconds = 600},
                                       {.allowed_origins = {"*"}, .allowed_methods = {"HEAD"}}};
  CHECK(matching_rule(rules, {.origin = "https://a.example.org", .method = "GET"}) == &rules[0]);
  CHECK(matching_rule(rules, {.origin = "https://photos.example.org", .method = "PUT"}) == &rules[1]);
  CHECK(matching_rule(rules, {.origin = "https://photos.example.org",
                              .method = "PUT",
                              .requested_headers = {"content-type", "x-amz-date"}}) == &rules[1]);
  CHECK(matching_rule(
            rules, {.origin = "https://photos.example.org", .method = "PUT", .requested_headers = {"authorization"}}) ==
        nullptr);
  CHECK(matching_rule(rules, {.origin = "http://anything", .method = "HEAD"}) == &rules[2]);
  CHECK(matching_rule(rules, {.origin = "http://anything", .method = "GET"}) == nullptr);

  http::Headers headers;
  add_cors_headers(headers, rules[1], {.origin = "https://photos.example.org", .method = "PUT"});
  CHECK(headers.get("access-control-allow-origin") == "https://photos.example.org");
  CHECK(headers.get("access-control-allow-methods") == "PUT, GET");
  CHECK(headers.get("access-control-expose-headers") == "ETag");
  CHECK(headers.get("access-control-max-age") == "600");
  CHECK(headers.get("access-control-allow-credentials") == "true");
  CHECK(headers.get("vary") == "Origin, Access-Control-Request-Headers, Access-Control-Request-Method");
  http::Headers open;
  add_cors_headers(open, rules[2], {.origin = "http://anything", .method = "HEAD"});
  CHECK(open.get("access-control-allow-origin") == "*");
  CHECK_FALSE(open.find("access-control-allow-credentials"));
}

TEST_CASE("a preflight is answered from the rules, or refused in AWS's words") {
  const std::optional<std::vector<CorsRule>> rules = {
      {{.allowed_origins = {"http://here"}, .allowed_methods = {"PUT"}, .allowed_headers = {"*"}}}};
  http::Headers asked;
  CHECK(answer_preflight(rules, asked, true).error().message ==
        "Insufficient information. Origin request header needed.");
  asked.add("Origin", "http://here");
  CHECK(answer_preflight(rules, asked, true).error().message == "Invalid Access-Control-Request-Method: null");
  asked.add("Access-Control-Request-Method", "PUT");
  asked.add("Access-Control-Request-Headers", "Content-MD5, X-Amz-Date");
  const auto allowed = answer_preflight(rules, asked, true);
  REQUIRE(allowed);
  CHECK(allowed->status == 200);
  CHECK(allowed->headers.get("access-control-allow-headers") == "content-md5, x-amz-date");
  const auto none = answer_preflight(std::nullopt, asked, false);
  REQUIRE_FALSE(none);
  CHECK(none.error().kind == &errors::access_forbidden);
  CHECK(none.error().message == "CORSResponse: CORS is not enabled for this bucket.");
  asked.set("Origin", "http://elsewhere");
  const auto refused = answer_preflight(rules, asked, true);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message.starts_with("CORSResponse: This CORS request is not allowed."));
  CHECK(refused.error().details.at(1).value == "OBJECT");
}

TEST_CASE("the target, the scope or nothing chooses the service") {
  const wire::ServiceModel s3{.name = "s3", .signing_name = "s3", .protocol = wire::Protocol::rest_xml};
  const wire::ServiceModel sqs_json{
      .name = "sqs", .signing_name = "sqs", .protocol = wire::Protocol::json_1_0, .target_prefix = "AmazonSQS"};
  const wire::ServiceModel sqs{
      .name = "sqs", .signing_name = "sqs", .protocol = wire::Protocol::query, .also = &sqs_json};
  const wire::ServiceModel* const models[] = {&s3, &sqs};
  const auto chosen = [&](std::string_view name, std::string value, std::string form = {}, std::string target = "/") {
    http::Request request;
    request.method = "POST";
    request.target = std::move(target);
    request.headers.add(std::string(name), std::move(value));
    if (!form.empty()) request.headers.add("Content-Type", std::move(form));
    return choose_service(request, models);
  };
  const auto scoped = [](std::string_view service) {
    return "AWS4-HMAC-SHA256 Credential=A/20130524/us-east-1/" + std::string(service) +
           "/aws4_request, SignedHeaders=host, Signature=a";
  };
  CHECK(chosen("X-Amz-Target", "AmazonSQS.SendMessage").index == 1);
  CHECK_FALSE(chosen("X-Amz-Target", "DynamoDB_20120810.GetItem").index);
  CHECK(chosen("Authorization", scoped("s3")).index == 0);
  CHECK(chosen("Authorization", scoped("sqs")).index == 1);
  CHECK(chosen("Authorization", scoped("sqs"), "application/x-www-form-urlencoded; charset=utf-8").index == 1);
  const Choice unknown = chosen("Authorization", scoped("sns"), "application/x-www-form-urlencoded");
  CHECK_FALSE(unknown.index);
  CHECK(unknown.named == "sns");
  CHECK(chosen("Accept", "*/*").index == 0);
  CHECK(chosen("Accept", "*/*", "", "/b?X-Amz-Credential=A%2F20130524%2Fr%2Fsqs%2Faws4_request").index == 1);
}

TEST_CASE("what nobody signed is chosen by its action and version, or by the host") {
  constexpr wire::Operation operations[] = {{.name = "AssumeRoleWithWebIdentity", .method = "POST", .uri = "/"}};
  const wire::ServiceModel s3{.name = "s3", .signing_name = "s3", .protocol = wire::Protocol::rest_xml};
  const wire::ServiceModel sts{.name = "sts",
                               .signing_name = "sts",
                               .endpoint_prefix = "sts",
                               .api_version = "2011-06-15",
                               .protocol = wire::Protocol::query,
                               .operations = operations};
  const wire::ServiceModel* const models[] = {&s3, &sts};
  const auto chosen = [&](std::string method, std::string target, std::string host, std::string_view form,
                          std::string authorization = {}) {
    http::Request request;
    if (!authorization.empty()) request.headers.add("Authorization", std::move(authorization));
    request.method = std::move(method);
    request.target = std::move(target);
    request.headers.add("Host", std::move(host));
    request.headers.add("Content-Type", "application/x-www-form-urlencoded");
    return choose_service(request, models, form).index;
  };
  const std::string known = "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=a";
  CHECK(chosen("POST", "/", "localhost:4566", known) == 1);
  CHECK(chosen("GET", "/?" + known, "localhost:4566", "") == 1);
  CHECK(chosen("POST", "/", "localhost:4566", "Action=AssumeRoleWithWebIdentity&Version=2010-05-08") == 0);
  CHECK(chosen("POST", "/", "localhost:4566", "Action=Fly&Version=2011-06-15") == 0);
  CHECK(chosen("POST", "/", "sts.us-east-1.amazonaws.com", "Action=Fly") == 1);
  CHECK(chosen("PUT", "/bucket/key", "localhost:4566", "") == 0);
  CHECK(chosen("POST", "/", "localhost:4566", known, "AWS4-HMAC-SHA256 Credential=") == 1);
  CHECK(chosen("POST", "/", "localhost:4566", known, "AWS a:b") == 0);  // S3's old signature
}

TEST_CASE("a whole body is held against Content-MD5 and the checksum, as header or trailer") {
  const auto check = [](std::vector<wire::FieldView> headers, std::string_view body, bool required) {
    const auto none = source_of(std::string());
    return check_integrity(headers, *none, body, required);
  };
  CHECK(check({{"Content-MD5", "XUFAKrxLKna5cZ2REBfFkg=="}}, "hello", true));
  CHECK(check({{"x-amz-checksum-sha256", "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="}}, "hello", true));
  CHECK(check({{"x-amz-checksum-crc32", "NhCmhg=="}}, "hello", true));
  CHECK(check({}, "hello", false));
  struct Row {
    std::vector<wire::FieldView> headers;
    const ErrorKind* kind;
    std::string_view message;
  };
  for (const Row& row :
       {Row{{}, &errors::invalid_request, "Missing required header for this request: Content-MD5 OR x-amz-checksum-*"},
        Row{{{"Content-MD5", "nonsense"}}, &errors::invalid_digest, "The Content-MD5 you specified was invalid."},
        Row{{{"Content-MD5", "AAAAAAAAAAAAAAAAAAAAAA=="}},
            &errors::bad_digest,
            "The Content-MD5 you specified did not match what we received."},
        Row{{{"x-amz-checksum-crc32", "AAAAAA=="}},
            &errors::bad_digest,
            "The CRC32 you specified did not match the calculated checksum."},
        Row{{{"x-amz-checksum-crc32c", "AAAAAAAA"}},
            &errors::invalid_request,
            "Value for x-amz-checksum-crc32c header is invalid."},
        Row{{{"x-amz-checksum-crc32", "NhCmhg=="}, {"x-amz-checksum-crc32c", "AAAAAA=="}},
            &errors::invalid_request,
            "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed."}}) {
    const auto result = check(row.headers, "hello", true);
    REQUIRE_FALSE(result);
    CHECK(result.error().kind == row.kind);
    CHECK(result.error().message == row.message);
  }
}

TEST_CASE("S3's keys tell the version of TLS, what makes an object, and a copy's source in one spelling") {
  const auto keys_of = [](std::string_view operation, std::string_view tls, std::string_view source) {
    const http::Request request{.is_secure = !tls.empty(), .tls_version = tls};
    const wire::FieldView header{"X-Amz-Copy-Source", source};
    std::map<std::string, std::string> keys;
    for (auto& [name, value] : s3_keys(request, {&header, 1}, Caller{.is_anonymous = true}, operation, {})) {
      keys.emplace(std::move(name), std::move(value));
    }
    return keys;
  };
  auto keys = keys_of("CopyObject", "1.3", "/photos/a%20b%2Fc?versionId=null");
  CHECK(keys["s3:TlsVersion"] == "1.3");
  CHECK(keys["s3:ObjectCreationOperation"] == "true");
  CHECK(keys["s3:x-amz-copy-source"] == "photos/a b/c");
  keys = keys_of("UploadPart", "", "photos/%zz");
  CHECK_FALSE(keys.contains("s3:TlsVersion"));
  CHECK(keys["s3:ObjectCreationOperation"] == "false");
  CHECK(keys["s3:x-amz-copy-source"] == "photos/%zz");
  CHECK_FALSE(keys_of("GetObject", "1.2", "").contains("s3:ObjectCreationOperation"));
}

}  // namespace lightwell::gate
