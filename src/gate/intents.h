// What an operation is about to do, in IAM's words: the rows of its table with the input filled in.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/call.h"
#include "gate/resource_facts.h"
#include "policy/evaluate.h"
#include "wire/model.h"

namespace lightwell::gate {

struct Intent {
  std::string action;                                          // s3:PutObject
  std::string resource;                                        // arn:aws:s3:::bucket/key, or "*"
  std::vector<std::pair<std::string, std::string>> keys = {};  // context keys; a name may stand several times
  // What is known of the resource already; else the facts of the action's service are asked.
  std::optional<ResourceFact> fact = {};
  policy::ResourceRule rule = policy::ResourceRule::enough;
};

// What must be allowed before the operation is called; without what the service asks itself.
std::vector<Intent> intents_of(const wire::Operation& operation, const void* input, const Call& call);

// What must be allowed for a caller to be told that the call failed with this error.
std::vector<Intent> intents_after(const wire::Operation& operation, const void* input, const Call& call,
                                  std::string_view error_code);

// Whether the service asks for anything itself, while the request is under way.
bool is_asked_by_service(const wire::Operation& operation);

}  // namespace lightwell::gate
