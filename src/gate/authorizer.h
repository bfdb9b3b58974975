// May this caller do this? Root may all; a declared key may be narrowed. IAM's evaluation takes this place later.

#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "gate/credentials.h"
#include "run/task.h"

namespace lightwell::gate {

// What is about to happen.
struct Intent {
  std::string action;    // s3:PutObject
  std::string resource;  // arn:aws:s3:::bucket/key, or "*"
  std::string bucket = {};
  std::string key = {};
};

class Authorizer {
 public:
  virtual ~Authorizer() = default;
  virtual Task<bool> allows(const AccessKey& key, const Intent& intent) const = 0;
};

// Allows whatever the key's own restriction allows.
class RestrictionAuthorizer final : public Authorizer {
 public:
  Task<bool> allows(const AccessKey& key, const Intent& intent) const override;
};

// '*' stands for any run of characters, '?' for one.
bool matches_wildcard(std::string_view pattern, std::string_view text);
bool permits(const Restriction& restriction, const Intent& intent);

}  // namespace lightwell::gate
