// How long a decision takes: a user with ten policies of real size, a boundary and a bucket policy, over a request with
// all its global keys. Prints "NAME NANOSECONDS COUNT" a line; bench_policy.py reads it.

#include <ctime>

#include <cstdio>
#include <string>

#include "policy/evaluate.h"

namespace {

using namespace lightwell;
using namespace lightwell::policy;

constexpr int kRounds = 200'000;

// Like AWS's own managed policies: some forty actions in five statements, with conditions and variables.
std::string policy_of(const std::string& service) {
  std::string reads, writes;
  for (const char* noun :
       {"Object", "Queue", "Topic", "Key", "Table", "Stream", "Function", "Bucket", "Rule", "Alarm"}) {
    reads += "\"" + service + ":Get" + noun + "\", \"" + service + ":Describe" + noun + "*\", ";
    writes += "\"" + service + ":Put" + noun + "\", \"" + service + ":Delete" + noun + "\", ";
  }
  return R"({"Version": "2012-10-17", "Statement": [
    {"Sid": "Reads", "Effect": "Allow", "Action": [)" +
         reads + "\"" + service + R"(:List*"], "Resource": "*"},
    {"Sid": "Writes", "Effect": "Allow", "Action": [)" +
         writes + "\"" + service + R"(:Tag*"],
     "Resource": ["arn:aws:)" +
         service + R"(:::home/${aws:username}/*", "arn:aws:)" + service + R"(:::photos/*"]},
    {"Sid": "Guard", "Effect": "Deny", "Action": ")" +
         service + R"(:Delete*", "Resource": "*",
     "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"},
                   "StringNotEquals": {"aws:RequestedRegion": ["eu-west-1"]}}},
    {"Sid": "Office", "Effect": "Deny", "NotAction": "iam:*", "Resource": "*",
     "Condition": {"NotIpAddress": {"aws:SourceIp": ["192.0.2.0/24", "203.0.113.0/24"]},
                   "Bool": {"aws:ViaAWSService": "false"}}},
    {"Sid": "Pass", "Effect": "Allow", "Action": "iam:PassRole",
     "Resource": "arn:aws:iam::111122223333:role/photos-*"}]})";
}

Attached attached(const std::string& json, Kind kind, SourceType type) {
  return {.document = parse(json, kind).value(), .name = "bench", .type = type};
}

// Of this process alone: others work on the machine too.
double spent_nanoseconds() {
  timespec spent = {};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
  return double(spent.tv_sec) * 1e9 + double(spent.tv_nsec);
}

template <class Work>
void measure(const char* name, Work work) {
  size_t kept = 0;
  const double started = spent_nanoseconds();
  for (int round = 0; round < kRounds; ++round) kept += work();
  std::printf("%s %.0f %zu\n", name, (spent_nanoseconds() - started) / kRounds, kept);
}

Context context_of(const Call& call) {
  Context context;
  add_global_keys(
      context, call,
      {.source_ip = "203.0.113.10", .is_secure = true, .user_agent = "aws-sdk", .resource_account = "111122223333"});
  return context;
}

}  // namespace

int main() {
  const Call call{.principal = {.account = "111122223333",
                                .arn = "arn:aws:iam::111122223333:user/ann",
                                .kind = PrincipalKind::user,
                                .id = "AIDAEXAMPLEUSERID0001",
                                .name = "ann"},
                  .account = "111122223333",
                  .region = "eu-west-1",
                  .now = *parse_iso8601("2026-11-22T09:00:00Z")};
  PolicySet set;
  for (const char* service : {"sqs", "sns", "kms", "dynamodb", "lambda", "kinesis", "ec2", "rds", "logs", "s3"}) {
    set.identity.push_back(attached(policy_of(service), Kind::managed, SourceType::user_managed));
  }
  PolicySet bounded = set;
  bounded.boundary = attached(policy_of("s3"), Kind::managed, SourceType::boundary);
  const std::vector<Attached> bucket = {attached(
      R"({"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*",
          "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]})",
      Kind::resource, SourceType::resource)};
  const Context context = context_of(call);
  const auto ask = [&](const PolicySet& policies, std::string_view action, std::string_view resource) {
    return evaluate({.principal = call.principal, .action = action, .resource = resource, .context = context}, policies,
                    &bucket)
        .is_allowed();
  };

  measure("allowed", [&] { return size_t(ask(set, "s3:PutObject", "arn:aws:s3:::photos/2026/11/IMG_0001.jpg")); });
  measure("denied", [&] { return size_t(ask(set, "rekognition:DetectLabels", "*")); });
  measure("bounded", [&] { return size_t(ask(bounded, "s3:PutObject", "arn:aws:s3:::photos/2026/11/IMG_0001.jpg")); });
  measure("context", [&] { return context_of(call).size(); });
  const std::string json = policy_of("s3");
  measure("parse", [&] { return parse(json, Kind::managed).value()->statements().size(); });
  return 0;
}
