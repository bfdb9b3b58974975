#include "services/iam/managed_policies.h"

#include <map>
#include <mutex>
#include <stdexcept>

#include "base/digest.h"
#include "services/iam/managed_policy_data.h"

namespace lightwell::iam {
namespace {

// AWS's alphabet of unique ids: base 32.
std::string id_of(std::string_view name) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string id = "ANPA";
  const Sha256 digest = sha256(as_bytes(name));
  for (size_t i = 0; i < 17; ++i) id += kAlphabet[size_t(digest[i]) % kAlphabet.size()];
  return id;
}

std::string_view take_until(std::string_view& text, char end) {
  const size_t length = text.find(end);
  if (length == std::string_view::npos) throw std::logic_error("the table of managed policies is cut off");
  const std::string_view taken = text.substr(0, length);
  text.remove_prefix(length + 1);
  return taken;
}

int64_t take_number(std::string_view& text, char end) { return parse_integer(take_until(text, end)).value_or(0); }

std::vector<AwsPolicy> read_table(std::string_view table) {
  std::vector<AwsPolicy> policies;
  while (!table.empty()) {
    AwsPolicy& policy = policies.emplace_back();
    policy.name = take_until(table, '\t');
    policy.path = take_until(table, '\t');
    take_until(table, 'v');
    policy.version = take_number(table, '\t');
    policy.created_at = Timestamp(seconds(take_number(table, '\t')));
    policy.updated_at = Timestamp(seconds(take_number(table, '\t')));
    const size_t length = size_t(take_number(table, '\n'));
    policy.document = table.substr(0, length);
    table.remove_prefix(length + 1);
    policy.arn = "arn:aws:iam::aws:policy" + policy.path + policy.name;
    policy.id = id_of(policy.name);
  }
  return policies;
}

}  // namespace

const std::vector<AwsPolicy>& aws_policies() {
  static const std::vector<AwsPolicy> policies = read_table(as_text(services::embedded_managed_policies()));
  return policies;
}

const AwsPolicy* find_aws_policy(std::string_view arn) {
  static const std::map<std::string_view, const AwsPolicy*> by_arn = [] {
    std::map<std::string_view, const AwsPolicy*> all;
    for (const AwsPolicy& policy : aws_policies()) all.emplace(policy.arn, &policy);
    return all;
  }();
  const auto found = by_arn.find(arn);
  return found == by_arn.end() ? nullptr : found->second;
}

std::shared_ptr<const policy::Document> document_of(const AwsPolicy& policy) {
  static std::mutex mutex;
  static std::map<const AwsPolicy*, std::shared_ptr<const policy::Document>> compiled;
  const std::lock_guard lock(mutex);
  auto& document = compiled[&policy];
  if (!document) {
    auto parsed = policy::parse(policy.document, policy::Kind::managed);
    if (!parsed) throw std::logic_error("AWS's policy " + policy.name + " cannot be read: " + parsed.error().message);
    document = *std::move(parsed);
  }
  return document;
}

}  // namespace lightwell::iam
