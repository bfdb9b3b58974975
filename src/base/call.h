// Call: who asks, when, and under which request. Every operation of every service takes one.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"

namespace lightwell {

enum class PrincipalKind : uint8_t {
  root,            // of an account
  user,            // of IAM
  assumed_role,    // a session of a role
  federated_user,  // a session of GetFederationToken
  service,         // an AWS service: s3.amazonaws.com
  anonymous,       // nobody signed
};

struct SessionTag {
  std::string key;
  std::string value;
};

// What temporary credentials carry besides who they speak for.
struct Session {
  Timestamp issued_at = {};
  Timestamp expires_at = {};
  std::string name = {};                   // RoleSessionName, or the federated user's name
  std::string issuer_arn = {};             // arn:aws:iam::ACCOUNT:role/path/NAME; of the user for GetSessionToken
  std::vector<std::string> policies = {};  // session policies, JSON; several meet as one union
  std::vector<std::string> policy_arns = {};
  std::vector<SessionTag> tags = {};
  std::vector<std::string> transitive_tags = {};
  std::string source_identity = {};
  std::string provider = {};            // of a web identity: arn:aws:iam::ACCOUNT:oidc-provider/HOST, or its host
  std::vector<SessionTag> claims = {};  // of the web identity's token: HOST:sub, HOST:aud
  bool is_mfa = false;
  bool is_chained = false;  // asked for with another role's session
};

// Who a verified signature speaks for.
struct Principal {
  std::string account;        // 12 digits
  std::string arn;            // arn:aws:iam::ACCOUNT:root, of a user, or arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION
  std::string access_key_id;  // empty for a caller inside the process
  PrincipalKind kind = PrincipalKind::root;
  std::string id = {};    // ACCOUNT, AIDA…, AROA…:SESSION, ACCOUNT:NAME: what GetCallerIdentity names UserId
  std::string name = {};  // of the user or role, without its path; of the service
  std::shared_ptr<const Session> session = {};  // of temporary credentials
};

struct Call {
  Principal principal;
  std::string account;  // the account whose resources are meant; the caller's, unless a resource says otherwise
  std::string region = "us-east-1";
  std::string request_id;
  std::string trace_header;  // X-Amzn-Trace-Id as received or made
  Timestamp now;
};

}  // namespace lightwell
