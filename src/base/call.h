// Call: who asks, when, and under which request. Every operation of every service takes one.

#pragma once

#include <string>

#include "base/time.h"

namespace lightwell {

// Who a verified signature speaks for.
struct Principal {
  std::string account;        // 12 digits
  std::string arn;            // arn:aws:iam::ACCOUNT:root, or of a user or role
  std::string access_key_id;  // empty for a caller inside the process
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
