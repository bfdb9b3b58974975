// A request under way as policies see it: who asks, from where, and with what.

#pragma once

#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/call.h"
#include "gate/verifier.h"
#include "http/message.h"
#include "policy/context.h"
#include "wire/codec.h"

namespace lightwell::gate {

struct Occasion {
  const Call& call;
  std::string_view service = {};    // s3
  std::string_view operation = {};  // GetObject
  policy::Circumstances circumstances = {};
  std::vector<std::pair<std::string, std::string>> keys = {};  // of the request itself: s3:x-amz-acl
  // False where whoever signed, or is believed, may all that the root of its account may.
  bool is_enforced = true;
};

policy::Circumstances circumstances_of(const http::Request& request);

// The keys S3 makes of a request: every x-amz-* header, the age and version of its signature, how it was sent, whether
// it makes an object.
// https://docs.aws.amazon.com/AmazonS3/latest/API/bucket-policy-s3-sigv4-conditions.html
std::vector<std::pair<std::string, std::string>> s3_keys(const http::Request& request,
                                                         std::span<const wire::FieldView> headers, const Caller& caller,
                                                         std::string_view operation, Timestamp now);

// The occasions during which a service asks something itself, by the id of the request.
class Occasions {
 public:
  class Stay {
   public:
    Stay(Occasions& occasions, const Occasion& occasion);
    ~Stay();
    Stay(const Stay&) = delete;
    Stay& operator=(const Stay&) = delete;

   private:
    Occasions& occasions_;
    const std::string id_;
  };

  // Null where none is known by this id. It lives as long as its request is being answered.
  const Occasion* find(const std::string& request_id) const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, const Occasion*, std::less<>> under_way_;
};

}  // namespace lightwell::gate
