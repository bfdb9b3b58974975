#include "site/eyes_requests.h"

#include "site/requests.h"

namespace lightwell::site {
namespace {

constexpr TextLength kLabel{.min = 1, .max = 60};
constexpr TextLength kPersonName{.min = 0, .max = 100};
constexpr size_t kLabelsMax = 20;

Error about(std::string_view name, std::string_view what_is_wrong) {
  return JsonField(nullptr, std::string(name)).complaint(what_is_wrong);
}

Result<std::string> id_in(const JsonField& field) {
  TRY(std::string id, field.text({.min = 1, .max = 64}));
  if (!is_id(id)) return fail(field.complaint("is no id"));
  return id;
}

Result<std::vector<std::string>> names_in(const JsonField& object, std::string_view member) {
  std::vector<std::string> names;
  TRY(const auto list, object.optional(member));
  if (!list) return names;
  TRY(const auto elements, list->elements(0, kLabelsMax));
  for (const JsonField& element : elements) {
    TRY(std::string name, element.text(kLabel));
    names.push_back(std::move(name));
  }
  return names;
}

}  // namespace

Result<photos::Page> read_page(const Visit& visit, size_t limit_usual) {
  photos::Page page{.limit = limit_usual};
  TRY(const auto limit, visit.query_integer("limit"));
  if (limit && (*limit < 1 || *limit > int64_t(kPageMax))) return fail(about("limit", "must be from 1 to 200"));
  if (limit) page.limit = size_t(*limit);
  TRY(page.cursor, visit.query_text("cursor"));
  if (page.cursor && page.cursor->size() > 200) return fail(about("cursor", "is none of ours"));
  return page;
}

Result<photos::PeopleShown> read_shown(const Visit& visit) {
  TRY(const auto text, visit.query_text("show"));
  if (!text || *text == "visible") return photos::PeopleShown::visible;
  if (*text == "hidden") return photos::PeopleShown::hidden;
  if (*text == "all") return photos::PeopleShown::all;
  return fail(about("show", "must be visible, hidden or all"));
}

Result<photos::JobKind> read_job_kind(const Visit& visit) {
  const auto kind = photos::parse_job_kind(visit.path["kind"]);
  if (!kind) return fail(about("kind", "must be reading or analysing"));
  return *kind;
}

Result<photos::LabelChanges> read_label_changes(const JsonDocument& body) {
  photos::LabelChanges changes;
  TRY(const JsonField object, body.object());
  TRY(changes.add, names_in(object, "add"));
  TRY(changes.remove, names_in(object, "remove"));
  if (changes.add.empty() && changes.remove.empty()) return fail(object.complaint("must have add or remove"));
  return changes;
}

Result<photos::PersonChanges> read_person_changes(const JsonDocument& body) {
  photos::PersonChanges changes;
  TRY(const JsonField object, body.object());
  TRY(const auto name, object.optional("name"));
  if (name) {
    TRY(changes.name, name->text(kPersonName));
  }
  TRY(const auto hidden, object.optional("hidden"));
  if (hidden) {
    TRY(changes.is_hidden, hidden->boolean());
  }
  TRY(const auto cover, object.optional("cover"));
  if (cover) {
    TRY(changes.cover_face, id_in(*cover));
  }
  if (!name && !hidden && !cover) return fail(object.complaint("must have name, hidden or cover"));
  return changes;
}

Result<std::optional<std::string>> read_name(const JsonDocument& body) {
  TRY(const JsonField object, body.object());
  TRY(const auto name, object.optional("name"));
  if (!name) return std::nullopt;
  TRY(std::string text, name->text(kPersonName));
  return text;
}

Result<std::vector<std::string>> read_id_list(const JsonDocument& body, std::string_view name, size_t max) {
  TRY(const JsonField object, body.object());
  TRY(const JsonField list, object.required(name));
  TRY(const auto elements, list.elements(1, max));
  std::vector<std::string> ids;
  for (const JsonField& element : elements) {
    TRY(std::string id, id_in(element));
    ids.push_back(std::move(id));
  }
  return ids;
}

Result<std::string> read_one_id(const JsonDocument& body, std::string_view name) {
  TRY(const JsonField object, body.object());
  TRY(const JsonField field, object.required(name));
  return id_in(field);
}

Result<bool> read_flag(const JsonDocument& body, std::string_view name) {
  TRY(const JsonField object, body.object());
  TRY(const JsonField field, object.required(name));
  return field.boolean();
}

}  // namespace lightwell::site
