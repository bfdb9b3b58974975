// Who stands behind an access key id.

#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/call.h"
#include "base/result.h"
#include "run/task.h"

namespace lightwell::gate {

struct AccessKey {
  std::string id;
  std::string secret;
  Principal principal;
  std::optional<std::string> session_token = {};  // a temporary key is good only together with it
  std::optional<Timestamp> expires_at = {};
};

class Credentials {
 public:
  virtual ~Credentials() = default;
  // `session_token`: as the request carries it, "" where it carries none; temporary keys are found by both together.
  // Nothing for a key nobody made. Errors: errors::invalid_token for a token that is forged, broken or another key's.
  // Whether the token has expired, and whether it is the one the key goes with, the verifier sees itself.
  virtual Task<Result<std::optional<AccessKey>>> find(std::string_view access_key_id,
                                                      std::string_view session_token) const = 0;
};

// Keys from configuration. Filled before the doors open, then only read.
class DeclaredKeys final : public Credentials {
 public:
  void add(AccessKey key);
  Task<Result<std::optional<AccessKey>>> find(std::string_view access_key_id,
                                              std::string_view session_token) const override;

 private:
  std::map<std::string, AccessKey, std::less<>> keys_;
};

inline std::string root_arn(std::string_view account) { return "arn:aws:iam::" + std::string(account) + ":root"; }

}  // namespace lightwell::gate
