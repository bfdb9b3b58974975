#include "app/ports/part_signer.h"

namespace lightwell::app {

SigV4PartSigner::SigV4PartSigner(wire::sigv4::Credentials credentials, std::string region)
    : signer_{.credentials = std::move(credentials), .region = std::move(region)} {}

Result<photos::PartLink> SigV4PartSigner::sign(const photos::PartToSign& part) {
  const std::pair<std::string, std::string> checksum{"x-amz-checksum-sha256", part.sha256_base64};
  const wire::sigv4::S3Presign presign{
      .method = "PUT",
      .bucket = part.bucket,
      .key = part.key,
      .query = {{"partNumber", std::to_string(part.number)}, {"uploadId", part.upload_id}},
      // A browser sets Content-Length itself and lets no script do it: signed here, but not handed out.
      .headers = {{"content-length", std::to_string(part.size)}, checksum},
      .expires = part.life,
  };
  return photos::PartLink{
      .number = part.number,
      .url = wire::sigv4::presigned_url(signer_, {.origin = part.origin}, presign, part.now),
      .headers = {checksum},
  };
}

}  // namespace lightwell::app
