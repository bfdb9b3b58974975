#include "gate/unbuilt.h"

#include <doctest/doctest.h>

#include "api/directory.h"

namespace lightwell::gate {
namespace {

struct Asked {
  std::string method = "POST";
  std::string target = "/";
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string form = {};
};

struct Answer {
  http::Response response;
  std::string body() const { return std::get<std::string>(response.body); }
  bool says(std::string_view text) const { return body().contains(text); }
  std::string_view header(std::string_view name) const { return response.headers.get(name); }
};

Answer ask(std::string_view named, const Asked& asked, bool is_head = false) {
  http::Request request;
  request.method = asked.method;
  request.target = asked.target;
  for (const auto& [name, value] : asked.headers) request.headers.add(name, value);
  return {unbuilt_answer(describe_unbuilt(request, named, asked.form, api::directory()), "R", is_head)};
}

const std::pair<std::string, std::string> kForm = {"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"};

}  // namespace

TEST_CASE("a target names the service and the operation, and JSON answers in its own version") {
  const Answer old = ask("", {.headers = {{"X-Amz-Target", "DynamoDB_20120810.ListTables"}}});
  CHECK(old.response.status == 501);
  CHECK(old.header("Content-Type") == "application/x-amz-json-1.0");
  CHECK(old.says(R"("message":"ListTables of Amazon DynamoDB is not implemented.")"));
  const Answer newer = ask("", {.headers = {{"X-Amz-Target", "AWSStepFunctions.ListStateMachines"},
                                            {"Content-Type", "application/x-amz-json-1.1"}}});
  CHECK(newer.header("Content-Type") == "application/x-amz-json-1.1");
  CHECK(newer.says("ListStateMachines of AWS Step Functions is not implemented."));
}

TEST_CASE("a form names its action, and is answered with the service's namespace") {
  const Answer iam = ask("iam", {.headers = {kForm}, .form = "Action=ListUsers&Version=2010-05-08"});
  CHECK(iam.says("<ErrorResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\">"));
  CHECK(iam.says("<Code>NotImplemented</Code>"));
  CHECK(iam.says("ListUsers of AWS Identity and Access Management is not implemented."));
  const Answer by_query = ask("sts", {.method = "GET", .target = "/?Action=GetCallerIdentity&Version=2011-06-15"});
  CHECK(by_query.says("GetCallerIdentity of AWS Security Token Service is not implemented."));
  const Answer ec2 = ask("ec2", {.headers = {kForm}, .form = "Action=DescribeInstances&Version=2016-11-15"});
  CHECK(ec2.says("<Response><Errors><Error><Code>NotImplemented</Code>"));
  CHECK(ec2.says("DescribeInstances of Amazon Elastic Compute Cloud is not implemented."));
  // Two services share the signing name; the version tells which.
  const Answer elb =
      ask("elasticloadbalancing", {.headers = {kForm}, .form = "Action=DescribeLoadBalancers&Version=2015-12-01"});
  CHECK(elb.says("http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/"));
}

TEST_CASE("where only a service's model could name the operation, the path stands for it") {
  const Answer json = ask("lambda", {.method = "GET", .target = "/2015-03-31/functions?Marker=x"});
  CHECK(json.header("x-amzn-errortype") == "NotImplemented");
  CHECK(json.says("GET /2015-03-31/functions of AWS Lambda is not implemented."));
  const Answer xml = ask("cloudfront", {.method = "GET", .target = "/2020-05-31/distribution"});
  CHECK(xml.says("<Code>NotImplemented</Code>"));
  CHECK(xml.says("Amazon CloudFront is not implemented."));
  CHECK(ask("lambda", {.method = "HEAD", .target = "/2015-03-31/functions"}, true).body().empty());
}

TEST_CASE("an RPC of the CBOR protocol is answered in CBOR") {
  const Answer answer = ask("textract", {.target = "/service/Textract/operation/DetectDocumentText",
                                         .headers = {{"smithy-protocol", "rpc-v2-cbor"}}});
  CHECK(answer.response.status == 501);
  CHECK(answer.header("Content-Type") == "application/cbor");
  CHECK(answer.header("smithy-protocol") == "rpc-v2-cbor");
  CHECK(answer.body() ==
        "\xa2\x66__type\x6eNotImplemented\x67message\x78\x39"
        "DetectDocumentText of Amazon Textract is not implemented.");
}

TEST_CASE("a service nobody knows is called what the request called it, made harmless and short") {
  const Answer answer = ask("frobni\ncator", {.method = "GET"});
  CHECK(answer.says("The service of this request (frobni?cator) is not implemented."));
  CHECK(ask("", {.headers = {{"X-Amz-Target", "Nobody"}}}).says("The service of this request () is not implemented."));
  const Answer form = ask("nobody", {.headers = {kForm}, .form = "Action=Nothing"});
  CHECK(form.says("<Message>The service of this request (nobody) is not implemented.</Message>"));
  CHECK(ask(std::string(5000, 'x'), {}).body().size() < 500);
}

}  // namespace lightwell::gate
