#include "app/ports/bucket_facts.h"

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

// RestrictPublicBuckets: a public policy lets in nobody from outside but services.
bool is_kept_out(const Principal& principal, const s3::BucketGuard& guard) {
  return guard.block.buckets && guard.is_public && principal.account != guard.account &&
         principal.kind != PrincipalKind::service;
}

}  // namespace

Task<Result<gate::ResourceFact>> BucketFacts::find(const Call& call, std::string_view action, std::string arn) const {
  const bool names_a_bucket = arn.starts_with(kArn) && action != "s3:CreateBucket" && action != "s3:ListAllMyBuckets";
  if (!names_a_bucket) co_return gate::ResourceFact{.arn = std::move(arn)};
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

}  // namespace lightwell::app
