#include "policy/pattern.h"

#include <algorithm>

#include "base/text.h"

namespace lightwell::policy {
namespace {

// Bytes that stand for wildcards in codes. No UTF-8 text holds them.
constexpr char kRun = char(0xFF);           // any run of characters
constexpr char kRunInSegment = char(0xFE);  // one without ':'
constexpr char kOne = char(0xFD);           // any one character
constexpr char kOneInSegment = char(0xFC);  // any but ':'

bool is_code(char c) { return uint8_t(c) >= 0xFC; }

constexpr size_t kArnColons = 5;

bool looks_like_arn(std::string_view text) {
  return text.starts_with("arn:") && std::count(text.begin(), text.end(), ':') >= ptrdiff_t(kArnColons);
}

size_t after_character(std::string_view text, size_t at) {
  ++at;
  while (at < text.size() && (uint8_t(text[at]) & 0xC0) == 0x80) ++at;
  return at;
}

}  // namespace

bool matches_codes(std::string_view codes, std::string_view text) {
  constexpr size_t none = std::string_view::npos;
  size_t p = 0, t = 0;
  size_t run = none, run_end = 0;          // the last run without limits: where its codes go on, where its text ends
  size_t segment = none, segment_end = 0;  // the last run since then that keeps to its segment
  while (t < text.size()) {
    if (p < codes.size()) {
      const char code = codes[p];
      if (code == kRun) {
        if (++p == codes.size()) return true;
        run = p;
        run_end = t;
        segment = none;
        continue;
      }
      if (code == kRunInSegment) {
        segment = ++p;
        segment_end = t;
        continue;
      }
      if (code == kOne || (code == kOneInSegment && text[t] != ':')) {
        t = after_character(text, t);
        ++p;
        continue;
      }
      if (code == text[t]) {
        ++p;
        ++t;
        continue;
      }
    }
    if (segment != none && text[segment_end] != ':') {
      t = ++segment_end;
      p = segment;
    } else if (run != none) {
      t = ++run_end;
      p = run;
      segment = none;
    } else {
      return false;
    }
  }
  while (p < codes.size() && (codes[p] == kRun || codes[p] == kRunInSegment)) ++p;
  return p == codes.size();
}

// Cuts a text into codes and variables.
class Pattern::Builder {
 public:
  Builder(std::string_view text, Wildcards wildcards) : text_(text), wildcards_(wildcards) {}

  std::vector<Part> cut(bool has_variables) {
    while (at_ < text_.size()) {
      if (!has_variables || !text_.substr(at_).starts_with("${") || !variable()) character();
    }
    parts_.push_back(std::move(part_));
    return std::move(parts_);
  }

 private:
  // Text that is no variable after all ("${" without end, an empty name) stands for itself.
  bool variable() {
    const size_t close = text_.find('}', at_);
    if (close == text_.npos) return false;
    const std::string_view inside = text_.substr(at_ + 2, close - at_ - 2);
    if (inside == "*" || inside == "?" || inside == "$") {
      part_.codes += inside;
    } else {
      const size_t comma = inside.find(',');
      const std::string_view name = trim(inside.substr(0, comma));
      if (name.empty()) return false;
      if (comma != inside.npos && !set_default(trim(inside.substr(comma + 1)))) return false;
      part_.spelling = name;
      part_.variable = to_lower(name);
      parts_.push_back(std::move(part_));
      part_ = {};
    }
    at_ = close + 1;
    return true;
  }

  bool set_default(std::string_view quoted) {
    if (quoted.size() < 2 || !quoted.starts_with('\'') || !quoted.ends_with('\'')) return false;
    part_.otherwise = quoted.substr(1, quoted.size() - 2);
    return true;
  }

  void character() {
    const char c = text_[at_++];
    const bool is_wild = wildcards_ != Wildcards::none && (c == '*' || c == '?');
    if (c == ':') ++colons_;
    part_.codes += is_wild ? code_of(c) : c;
  }

  char code_of(char c) const {
    const bool is_split = wildcards_ != Wildcards::text && colons_ < kArnColons;
    if (c == '?') return is_split ? kOneInSegment : kOne;
    const bool ends_segment = at_ == text_.size() || text_[at_] == ':';
    return is_split && !(wildcards_ == Wildcards::resource && ends_segment) ? kRunInSegment : kRun;
  }

  std::string_view text_;
  const Wildcards wildcards_;
  size_t at_ = 0;
  size_t colons_ = 0;
  Part part_;
  std::vector<Part> parts_;
};

Pattern::Pattern(std::string_view text, Wildcards wildcards, bool has_variables) : text_(text), wildcards_(wildcards) {
  auto parts = Builder(text, wildcards).cut(has_variables);
  const std::string& first = parts.front().codes;
  literal_ = size_t(std::find_if(first.begin(), first.end(), is_code) - first.begin());
  if (parts.size() == 1) {
    codes_ = std::move(parts.front().codes);
  } else {
    parts_ = std::move(parts);
  }
  is_everything_ = text == "*" && (wildcards == Wildcards::text || wildcards == Wildcards::resource);
}

std::optional<std::string_view> Pattern::Part::value(const Context& context) const {
  const auto* values = context.find(variable);
  if (values == nullptr || values->empty()) {
    return otherwise ? std::optional<std::string_view>(*otherwise) : std::nullopt;
  }
  // A key with many values cannot stand in a text, and bytes that mean wildcards must not come from a request.
  if (values->size() > 1 || std::any_of(values->front().begin(), values->front().end(), is_code)) return std::nullopt;
  return values->front();
}

std::optional<std::string_view> Pattern::resolve(const Context& context, std::string& room) const {
  if (parts_.empty()) return codes_;
  for (const Part& part : parts_) {
    room += part.codes;
    if (part.variable.empty()) continue;
    const auto value = part.value(context);
    if (!value) return std::nullopt;
    room += *value;
  }
  return room;
}

bool Pattern::matches(std::string_view text, const Context& context) const {
  if (is_everything_) return true;
  const std::string& first = parts_.empty() ? codes_ : parts_.front().codes;
  if (!text.starts_with(std::string_view(first).substr(0, literal_))) return false;
  std::string room;
  const auto codes = resolve(context, room);
  if (!codes) return false;
  if (wildcards_ == Wildcards::none) return *codes == text;
  if (wildcards_ == Wildcards::arn && !(looks_like_arn(text) && text_.starts_with("arn:"))) return false;
  return matches_codes(*codes, text);
}

std::vector<std::string_view> Pattern::variables() const {
  std::vector<std::string_view> names;
  for (const Part& part : parts_) {
    if (!part.variable.empty()) names.push_back(part.spelling);
  }
  return names;
}

std::vector<std::string_view> Pattern::missing_variables(const Context& context) const {
  std::vector<std::string_view> names;
  for (const Part& part : parts_) {
    if (!part.variable.empty() && !part.value(context)) names.push_back(part.spelling);
  }
  return names;
}

std::string action_codes(std::string lower_action) {
  for (char& c : lower_action) c = c == '*' ? kRun : c == '?' ? kOne : c;
  return lower_action;
}

ActionPattern::ActionPattern(std::string_view text) : text_(text), codes_(action_codes(to_lower(text))) {}

bool ActionPattern::matches(std::string_view lower_action) const { return matches_codes(codes_, lower_action); }

}  // namespace lightwell::policy
