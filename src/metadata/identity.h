// The instance identity document and its proofs.
// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-identity-documents.html

#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "base/time.h"
#include "metadata/instance.h"

namespace lightwell::metadata {

// The key that vouches for identity documents, and the certificate whoever checks one holds against it. AWS publishes a
// certificate a region; ours lies in the data folder.
struct IdentityKey {
  std::string private_key;  // PEM, PKCS #8
  std::string certificate;  // PEM
};
// A fresh one: RSA of 2048 bits, its certificate signed by itself and good for thirty years. Takes a tenth of a second.
Result<IdentityKey> make_identity_key(Timestamp now);

struct Identity {
  std::string document;
  std::string signature;  // RSA with SHA-256 over the document, base64 in lines
  std::string pkcs7;      // signed data that holds the document, base64 in lines, without its BEGIN and END
};
// Errors: a key that cannot be read.
Result<Identity> prove_identity(const Instance& instance, const IdentityKey& key);

std::string identity_document(const Instance& instance);

}  // namespace lightwell::metadata
