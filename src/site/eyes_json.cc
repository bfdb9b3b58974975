#include "site/eyes_json.h"

#include <cmath>

namespace lightwell::site {
namespace {

// Ratios to a ten-thousandth, percentages to a tenth: more says nothing.
void write_rounded(JsonWriter& out, std::string_view name, double value, double steps) {
  out.key(name).number(std::round(value * steps) / steps);
}

void write_percent(JsonWriter& out, std::string_view name, double value) { write_rounded(out, name, value, 10); }

void write_texts(JsonWriter& out, std::string_view name, const std::vector<std::string>& texts) {
  out.key(name).open_array();
  for (const std::string& text : texts) out.text(text);
  out.close_array();
}

void write_label(JsonWriter& out, const photos::PhotoLabel& label) {
  out.open_object().key("name").text(label.name);
  if (label.confidence) write_percent(out, "confidence", *label.confidence);
  out.key("own").boolean(label.is_own).key("hidden").boolean(label.is_hidden);
  write_texts(out, "parents", label.parents);
  write_texts(out, "categories", label.categories);
  out.key("instances").open_array();
  for (const photos::LabelInstance& instance : label.instances) {
    out.open_object().key("box");
    write_box(out, instance.box);
    write_percent(out, "confidence", instance.confidence);
    out.close_object();
  }
  out.close_array().close_object();
}

void write_analysis(JsonWriter& out, const photos::AnalysisStanding& analysis) {
  out.key("analysis").open_object().key("state").text(to_text(analysis.state));
  if (!analysis.message.empty()) out.key("message").text(analysis.message);
  if (analysis.analysed_at) out.key("analysed_at").text(iso8601_seconds(*analysis.analysed_at));
  if (!analysis.left_out.empty()) write_texts(out, "left_out", analysis.left_out);
  out.close_object();
}

}  // namespace

void write_box(JsonWriter& out, const photos::Box& box) {
  constexpr double kSteps = 10'000;
  out.open_object();
  write_rounded(out, "left", box.left, kSteps);
  write_rounded(out, "top", box.top, kSteps);
  write_rounded(out, "width", box.width, kSteps);
  write_rounded(out, "height", box.height, kSteps);
  out.close_object();
}

void write_findings(JsonWriter& out, const photos::Findings& findings) {
  write_analysis(out, findings.analysis);
  out.key("labels").open_array();
  for (const photos::PhotoLabel& label : findings.labels) write_label(out, label);
  out.close_array().key("texts").open_array();
  for (const photos::SeenText& text : findings.texts) {
    out.open_object().key("text").text(text.text);
    write_percent(out, "confidence", text.confidence);
    out.key("box");
    write_box(out, text.box);
    out.close_object();
  }
  out.close_array().key("colours").open_array();
  for (const photos::SeenColour& colour : findings.colours) {
    out.open_object().key("hex").text(colour.hex).key("name").text(colour.name);
    write_percent(out, "percent", colour.percent);
    out.close_object();
  }
  out.close_array();
  if (!findings.quality) return;
  out.key("quality").open_object();
  write_percent(out, "brightness", findings.quality->brightness);
  write_percent(out, "sharpness", findings.quality->sharpness);
  write_percent(out, "contrast", findings.quality->contrast);
  out.close_object();
}

void write_faces(JsonWriter& out, const std::vector<photos::PhotoFace>& faces) {
  out.key("faces").open_array();
  for (const photos::PhotoFace& face : faces) {
    out.open_object().key("id").text(face.id).key("box");
    write_box(out, face.box);
    write_percent(out, "confidence", face.confidence);
    out.key("hidden").boolean(face.is_hidden).key("by_hand").boolean(face.is_by_hand).key("person");
    if (face.person) {
      write_person(out, *face.person);
    } else {
      out.null();
    }
    out.close_object();
  }
  out.close_array();
}

void write_person_members(JsonWriter& out, const photos::Person& person) {
  out.key("id").text(person.id).key("name").text(person.name).key("hidden").boolean(person.is_hidden);
  out.key("photos").integer(person.photo_count).key("face_id");
  person.cover_face ? out.text(*person.cover_face) : out.null();
}

void write_person(JsonWriter& out, const photos::Person& person) {
  out.open_object();
  write_person_members(out, person);
  out.close_object();
}

void write_next(JsonWriter& out, const std::optional<std::string>& next) {
  out.key("next");
  next ? out.text(*next) : out.null();
}

JsonWriter outcome_body(const photos::EditOutcome& outcome) {
  JsonWriter out;
  out.open_object().key("person");
  if (outcome.person) {
    write_person(out, *outcome.person);
  } else {
    out.null();
  }
  out.key("edit_id");
  outcome.edit_id ? out.text(*outcome.edit_id) : out.null();
  out.key("changed").integer(outcome.changed).close_object();
  return out;
}

void write_queue(JsonWriter& out, const photos::QueueStatus& status) {
  out.open_object().key("kind").text(to_text(status.kind)).key("state").text(to_text(status.state));
  if (!status.reason.empty()) out.key("reason").text(status.reason);
  out.key("waiting").integer(status.counts.waiting).key("running").integer(status.counts.running);
  out.key("failed").integer(status.counts.failed).key("done").integer(status.done);
  if (status.per_minute) write_rounded(out, "per_minute", *status.per_minute, 10);
  if (status.seconds_left) out.key("seconds_left").integer(*status.seconds_left);
  out.close_object();
}

}  // namespace lightwell::site
