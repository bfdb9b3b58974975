// What the bodies of requests say, as the application's own types. Pure; every refusal is errors::invalid_field and
// names the field.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "photos/library/library.h"
#include "photos/uploads/uploads.h"
#include "site/json_reader.h"

namespace lightwell::site {

struct SetupRequest {
  std::string token;
  std::string name;
  std::string passphrase;
};
Result<SetupRequest> read_setup(const JsonDocument& body);

Result<std::string> read_sign_in(const JsonDocument& body);  // the passphrase

struct PassphraseChange {
  std::string current;
  std::string next;
};
Result<PassphraseChange> read_passphrase_change(const JsonDocument& body);

struct PassphraseQuestion {
  std::string passphrase;
  std::string name;  // may be empty
};
Result<PassphraseQuestion> read_passphrase_question(const JsonDocument& body);

Result<std::vector<photos::OfferedFile>> read_offer(const JsonDocument& body);
Result<std::vector<photos::PartAnnouncement>> read_parts(const JsonDocument& body);

// `text` may be an id: [0-9A-Za-z_-]{1,64}.
bool is_id(std::string_view text);
// {"ids": [...]}, 1 to `max` of them.
Result<std::vector<std::string>> read_selection(const JsonDocument& body, size_t max);
// The same, but no ids mean everything in the trash. The body must be there even then.
Result<std::optional<std::vector<std::string>>> read_trash_selection(const JsonDocument& body);

// What may be done to photos at once.
inline constexpr size_t kSelectionMax = 1'000;
inline constexpr size_t kDownloadMax = 10'000;

// Something to change must be named.
Result<photos::PhotoChanges> read_changes(const JsonDocument& body);

}  // namespace lightwell::site
