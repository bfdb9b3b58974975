// One line of a Condition block: an operator, a key, and the values it is compared with.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "policy/address.h"
#include "policy/context.h"
#include "policy/date.h"
#include "policy/pattern.h"

namespace lightwell::policy {

enum class Comparison : uint8_t {
  string_equals,
  string_equals_ignore_case,
  string_like,
  numeric_equals,
  numeric_less,
  numeric_less_or_equal,
  numeric_greater,
  numeric_greater_or_equal,
  date_equals,
  date_less,
  date_less_or_equal,
  date_greater,
  date_greater_or_equal,
  boolean,
  binary_equals,
  ip_address,
  arn_like,
  null,
};

// How many of the request's values must fit.
enum class Quantifier : uint8_t { one, for_all_values, for_any_value };

struct Operator {
  Comparison comparison = Comparison::string_equals;
  Quantifier quantifier = Quantifier::one;
  bool is_negated = false;    // StringNotEquals, NumericNotEquals, …
  bool is_if_exists = false;  // …IfExists
};

// ForAllValues:StringLikeIfExists and the like; nothing if AWS has no such operator.
std::optional<Operator> parse_operator(std::string_view name);

// A value of a condition, read as its operator reads it. What cannot be read so fits nothing.
struct Operand {
  Pattern pattern;
  std::optional<double> number = {};
  std::optional<Timestamp> time = {};
  std::optional<AddressBlock> block = {};
  std::optional<std::string> bytes = {};
};

class Condition {
 public:
  Condition(std::string_view operator_name, Operator what, std::string_view key, const std::vector<std::string>& values,
            bool has_variables);

  const std::string& operator_name() const { return operator_name_; }
  const Operator& what() const { return what_; }
  const std::string& key() const { return key_; }  // as the policy spells it
  const std::string& lower_key() const { return lower_key_; }
  const std::vector<Operand>& operands() const { return operands_; }

  bool holds(const Context& context) const { return holds(context.find(lower_key_), context); }
  // For who has looked the key up already; null: absent.
  bool holds(const Context::Values* values, const Context& context) const;

 private:
  bool holds_without_value() const;
  bool is_satisfied_by(std::string_view value, const Context& context) const;

  std::string operator_name_;
  Operator what_;
  std::string key_;
  std::string lower_key_;
  std::vector<Operand> operands_;
};

}  // namespace lightwell::policy
