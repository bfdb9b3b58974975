// Conditional requests, in the order RFC 9110 13.2.2 sets.

#pragma once

#include <optional>
#include <string_view>

#include "base/time.h"
#include "http/message.h"

namespace lightwell::http {

// What the resource is now.
struct Validators {
  std::string_view etag;                   // quoted, perhaps W/"..."; empty when it has none
  std::optional<Timestamp> last_modified;  // compared in whole seconds
  bool exists = true;
};

enum class Condition { proceed, not_modified, failed };  // failed: 412

// If-Match, If-Unmodified-Since, If-None-Match, If-Modified-Since. A date that cannot be read is ignored.
Condition check_conditions(const Headers&, std::string_view method, const Validators&);

// If-Range: whether a Range header counts. True where there is no If-Range.
bool range_applies(const Headers&, const Validators&);

// Whether a list of entity tags, or "*", names this one. Tags without quotes are read as if quoted.
enum class Comparison { strong, weak };
bool names_etag(std::string_view list, std::string_view etag, Comparison);

}  // namespace lightwell::http
