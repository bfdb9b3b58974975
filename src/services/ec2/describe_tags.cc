// DescribeTags tells of the tags of the caller's key pairs in a region, page by page.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeTags.html

#include <algorithm>

#include "base/text.h"
#include "services/ec2/ec2.h"
#include "services/ec2/key_pair_rules.h"
#include "services/ec2/key_pair_store.h"

namespace lightwell::ec2 {
namespace {

using api::ec2::Filter;

constexpr int32_t kPageMin = 5;
constexpr int32_t kPageMax = 1000;
constexpr std::string_view kFilters[] = {"key", "value", "resource-id", "resource-type"};

struct Row {
  std::string pair;
  std::string key;
  std::string value;

  std::string place() const { return pair + '\n' + key; }
};

bool fits(const Row& row, const Filter& filter) {
  const std::string& name = *filter.name;
  const std::vector<std::string>& values = *filter.values;
  if (name == "key") return fits_one(values, row.key);
  if (name == "value") return fits_one(values, row.value);
  if (name == "resource-id") return fits_one(values, row.pair);
  if (name == "resource-type") return fits_one(values, api::ec2::values::resource_type::key_pair);
  return row.key == name.substr(std::string_view("tag:").size()) && fits_one(values, row.value);
}

// Those the filters let through, by resource and key.
std::vector<Row> rows_of(const std::vector<KeyPair>& pairs, const Filters& filters) {
  std::vector<Row> rows;
  for (const KeyPair& pair : pairs) {
    for (const auto& [key, value] : pair.tags) {
      Row row = {.pair = pair.id, .key = key, .value = value};
      const auto lets_through = [&](const Filter& filter) { return fits(row, filter); };
      if (!filters || std::ranges::all_of(*filters, lets_through)) rows.push_back(std::move(row));
    }
  }
  std::ranges::sort(rows, {}, &Row::place);
  return rows;
}

Result<size_t> page_size(const std::optional<int32_t>& asked) {
  if (!asked) return size_t(kPageMax);
  if (*asked >= kPageMin && *asked <= kPageMax) return size_t(*asked);
  return fail(errors::invalid_parameter_value,
              fmt::format("Value ( {} ) for parameter maxResults is invalid. Expecting a value from {} to {}.", *asked,
                          kPageMin, kPageMax));
}

// The place of the last row before the page. A place that is no longer there still says where to go on.
Result<std::string> place_of(const std::optional<std::string>& token) {
  if (!token) return std::string();
  auto place = from_base64url(*token);
  if (!place || !place->starts_with("key-") || !place->contains('\n')) return fail(errors::invalid_next_token);
  return *std::move(place);
}

}  // namespace

Task<Result<api::ec2::DescribeTagsResult>> Ec2Service::describe_tags(const Call& call,
                                                                     api::ec2::DescribeTagsRequest& request) {
  CO_CHECK(check_filters(request.filters, kFilters));
  CO_TRY(const size_t max, page_size(request.max_results));
  CO_TRY(const std::string after, place_of(request.next_token));
  CO_CHECK(check_dry_run(request.dry_run));
  CO_TRY(const auto pairs,
         co_await database_.read([account = call.account, region = call.region](store::Reader& reader) {
           return list_key_pairs(reader, account, region);
         }));

  std::vector<Row> rows = rows_of(pairs, request.filters);
  rows.erase(rows.begin(), std::ranges::upper_bound(rows, after, {}, &Row::place));
  api::ec2::DescribeTagsResult answer;
  if (rows.size() > max) {
    rows.resize(max);
    answer.next_token = to_base64url(as_bytes(rows.back().place()));
  }
  std::vector<api::ec2::TagDescription> told;
  for (Row& row : rows) {
    told.push_back({.key = std::move(row.key),
                    .resource_id = std::move(row.pair),
                    .resource_type = std::string(api::ec2::values::resource_type::key_pair),
                    .value = std::move(row.value)});
  }
  answer.tags = std::move(told);
  co_return answer;
}

}  // namespace lightwell::ec2
