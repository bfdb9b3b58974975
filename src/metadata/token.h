// The tokens of IMDSv2. Nobody keeps them: a token tells when it ends, and is authenticated by a key of this process.
// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/ids.h"
#include "base/time.h"

namespace lightwell::metadata {

inline constexpr int64_t kTokenSecondsMin = 1;
inline constexpr int64_t kTokenSecondsMax = 21'600;

class Tokens {
 public:
  explicit Tokens(Ids& ids);
  std::string make(seconds lifetime, Timestamp now);
  // For how long the token is still good; nothing for one that is over, or that this process never made.
  std::optional<seconds> left(std::string_view token, Timestamp now) const;

 private:
  Ids& ids_;
  std::string key_;
};

}  // namespace lightwell::metadata
