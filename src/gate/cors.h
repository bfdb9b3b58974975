// Cross-origin rules of a bucket: which page of which origin may ask what.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/message.h"
#include "run/task.h"

namespace lightwell::gate {

struct CorsRule {
  std::vector<std::string> allowed_origins;       // each with at most one '*'
  std::vector<std::string> allowed_methods;       // GET, PUT, POST, DELETE, HEAD
  std::vector<std::string> allowed_headers = {};  // each with at most one '*'
  std::vector<std::string> expose_headers = {};
  std::optional<int32_t> max_age_seconds = {};
};

// Where the rules of a bucket come from; nothing where it has none.
class CorsRules {
 public:
  virtual ~CorsRules() = default;
  virtual Task<Result<std::optional<std::vector<CorsRule>>>> find(std::string_view bucket) = 0;
};

struct CorsRequest {
  std::string_view origin;
  std::string_view method;                          // of the request itself, or announced by a preflight
  std::vector<std::string> requested_headers = {};  // lower-case; of a preflight
};

// '*' stands for any run of characters, '?' for one.
bool matches_wildcard(std::string_view pattern, std::string_view text);
// The first rule that allows the request, or null.
const CorsRule* matching_rule(const std::vector<CorsRule>& rules, const CorsRequest& request);
// What a matching rule adds to an answer.
void add_cors_headers(http::Headers& headers, const CorsRule& rule, const CorsRequest& request);
// "a, B" -> {"a", "b"}
std::vector<std::string> header_names(std::string_view list);

// Answers an OPTIONS request. `rules`: nothing where the bucket has none.
Result<http::Response> answer_preflight(const std::optional<std::vector<CorsRule>>& rules, const http::Headers& request,
                                        bool names_object);

}  // namespace lightwell::gate
