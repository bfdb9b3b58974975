#include "policy/principal_names.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

namespace lightwell::policy {
namespace {

enum class Place : uint8_t { elsewhere, document, statement, principal, entries };

class PrincipalWriter {
 public:
  PrincipalWriter(std::string_view json, const RenamePrincipal& rename) : json_(json), rename_(rename) {}

  std::string write() {
    value(Place::document, "");
    return out_.append(json_.substr(copied_));
  }

 private:
  char peek() {
    while (at_ < json_.size() && std::string_view(" \t\r\n").contains(json_[at_])) ++at_;
    return at_ < json_.size() ? json_[at_] : '\0';
  }
  bool take(char wanted) {
    if (peek() != wanted) return false;
    ++at_;
    return true;
  }

  static Place below(Place place, std::string_view key) {
    if (place == Place::document && key == "Statement") return Place::statement;
    if (place == Place::statement && (key == "Principal" || key == "NotPrincipal")) return Place::principal;
    return place == Place::principal ? Place::entries : Place::elsewhere;
  }

  void value(Place place, std::string_view type) {
    switch (peek()) {
      case '{': object(place); break;
      case '[': array(place, type); break;
      case '"': text(place, type); break;
      default: at_ = std::min(json_.find_first_of(",]} \t\r\n", at_), json_.size());
    }
  }

  void object(Place place) {
    take('{');
    while (peek() == '"') {
      const std::string key = string();
      take(':');
      value(below(place, key), key);
      take(',');
    }
    take('}');
  }

  void array(Place place, std::string_view type) {
    take('[');
    while (peek() != ']' && at_ < json_.size()) {
      value(place, type);
      take(',');
    }
    take(']');
  }

  void text(Place place, std::string_view type) {
    const size_t begin = at_;
    const std::string entry = string();
    if (place != Place::entries) return;
    const auto instead = rename_(type, entry);
    if (!instead) return;
    out_.append(json_.substr(copied_, begin - copied_)).append("\"").append(*instead).append("\"");
    copied_ = at_;
  }

  // Escapes beyond Latin-1 stay what they are: no ARN holds them.
  std::string string() {
    std::string out;
    for (++at_; at_ < json_.size() && json_[at_] != '"'; ++at_) {
      if (json_[at_] != '\\' || at_ + 1 == json_.size()) {
        out += json_[at_];
      } else if (json_[++at_] == 'u' && json_.substr(at_ + 1, 2) == "00" && at_ + 4 < json_.size()) {
        out += char(std::strtol(std::string(json_.substr(at_ + 3, 2)).c_str(), nullptr, 16));
        at_ += 4;
      } else {
        out += json_[at_];
      }
    }
    if (at_ < json_.size()) ++at_;
    return out;
  }

  const std::string_view json_;
  const RenamePrincipal& rename_;
  size_t at_ = 0;
  size_t copied_ = 0;
  std::string out_;
};

constexpr size_t kNumberLength = 12;

bool is_account(std::string_view text) {
  return text.size() == kNumberLength && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

bool stands_by_itself(std::string_view text) {
  constexpr std::string_view kIam = "arn:aws:iam::";
  constexpr std::string_view kSts = "arn:aws:sts::";
  if (text == "*" || is_account(text)) return true;
  const bool is_session = text.starts_with(kSts);
  if (!is_session && !text.starts_with(kIam)) return false;
  const std::string_view rest = text.substr(kIam.size());
  if (!is_account(rest.substr(0, kNumberLength))) return false;
  const std::string_view what = rest.substr(kNumberLength);
  if (what.contains('*') || what.contains('?')) return false;
  if (!is_session) return what == ":root";
  return what.starts_with(":assumed-role/") || what.starts_with(":federated-user/");
}

std::optional<std::string> root_of_account(std::string_view text) {
  if (!is_account(text)) return std::nullopt;
  return "arn:aws:iam::" + std::string(text) + ":root";
}

std::string rename_principals(std::string_view json, const RenamePrincipal& rename) {
  return PrincipalWriter(json, rename).write();
}

}  // namespace lightwell::policy
