// What was seen on photos, people, and jobs, as the JSON API shows them.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "photos/jobs/job.h"
#include "photos/labels/labels.h"
#include "photos/people/people.h"
#include "site/json_writer.h"

namespace lightwell::site {

void write_box(JsonWriter& out, const photos::Box& box);
// Into the object of a photo that is open.
void write_findings(JsonWriter& out, const photos::Findings& findings);
void write_faces(JsonWriter& out, const std::vector<photos::PhotoFace>& faces);

void write_person(JsonWriter& out, const photos::Person& person);
// The same without its braces.
void write_person_members(JsonWriter& out, const photos::Person& person);
void write_next(JsonWriter& out, const std::optional<std::string>& next);  // "next": a cursor, or null
JsonWriter outcome_body(const photos::EditOutcome& outcome);

void write_queue(JsonWriter& out, const photos::QueueStatus& status);

}  // namespace lightwell::site
