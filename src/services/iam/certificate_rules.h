// X.509 signing certificates, as they are uploaded.

#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"

namespace lightwell::iam {

// The SHA-256 of the certificate, in hex. Errors: MalformedCertificate for what is no PEM, or has ended.
Result<std::string> read_certificate(std::string_view pem, Timestamp now);

}  // namespace lightwell::iam
