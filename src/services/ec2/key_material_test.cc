#include "services/ec2/key_material.h"

#include <doctest/doctest.h>

#include "base/digest.h"
#include "base/text.h"
#include "services/ec2/private_key_forms.h"
#include "services/ec2/ssh_form.h"

namespace lightwell::ec2 {
namespace {

// Made with ssh-keygen 9.2; the fingerprints are of `openssl md5 -c` and `ssh-keygen -l`.
const std::string kRsa =
    "AAAAB3NzaC1yc2EAAAADAQABAAABAQDAUdwSn0esYbz2YjvPzbf/yF+3LrRkVvQ4aYGhMrMODldk73i9vUcUMhbjZmO7sT10UoNt"
    "yNygHQ5dyE3+Qzgrk/NjD549GhtTmph7N+k4bjCIlah6AgMIqE75yPVH6Evrj/8blwBY8YZgS5CXLG2YMlU7yLSSZYDPUsuLdyC1"
    "YtO1cYu7Xra7JBYOtguxKOQMOumeYHZ95ZJx9L/lvSFgsm82JGH22Uw0uy6cv8+FoTNHzVjkopssGW9JImbkQRjsq/GQKVZ6G/bw"
    "FbvGt1R9YfYxpNzuCck1HBhfE3yF0cy/GWmfXkmpW3Mqi34PJN9JB6+4wI1hUtU0m7L9aN+N";
const std::string kEd25519 = "AAAAC3NzaC1lZDI1NTE5AAAAIDZs7cVMSJqhmJPfxL2phDiratXIFK6tt0D5HBCqeTYU";
const std::string kCurve =
    "AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBPnmqw3PONt+LN02AQEeJn3DTh2V7CYCRKDbDD0ae3+AuhfZ"
    "bK0iY17GLI5I4/Gxa2oCoNFyIvr407dW9cRWBZw=";
constexpr const char* kRsaFingerprint = "bc:4b:13:a1:f2:72:47:f9:59:6f:17:e0:08:97:55:ca";
constexpr const char* kEd25519Fingerprint = "MWrqVzy5+pTihGFwR1mExth41bq8xCc6tZVbD1mcvcE=";

std::string rfc4716(const std::string& body) {
  return "---- BEGIN SSH2 PUBLIC KEY ----\r\nComment: \"of \\\r\nme\"\r\nx-mine: y\r\n" + body.substr(0, 70) + "\r\n" +
         body.substr(70) + "\r\n---- END SSH2 PUBLIC KEY ----\r\n";
}

}  // namespace

TEST_CASE("a public key is read in every form EC2 takes, with EC2's fingerprint") {
  for (const std::string& text : {"ssh-rsa " + kRsa + " me@home", "  ssh-rsa " + kRsa + "\n", rfc4716(kRsa)}) {
    const auto read = read_public_key(text);
    REQUIRE(read);
    CHECK(read->type == KeyType::rsa);
    CHECK(read->fingerprint == kRsaFingerprint);
    CHECK(public_line(read->type, read->blob, "me") == "ssh-rsa " + kRsa + " me");
  }
  const auto other = read_public_key("ssh-ed25519 " + kEd25519);
  REQUIRE(other);
  CHECK(other->type == KeyType::ed25519);
  CHECK(other->fingerprint == kEd25519Fingerprint);
  // SubjectPublicKeyInfo of ED25519: a fixed head and the point.
  const std::string point = from_base64(kEd25519)->substr(19);
  const std::string der = *from_hex("302a300506032b6570032100") + point;
  for (const std::string& text : {to_base64(as_bytes(der)), "-----BEGIN PUBLIC KEY-----\n" + to_base64(as_bytes(der)) +
                                                                "\n-----END PUBLIC KEY-----"}) {
    const auto read = read_public_key(text);
    REQUIRE(read);
    CHECK(read->fingerprint == kEd25519Fingerprint);
  }
}

TEST_CASE("what is no RSA or ED25519 key is refused") {
  const std::string half = kRsa.substr(0, kRsa.size() / 2);
  for (const std::string& text :
       {std::string(), std::string("ssh-rsa"), std::string("ssh-rsa AAAA"), "ssh-rsa " + half, "ssh-rsa " + kEd25519,
        "ssh-ed25519 " + kRsa, "ecdsa-sha2-nistp256 " + kCurve, "ssh-rsa " + kRsa + "AAAA",
        std::string("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"), rfc4716(std::string(80, 'A')),
        std::string(20'000, 'A')}) {
    CAPTURE(text);
    CHECK_FALSE(read_public_key(text));
  }
}

TEST_CASE("a made key's public half is its own, in both types and forms") {
  for (const KeyType type : {KeyType::rsa, KeyType::ed25519}) {
    for (const KeyFormat format : {KeyFormat::pem, KeyFormat::ppk}) {
      const auto made = make_key(type, format, "mine");
      REQUIRE(made);
      const auto read = read_public_key(made->public_key);
      REQUIRE(read);
      CHECK(read->type == type);
      CHECK(made->public_key.ends_with(" mine"));
      if (type == KeyType::rsa) {
        CHECK(made->fingerprint.size() == 59);  // SHA-1 with colons
      } else {
        CHECK(made->fingerprint == read->fingerprint);
      }
      const std::string begins = format == KeyFormat::ppk ? "PuTTY-User-Key-File-2: ssh-"
                                 : type == KeyType::rsa   ? "-----BEGIN RSA PRIVATE KEY-----"
                                                          : "-----BEGIN OPENSSH PRIVATE KEY-----";
      CHECK(made->private_key.starts_with(begins));
    }
  }
}

TEST_CASE("SSH writes numbers without a sign and strings with their length") {
  CHECK(to_hex(as_bytes(ssh_mpint(std::string("\x80", 1)))) == "000000020080");
  CHECK(to_hex(as_bytes(ssh_mpint(std::string("\x00\x00\x7f", 3)))) == "000000017f");
  CHECK(to_hex(as_bytes(ssh_mpint(""))) == "00000000");
  std::string_view rest = "nothing";
  CHECK_FALSE(take_ssh_string(rest));
  const std::string two = ssh_string("a") + ssh_string("");
  rest = two;
  CHECK(take_ssh_string(rest) == "a");
  CHECK(take_ssh_string(rest) == "");
  CHECK(rest.empty());
}

}  // namespace lightwell::ec2
