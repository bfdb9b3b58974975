// How each kind of service words what is wrong with a signature: S3 in its own way, the others alike.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/time.h"
#include "wire/model.h"
#include "wire/sigv4/authorization.h"

namespace lightwell::gate {

enum class Dialect { s3, json, query, ec2 };
Dialect dialect_of(const wire::ServiceModel& model);

// Where the signature stands in the request.
enum class Place { header, query };

Error signature_problem(Dialect, Place, const wire::sigv4::ParseProblem&, std::string_view amz_date = {});
Error wrong_service(Dialect, Place, std::string_view scope_service, std::string_view expected);
Error wrong_region(Dialect, Place, std::string_view scope_region, std::string_view expected);
Error missing_region_set(Dialect, Place);
// `names`: lower-case, not empty.
Error unsigned_headers(Dialect, const std::vector<std::string>& names);
Error missing_authentication(Dialect);
Error missing_date(Dialect);
Error unknown_access_key(Dialect, std::string_view access_key_id);
Error bad_token(Dialect, std::string_view token);
Error expired_token(Dialect, std::string_view token);
// `max_skew`: how far a clock may be off.
Error skewed(Dialect, std::string_view timestamp, Timestamp signed_at, Timestamp now, seconds max_skew);
Error mismatch(Dialect, std::string_view access_key_id, std::string_view string_to_sign,
               std::string_view signature_provided, std::string_view canonical_request);

}  // namespace lightwell::gate
