#include "app/library_rights.h"

#include "base/digest.h"
#include "photos/objects/objects.h"

namespace lightwell::app {
namespace {

// Unique ids, which policies see as aws:userid. Those that IAM and STS give out look otherwise, so nobody has these.
constexpr std::string_view kLibrary = "lightwell-library";
constexpr std::string_view kUploader = "lightwell-upload-links";  // the name too: it shows in the log

constexpr std::string_view kEverything = R"({
  "Version": "2012-10-17",
  "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}
})";

// What is not reading is denied, so that an operation built later is not forgotten.
constexpr std::string_view kGuard = R"({
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "OnlyTheLibraryChangesItsPhotos",
      "Effect": "Deny",
      "NotAction": ["s3:Get*", "s3:List*"],
      "Resource": ["arn:aws:s3:::lightwell-photos", "arn:aws:s3:::lightwell-photos/*"],
      "Condition": {"StringNotEquals": {"aws:userid": ["lightwell-library", "lightwell-upload-links"]}}
    },
    {
      "Sid": "OnlyTheLibraryChangesItsFaces",
      "Effect": "Deny",
      "NotAction": ["rekognition:Describe*", "rekognition:List*", "rekognition:Search*"],
      "Resource": "arn:aws:rekognition:*:*:collection/lightwell-*",
      "Condition": {"StringNotEquals": {"aws:userid": "lightwell-library"}}
    }
  ]
})";

policy::Attached service_control(std::string name, std::string_view text) {
  return {.document = policy::parse(text, policy::Kind::service_control).value(),
          .name = std::move(name),
          .type = policy::SourceType::service_control};
}

}  // namespace

Principal library_principal(const std::string& account) {
  return {.account = account, .arn = gate::root_arn(account), .id = std::string(kLibrary)};
}

wire::sigv4::Credentials uploader_key(const AccessKey& root) {
  const auto secret = hmac_sha256(as_bytes(root.secret), as_bytes("lightwell photo uploads"));
  const std::string name = to_hex(hmac_sha256(as_bytes(root.secret), as_bytes("lightwell photo uploads, key id")));
  std::string id = "AKIA";
  for (size_t i = 0; i < 16; ++i) id += char('A' + (name[i] <= '9' ? name[i] - '0' : name[i] - 'a' + 10));
  return {.access_key_id = std::move(id), .secret = to_base64(secret).substr(0, 40)};
}

gate::AccessKey uploader_of(const std::string& account, const wire::sigv4::Credentials& key) {
  return {.id = key.access_key_id,
          .secret = key.secret,
          .principal = {.account = account,
                        .arn = fmt::format("arn:aws:iam::{}:user/{}", account, kUploader),
                        .kind = PrincipalKind::user,
                        .id = std::string(kUploader),
                        .name = std::string(kUploader)}};
}

std::shared_ptr<const policy::PolicySet> uploader_policies() {
  const std::string text = fmt::format(
      R"({{"Version":"2012-10-17","Statement":{{"Sid":"UploadLinks","Effect":"Allow","Action":"s3:PutObject",)"
      R"("Resource":"arn:aws:s3:::{}/{}*"}}}})",
      kPhotosBucket, photos::kStagingPrefix);
  policy::PolicySet policies;
  policies.identity.push_back({.document = policy::parse(text, policy::Kind::identity).value(),
                               .name = "upload links",
                               .type = policy::SourceType::user_inline,
                               .holder = std::string(kUploader)});
  return std::make_shared<const policy::PolicySet>(std::move(policies));
}

std::vector<policy::Attached> library_guard() {
  return {service_control("FullAWSAccess", kEverything), service_control("LightwellLibrary", kGuard)};
}

}  // namespace lightwell::app
