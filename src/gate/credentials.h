// Who stands behind an access key id, and what a key may do.

#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/call.h"
#include "base/result.h"
#include "run/task.h"

namespace lightwell::gate {

// Narrows a key: every list that is not empty must match. Patterns know '*' and '?', as IAM's do.
struct Restriction {
  std::vector<std::string> actions = {};  // s3:PutObject, s3:Get*
  std::vector<std::string> buckets = {};
  std::vector<std::string> prefixes = {};  // of keys; a request without a key fits none
};

struct AccessKey {
  std::string id;
  std::string secret;
  Principal principal;
  std::optional<std::string> session_token = {};  // a temporary key is good only together with it
  std::optional<Timestamp> expires_at = {};
  std::optional<Restriction> restriction = {};  // none: all that its principal may
};

class Credentials {
 public:
  virtual ~Credentials() = default;
  // Nothing for a key nobody declared.
  virtual Task<Result<std::optional<AccessKey>>> find(std::string_view access_key_id) const = 0;
};

// Keys from configuration. Filled before the doors open, then only read.
class DeclaredKeys final : public Credentials {
 public:
  void add(AccessKey key);
  Task<Result<std::optional<AccessKey>>> find(std::string_view access_key_id) const override;

 private:
  std::map<std::string, AccessKey, std::less<>> keys_;
};

inline std::string root_arn(std::string_view account) { return "arn:aws:iam::" + std::string(account) + ":root"; }

}  // namespace lightwell::gate
