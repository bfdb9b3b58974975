// The photo application's presigned links, signed by a key that may do nothing but write parts below staging/.

#pragma once

#include <string>

#include "photos/uploads/uploads.h"
#include "wire/sigv4/sign.h"

namespace lightwell::app {

class SigV4PartSigner final : public photos::PartSigner {
 public:
  SigV4PartSigner(wire::sigv4::Credentials credentials, std::string region);
  Result<photos::PartLink> sign(const photos::PartToSign& part) override;

 private:
  const wire::sigv4::Signer signer_;
};

}  // namespace lightwell::app
