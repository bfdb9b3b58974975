// The EC2 instance metadata service: what a program on an EC2 instance asks at 169.254.169.254.
//
// IMDSv1 answers whoever asks; IMDSv2 asks for a token first, which a page in a browser or a careless proxy does not
// bring. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-metadata.html

#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "http/message.h"
#include "metadata/identity.h"
#include "metadata/instance.h"
#include "metadata/token.h"
#include "metadata/tree.h"

namespace lightwell::metadata {

// The instance profile and its role, as IAM knows them now.
struct Profile {
  std::string arn;   // arn:aws:iam::ACCOUNT:instance-profile/NAME
  std::string id;    // AIPA…
  std::string role;  // its name
};

struct RoleCredentials {
  std::string access_key_id;
  std::string secret_access_key;
  std::string token;
  Timestamp issued_at;
  Timestamp expires_at;
};

// Where the credentials of the instance come from.
class RoleSource {
 public:
  virtual ~RoleSource() = default;
  // Nothing where the instance has no profile.
  virtual Task<std::optional<Profile>> profile() = 0;
  // An error where EC2 may not assume the role.
  virtual Task<Result<RoleCredentials>> credentials(std::string role) = 0;
};

// Where the identity document and its proofs come from.
class IdentitySource {
 public:
  virtual ~IdentitySource() = default;
  // An error where there is no key, and none can be made.
  virtual Task<Result<Identity>> identity() = 0;
};

// Where the public key of the instance comes from.
class KeySource {
 public:
  virtual ~KeySource() = default;
  // Nothing where the instance has none.
  virtual Task<std::optional<PublicKey>> public_key() = 0;
};

struct Sources {
  IdentitySource& identity;
  RoleSource& roles;
  KeySource& keys;
};

struct Options {
  bool is_token_required = false;  // IMDSv2 alone
  // Names the door is asked for by, besides addresses, localhost and instance-data: a page whose name was made to
  // resolve to this machine is told by its Host.
  std::vector<std::string> host_names = {};
};

class Metadata {
 public:
  // Everything given must outlive it.
  Metadata(Instance instance, Sources sources, const Clock& clock, Ids& ids, Options options = {});

  // For http::listen.
  http::Handler handler();
  Task<http::Response> answer(http::Request& request);
  const Instance& instance() const { return instance_; }

 private:
  http::Response answer_token(const http::Request& request);
  Task<http::Response> answer_path(std::string path);
  Task<http::Response> answer_metadata(std::string_view path);
  Task<http::Response> answer_iam(std::string_view path);
  Task<http::Response> answer_dynamic(std::string_view path);
  Task<http::Response> answer_public_keys(std::string_view path);
  bool is_our_name(std::string_view host) const;

  const Instance instance_;
  Tree tree_;
  Tree dynamic_;
  const Sources sources_;
  const Clock& clock_;
  Tokens tokens_;
  const Options options_;
};

}  // namespace lightwell::metadata
