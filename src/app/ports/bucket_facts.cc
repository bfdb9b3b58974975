#include "app/ports/bucket_facts.h"

#include <algorithm>

#include "api/s3/errors.h"

namespace lightwell::app {
namespace {

constexpr std::string_view kArn = "arn:aws:s3:::";

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html: the root of the owner's account "can
// perform the GetBucketPolicy, PutBucketPolicy, and DeleteBucketPolicy API actions, even if their bucket policy
// explicitly denies the root principal's access".
bool is_never_locked_out(const Principal& principal, const s3::BucketGuard& guard, std::string_view action) {
  return principal.kind == PrincipalKind::root && principal.account == guard.account &&
         (action == "s3:GetBucketPolicy" || action == "s3:PutBucketPolicy" || action == "s3:DeleteBucketPolicy");
}

// What CreateBucket demands: the bucket does not exist yet, or is another's, which S3 tells by itself. No operation
// that is built demands the second and third of a bucket that is there.
bool is_of_new_bucket(std::string_view action) {
  return action == "s3:CreateBucket" || action == "s3:PutBucketAcl" || action == "s3:PutBucketOwnershipControls";
}

// RestrictPublicBuckets: a public policy lets in nobody from outside but services.
bool is_kept_out(const Principal& principal, const s3::BucketGuard& guard) {
  return guard.block.buckets && guard.is_public && principal.account != guard.account &&
         principal.kind != PrincipalKind::service;
}

// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
bool sees_tags(std::string_view action) {
  constexpr std::string_view kSeeing[] = {"s3:GetObject",
                                          "s3:GetObjectVersion",
                                          "s3:GetObjectAcl",
                                          "s3:GetObjectVersionAcl",
                                          "s3:GetObjectAttributes",
                                          "s3:GetObjectVersionAttributes",
                                          "s3:PutObjectAcl",
                                          "s3:GetObjectTagging",
                                          "s3:GetObjectVersionTagging",
                                          "s3:PutObjectTagging",
                                          "s3:PutObjectVersionTagging",
                                          "s3:DeleteObjectTagging",
                                          "s3:DeleteObjectVersionTagging"};
  return std::ranges::find(kSeeing, action) != std::end(kSeeing);
}

}  // namespace

Task<Result<gate::ResourceFact>> BucketFacts::find(const Call& call, std::string_view action, std::string arn) const {
  if (!arn.starts_with(kArn) || action == "s3:ListAllMyBuckets" || is_of_new_bucket(action))
    co_return gate::ResourceFact{.arn = std::move(arn)};
  const std::string_view rest = std::string_view(arn).substr(kArn.size());
  const std::string bucket(rest.substr(0, rest.find('/')));
  CO_TRY(const auto guard, co_await s3_.guard(bucket));
  if (guard == nullptr) co_return fail(error(api::s3::errors::no_such_bucket).with("BucketName", bucket));
  gate::ResourceFact fact{.arn = std::move(arn), .account = guard->account};
  if (!is_never_locked_out(call.principal, *guard, action) && !is_kept_out(call.principal, *guard)) {
    fact.policies = guard->policies;
  }
  co_return fact;
}

Task<Result<gate::ContextKeys>> BucketFacts::late_keys(const Call&, std::string_view action, std::string arn) const {
  gate::ContextKeys keys;
  if (!sees_tags(action) || !arn.starts_with(kArn)) co_return keys;
  const std::string_view rest = std::string_view(arn).substr(kArn.size());
  const size_t slash = rest.find('/');
  if (slash == rest.npos) co_return keys;
  CO_TRY(const auto tags,
         co_await s3_.object_tags(std::string(rest.substr(0, slash)), std::string(rest.substr(slash + 1))));
  for (const auto& [key, value] : tags) keys.emplace_back("s3:ExistingObjectTag/" + key, value);
  co_return keys;
}

}  // namespace lightwell::app
