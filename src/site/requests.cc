#include "site/requests.h"

#include <algorithm>

#include "base/text.h"

namespace lightwell::site {
namespace {

constexpr TextLength kPassphrase{.min = 0, .max = 1024};  // what it must be, the application says
constexpr size_t kFilesMax = 500;
constexpr size_t kPartsMax = 100;
// The browser's File.lastModified: milliseconds since 1970, as far as JavaScript's dates go.
constexpr IntegerRange kMilliseconds{.min = -8'640'000'000'000'000, .max = 8'640'000'000'000'000};

Result<std::string> required_text(const JsonField& parent, std::string_view name, TextLength length) {
  TRY(const JsonField field, parent.required(name));
  return field.text(length);
}

Result<int64_t> required_integer(const JsonField& parent, std::string_view name, IntegerRange range) {
  TRY(const JsonField field, parent.required(name));
  return field.integer(range);
}

Result<photos::OfferedFile> read_offered(const JsonField& field) {
  photos::OfferedFile file;
  TRY(file.client_id, required_text(field, "client_id", {.min = 1, .max = 64}));
  TRY(file.name, required_text(field, "name", {.min = 1, .max = 1024}));
  TRY(const int64_t bytes, required_integer(field, "size", {}));
  file.size = uint64_t(bytes);
  TRY(file.sha256, required_text(field, "sha256", {.min = 0, .max = 128}));
  TRY(const auto last_modified, field.optional("last_modified"));
  if (last_modified) {
    TRY(const int64_t since_1970_ms, last_modified->integer(kMilliseconds));
    file.last_modified = Timestamp(milliseconds(since_1970_ms));
  }
  TRY(const auto type, field.optional("type"));
  if (type) {
    TRY(file.type, type->text({.min = 0, .max = 255}));
  }
  return file;
}

Result<photos::PartAnnouncement> read_part(const JsonField& field) {
  photos::PartAnnouncement part;
  TRY(const int64_t number, required_integer(field, "number", {.min = 1, .max = 10'000}));
  part.number = int(number);
  TRY(const int64_t bytes, required_integer(field, "size", {}));
  part.size = uint64_t(bytes);
  TRY(const JsonField sha256, field.required("sha256"));
  TRY(part.sha256_base64, sha256.text({.min = 0, .max = 64}));
  const auto digest = from_base64(part.sha256_base64);
  if (!digest || digest->size() != 32) return fail(sha256.complaint("must be the base64 of a SHA-256"));
  return part;
}

Result<std::vector<std::string>> read_ids(const JsonField& field, size_t max) {
  TRY(const auto elements, field.elements(1, max));
  std::vector<std::string> ids;
  ids.reserve(elements.size());
  for (const JsonField& element : elements) {
    TRY(std::string id, element.text());
    if (!is_id(id)) return fail(element.complaint("is no id"));
    ids.push_back(std::move(id));
  }
  return ids;
}

}  // namespace

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
  });
}

Result<SetupRequest> read_setup(const JsonDocument& body) {
  SetupRequest request;
  TRY(const JsonField object, body.object());
  TRY(request.token, required_text(object, "token", {.min = 1, .max = 256}));
  TRY(request.name, required_text(object, "name", {.min = 1, .max = 100}));
  TRY(request.passphrase, required_text(object, "passphrase", kPassphrase));
  return request;
}

Result<std::string> read_sign_in(const JsonDocument& body) {
  TRY(const JsonField object, body.object());
  return required_text(object, "passphrase", kPassphrase);
}

Result<PassphraseChange> read_passphrase_change(const JsonDocument& body) {
  PassphraseChange change;
  TRY(const JsonField object, body.object());
  TRY(change.current, required_text(object, "current", kPassphrase));
  TRY(change.next, required_text(object, "new", kPassphrase));
  return change;
}

Result<PassphraseQuestion> read_passphrase_question(const JsonDocument& body) {
  PassphraseQuestion question;
  TRY(const JsonField object, body.object());
  TRY(question.passphrase, required_text(object, "passphrase", kPassphrase));
  TRY(const auto name, object.optional("name"));
  if (name) {
    TRY(question.name, name->text({.min = 0, .max = 100}));
  }
  return question;
}

Result<std::vector<photos::OfferedFile>> read_offer(const JsonDocument& body) {
  TRY(const JsonField object, body.object());
  TRY(const JsonField list, object.required("files"));
  TRY(const auto elements, list.elements(1, kFilesMax));
  std::vector<photos::OfferedFile> files;
  files.reserve(elements.size());
  for (const JsonField& element : elements) {
    TRY(photos::OfferedFile file, read_offered(element));
    files.push_back(std::move(file));
  }
  return files;
}

Result<std::vector<photos::PartAnnouncement>> read_parts(const JsonDocument& body) {
  TRY(const JsonField object, body.object());
  TRY(const JsonField list, object.required("parts"));
  TRY(const auto elements, list.elements(1, kPartsMax));
  std::vector<photos::PartAnnouncement> parts;
  parts.reserve(elements.size());
  for (const JsonField& element : elements) {
    TRY(photos::PartAnnouncement part, read_part(element));
    parts.push_back(std::move(part));
  }
  return parts;
}

Result<std::vector<std::string>> read_selection(const JsonDocument& body, size_t max) {
  TRY(const JsonField object, body.object());
  TRY(const JsonField ids, object.required("ids"));
  return read_ids(ids, max);
}

Result<std::optional<std::vector<std::string>>> read_trash_selection(const JsonDocument& body) {
  TRY(const JsonField object, body.object());
  TRY(const auto field, object.optional("ids"));
  if (!field) return std::nullopt;
  TRY(std::vector<std::string> ids, read_ids(*field, kSelectionMax));
  return ids;
}

Result<photos::PhotoChanges> read_changes(const JsonDocument& body) {
  photos::PhotoChanges changes;
  TRY(const JsonField object, body.object());
  TRY(const auto favourite, object.optional("favourite"));
  if (favourite) {
    TRY(changes.is_favourite, favourite->boolean());
  }
  TRY(const auto archived, object.optional("archived"));
  if (archived) {
    TRY(changes.is_archived, archived->boolean());
  }
  TRY(const auto rating, object.optional("rating"));
  if (rating) {
    TRY(changes.rating, rating->integer({.min = 0, .max = 5}));
  }
  if (!favourite && !archived && !rating) return fail(object.complaint("must have favourite, archived or rating"));
  return changes;
}

}  // namespace lightwell::site
