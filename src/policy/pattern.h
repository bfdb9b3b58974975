// Texts with wildcards and policy variables, cut up once and matched often.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/context.h"

namespace lightwell::policy {

// What '*' and '?' mean in a text.
enum class Wildcards : uint8_t {
  none,      // StringEquals: they are themselves
  text,      // StringLike: any run, any one character
  resource,  // Resource: inside one of an ARN's first five segments a '*' stays there, at a segment's end it does not
  arn,       // ArnLike: every segment is matched apart
};

// One text of a policy. Variables (${aws:username}, ${aws:username, 'nobody'}, ${*}) are known from 2012-10-17 on.
class Pattern {
 public:
  Pattern(std::string_view text, Wildcards wildcards, bool has_variables);

  const std::string& text() const { return text_; }  // as the policy spells it
  bool matches(std::string_view text, const Context& context) const;
  // The text with its variables filled in; nothing if one of them has no value. `room` holds the answer where needed.
  std::optional<std::string_view> resolve(const Context& context, std::string& room) const;
  // The keys of its variables, lower-case.
  std::vector<std::string_view> variables() const;
  bool is_everything() const { return is_everything_; }

 private:
  struct Part {
    std::string codes;     // before the variable
    std::string variable;  // lower-case; empty: none follows
    std::string spelling;
    std::optional<std::string> otherwise;
  };

  std::string text_;
  std::string codes_;  // of a text without variables
  std::vector<Part> parts_;
  bool is_everything_ = false;
};

// One entry of Action or NotAction: no variables, no regard to case.
class ActionPattern {
 public:
  explicit ActionPattern(std::string_view text);

  const std::string& text() const { return text_; }
  bool matches(std::string_view lower_action) const;

 private:
  std::string text_;
  std::string codes_;   // lower-case
  size_t literal_ = 0;  // how many bytes come before the first wildcard
};

// `codes` as Pattern makes them: '*' and '?' as bytes no UTF-8 text holds.
bool matches_codes(std::string_view codes, std::string_view text);

}  // namespace lightwell::policy
