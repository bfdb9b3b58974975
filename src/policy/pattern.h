// Texts with wildcards and policy variables, cut up once and matched often.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html

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

// One text of a policy. Variables (${aws:username}, ${aws:username, 'nobody'}, ${*}) are known where `has_variables`:
// from version 2012-10-17 on.
class Pattern {
 public:
  Pattern(std::string_view text, Wildcards wildcards, bool has_variables);

  const std::string& text() const { return text_; }  // as the policy spells it
  // A text with a variable that has no value matches nothing.
  bool matches(std::string_view text, const Context& context) const;
  // The text with its variables filled in, wildcards as codes; nothing if a variable has no value. `room` holds the
  // answer where it must be made.
  std::optional<std::string_view> resolve(const Context& context, std::string& room) const;

  bool has_variables() const { return !parts_.empty(); }
  // The keys of its variables, as the policy spells them. They live as long as the pattern.
  std::vector<std::string_view> variables() const;
  // Those without default that have no value in `context`.
  std::vector<std::string_view> missing_variables(const Context& context) const;

 private:
  struct Part {
    std::string codes = {};     // before the variable
    std::string variable = {};  // lower-case; empty: none follows
    std::string spelling = {};
    std::optional<std::string> otherwise = {};

    std::optional<std::string_view> value(const Context& context) const;
  };
  class Builder;

  std::string text_;
  std::string codes_;   // of a text without variables
  size_t literal_ = 0;  // how many bytes come before the first wildcard or variable
  std::vector<Part> parts_;
  Wildcards wildcards_;
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
  std::string codes_;
};

// `codes` as Pattern and action_codes() make them: wildcards as bytes that no UTF-8 text holds.
bool matches_codes(std::string_view codes, std::string_view text);
std::string action_codes(std::string lower_action);

}  // namespace lightwell::policy
