// The facts of a request that conditions and policy variables ask for: condition keys and their values.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/call.h"

namespace lightwell::policy {

// Keys compare without regard to case. A key with no values is present and empty.
class Context {
 public:
  using Values = std::vector<std::string>;

  void set(std::string_view key, std::string value);     // replaces what the key held
  void set(std::string_view key, Values values);         // of a multivalued key, such as aws:TagKeys
  void add(std::string_view key, std::string value);     // one more value
  const Values* find(std::string_view lower_key) const;  // null: absent
  size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    std::string key;
    Values values;
  };
  Values& at(std::string_view key);

  std::vector<Entry> entries_;
};

// What the door knows of a request and a Call does not say.
struct Circumstances {
  std::string source_ip = {};  // empty: a caller inside the process; the key is then absent
  bool is_secure = false;      // came over TLS
  std::string user_agent = {};
  std::string referer = {};
  std::string called_via = {};                  // the service that asks for the principal, if one does
  std::string resource_account = {};            // owner of the resource; empty: unknown
  std::vector<SessionTag> principal_tags = {};  // of the user or role; the session's tags come on top
  std::vector<SessionTag> resource_tags = {};   // aws:ResourceTag/KEY
  std::vector<SessionTag> request_tags = {};    // aws:RequestTag/KEY and aws:TagKeys
};

// Every global key that the call and its circumstances give; a key AWS would leave out is left out.
void add_global_keys(Context& context, const Call& call, const Circumstances& circumstances);

// arn:aws:iam::ACCOUNT:role/PATH/NAME for the session of a role, else the principal's own.
std::string_view principal_arn(const Principal& principal);

}  // namespace lightwell::policy
