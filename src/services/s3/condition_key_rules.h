// Which condition keys of S3's own a bucket policy may ask for, and of which actions.
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html

#pragma once

#include <string_view>

namespace lightwell::s3 {

// Whether S3 has the key. Keys of other vendors, aws: too, are none of its business.
bool is_condition_key(std::string_view lower_key);

// Whether requests for an action may have the key; for one of those that an action with wildcards means.
bool may_have_key(std::string_view lower_action, std::string_view lower_key);

}  // namespace lightwell::s3
