// What the bodies and queries of requests about labels, people, duplicates and jobs say, as the application's own
// types. Every refusal is errors::invalid_field and names the field.

#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "photos/jobs/job.h"
#include "photos/labels/labels.h"
#include "photos/page.h"
#include "photos/people/people.h"
#include "site/json_reader.h"
#include "site/visit.h"

namespace lightwell::site {

inline constexpr size_t kPageMax = 200;

// ?limit= and ?cursor=
Result<photos::Page> read_page(const Visit& visit, size_t limit_usual = 100);
Result<photos::PeopleShown> read_shown(const Visit& visit);  // ?show=
Result<photos::JobKind> read_job_kind(const Visit& visit);   // {kind} in the path

Result<photos::LabelChanges> read_label_changes(const JsonDocument& body);
Result<photos::PersonChanges> read_person_changes(const JsonDocument& body);
// `name` of an object, if it is there.
Result<std::optional<std::string>> read_name(const JsonDocument& body);
// A list of ids under that name, 1 to `max` of them.
Result<std::vector<std::string>> read_id_list(const JsonDocument& body, std::string_view name, size_t max);
Result<std::string> read_one_id(const JsonDocument& body, std::string_view name);
Result<bool> read_flag(const JsonDocument& body, std::string_view name);

}  // namespace lightwell::site
