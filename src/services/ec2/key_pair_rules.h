// What EC2 demands of names, tags and filters of key pairs.

#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/ec2/types.h"
#include "base/ids.h"
#include "base/result.h"
#include "services/ec2/key_material.h"
#include "services/ec2/key_pair.h"

namespace lightwell::ec2 {

inline constexpr size_t kKeyPairsMax = 5000;  // of an account in a region
inline constexpr size_t kTagsMax = 50;
inline constexpr size_t kFilterValuesMax = 200;

std::string make_key_pair_id(Ids& ids);  // key- and 17 hex digits

// Errors: MissingParameter, InvalidParameterValue.
Result<void> check_key_name(const std::string& name);
Result<KeyType> parse_key_type(const std::optional<std::string>& text);
Result<KeyFormat> parse_key_format(const std::optional<std::string>& text);

using TagSpecifications = std::optional<std::vector<api::ec2::TagSpecification>>;
Result<Tags> checked_tags(const TagSpecifications& specifications);
Result<Tags> checked_tags(const std::vector<api::ec2::Tag>& tags);
std::optional<std::vector<api::ec2::Tag>> tag_list(const Tags& tags);  // nothing where there are none

// Errors: InvalidParameterValue, FilterLimitExceeded.
using Filters = std::optional<std::vector<api::ec2::Filter>>;
// `names`: the filters there are, beside tag:KEY.
Result<void> check_filters(const Filters& filters, std::span<const std::string_view> names);
Result<void> check_filters(const Filters& filters);                                                 // of key pairs
Result<void> check_plain_filters(const Filters& filters, std::span<const std::string_view> names);  // no tag:KEY
// Any of the patterns fits: '*' stands for any run of characters, '?' for one, '\' takes the next as it is.
bool fits_one(const std::vector<std::string>& patterns, std::string_view text);
// Every filter fits: one of its values, where '*' and '?' are wildcards. The filters must have been checked.
bool fits(const KeyPair& pair, const Filters& filters);

}  // namespace lightwell::ec2
