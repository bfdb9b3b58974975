#include "policy/condition.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "base/text.h"

namespace lightwell::policy {
namespace {

struct NamedOperator {
  std::string_view name;
  Comparison comparison;
  bool is_negated = false;
};

constexpr std::array kOperators = {
    NamedOperator{"StringEquals", Comparison::string_equals},
    NamedOperator{"StringNotEquals", Comparison::string_equals, true},
    NamedOperator{"StringEqualsIgnoreCase", Comparison::string_equals_ignore_case},
    NamedOperator{"StringNotEqualsIgnoreCase", Comparison::string_equals_ignore_case, true},
    NamedOperator{"StringLike", Comparison::string_like},
    NamedOperator{"StringNotLike", Comparison::string_like, true},
    NamedOperator{"NumericEquals", Comparison::numeric_equals},
    NamedOperator{"NumericNotEquals", Comparison::numeric_equals, true},
    NamedOperator{"NumericLessThan", Comparison::numeric_less},
    NamedOperator{"NumericLessThanEquals", Comparison::numeric_less_or_equal},
    NamedOperator{"NumericGreaterThan", Comparison::numeric_greater},
    NamedOperator{"NumericGreaterThanEquals", Comparison::numeric_greater_or_equal},
    NamedOperator{"DateEquals", Comparison::date_equals},
    NamedOperator{"DateNotEquals", Comparison::date_equals, true},
    NamedOperator{"DateLessThan", Comparison::date_less},
    NamedOperator{"DateLessThanEquals", Comparison::date_less_or_equal},
    NamedOperator{"DateGreaterThan", Comparison::date_greater},
    NamedOperator{"DateGreaterThanEquals", Comparison::date_greater_or_equal},
    NamedOperator{"Bool", Comparison::boolean},
    NamedOperator{"BinaryEquals", Comparison::binary_equals},
    NamedOperator{"IpAddress", Comparison::ip_address},
    NamedOperator{"NotIpAddress", Comparison::ip_address, true},
    NamedOperator{"ArnEquals", Comparison::arn_like},
    NamedOperator{"ArnNotEquals", Comparison::arn_like, true},
    NamedOperator{"ArnLike", Comparison::arn_like},
    NamedOperator{"ArnNotLike", Comparison::arn_like, true},
    NamedOperator{"Null", Comparison::null},
};

bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (text.size() < prefix.size() || !equals_ignore_case(text.substr(0, prefix.size()), prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

bool take_suffix(std::string_view& text, std::string_view suffix) {
  if (text.size() < suffix.size() || !equals_ignore_case(text.substr(text.size() - suffix.size()), suffix))
    return false;
  text.remove_suffix(suffix.size());
  return true;
}

std::optional<double> parse_number(std::string_view text) {
  double number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc{} || end != text.data() + text.size() || !std::isfinite(number)) return std::nullopt;
  return number;
}

bool is_numeric(Comparison what) {
  return what >= Comparison::numeric_equals && what <= Comparison::numeric_greater_or_equal;
}

bool is_date(Comparison what) { return what >= Comparison::date_equals && what <= Comparison::date_greater_or_equal; }

template <class T>
bool compare(Comparison what, const std::optional<T>& value, const std::optional<T>& wanted) {
  if (!value || !wanted) return false;
  switch (what) {
    case Comparison::numeric_equals:
    case Comparison::date_equals: return *value == *wanted;
    case Comparison::numeric_less:
    case Comparison::date_less: return *value < *wanted;
    case Comparison::numeric_less_or_equal:
    case Comparison::date_less_or_equal: return *value <= *wanted;
    case Comparison::numeric_greater:
    case Comparison::date_greater: return *value > *wanted;
    default: return *value >= *wanted;
  }
}

Wildcards wildcards_of(Comparison what) {
  if (what == Comparison::string_like) return Wildcards::text;
  return what == Comparison::arn_like ? Wildcards::arn : Wildcards::none;
}

// Variables stand in texts, ARNs and booleans alone.
bool takes_variables(Comparison what) {
  return what <= Comparison::string_like || what == Comparison::arn_like || what == Comparison::boolean;
}

Operand read_operand(Comparison what, std::string_view text, bool has_variables) {
  Operand operand{.pattern = Pattern(text, wildcards_of(what), has_variables && takes_variables(what))};
  if (is_numeric(what)) operand.number = parse_number(text);
  if (is_date(what)) operand.time = parse_policy_date(text);
  if (what == Comparison::ip_address) operand.block = parse_address_block(text);
  if (what == Comparison::binary_equals) operand.bytes = from_base64(text);
  return operand;
}

// A value of the request, read once for all operands.
struct Reading {
  std::string_view text;
  std::optional<double> number = {};
  std::optional<Timestamp> time = {};
  std::optional<AddressBlock> block = {};
  std::optional<std::string> bytes = {};
};

Reading read_value(Comparison what, std::string_view text) {
  Reading value{.text = text};
  if (is_numeric(what)) value.number = parse_number(text);
  if (is_date(what)) value.time = parse_policy_date(text);
  if (what == Comparison::ip_address) value.block = parse_address_block(text);
  if (what == Comparison::binary_equals) value.bytes = from_base64(text);
  return value;
}

bool equals_text(const Operand& operand, std::string_view value, const Context& context) {
  std::string room;
  const auto wanted = operand.pattern.resolve(context, room);
  return wanted && equals_ignore_case(*wanted, value);
}

bool fits(Comparison what, const Operand& operand, const Reading& value, const Context& context) {
  if (is_numeric(what)) return compare(what, value.number, operand.number);
  if (is_date(what)) return compare(what, value.time, operand.time);
  switch (what) {
    case Comparison::string_equals_ignore_case:
    case Comparison::boolean: return equals_text(operand, value.text, context);
    case Comparison::binary_equals: return operand.bytes && operand.bytes == value.bytes;
    case Comparison::ip_address: return value.block && operand.block && operand.block->holds(*value.block);
    default: return operand.pattern.matches(value.text, context);
  }
}

}  // namespace

std::optional<Operator> parse_operator(std::string_view name) {
  Operator what;
  if (take_prefix(name, "ForAllValues:")) {
    what.quantifier = Quantifier::for_all_values;
  } else if (take_prefix(name, "ForAnyValue:")) {
    what.quantifier = Quantifier::for_any_value;
  }
  what.is_if_exists = take_suffix(name, "IfExists");
  const auto found = std::find_if(kOperators.begin(), kOperators.end(),
                                  [&](const NamedOperator& known) { return equals_ignore_case(known.name, name); });
  if (found == kOperators.end()) return std::nullopt;
  what.comparison = found->comparison;
  what.is_negated = found->is_negated;
  if (what.comparison == Comparison::null && (what.is_if_exists || what.quantifier != Quantifier::one)) {
    return std::nullopt;
  }
  return what;
}

Condition::Condition(std::string_view operator_name, Operator what, std::string_view key,
                     const std::vector<std::string>& values, bool has_variables)
    : operator_name_(operator_name), what_(what), key_(key), lower_key_(to_lower(key)) {
  operands_.reserve(values.size());
  for (const std::string& value : values) operands_.push_back(read_operand(what.comparison, value, has_variables));
}

bool Condition::holds(const Context::Values* values, const Context& context) const {
  if (what_.comparison == Comparison::null) {
    const std::string_view absent = values == nullptr || values->empty() ? "true" : "false";
    return std::any_of(operands_.begin(), operands_.end(),
                       [&](const Operand& operand) { return equals_ignore_case(operand.pattern.text(), absent); });
  }
  if (values == nullptr || values->empty()) return holds_without_value();

  const auto satisfies = [&](const std::string& value) { return is_satisfied_by(value, context); };
  const bool is_set = what_.quantifier != Quantifier::one;
  if (is_set && std::all_of(values->begin(), values->end(), [](const auto& value) { return value.empty(); })) {
    return what_.quantifier == Quantifier::for_all_values;  // AWS: an empty text is an empty set
  }
  const bool needs_all = is_set ? what_.quantifier == Quantifier::for_all_values : what_.is_negated;
  return needs_all ? std::all_of(values->begin(), values->end(), satisfies)
                   : std::any_of(values->begin(), values->end(), satisfies);
}

bool Condition::holds_without_value() const {
  // Of no values there is none that would do, IfExists or not.
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
  if (what_.quantifier == Quantifier::for_any_value) return false;
  return what_.is_if_exists || what_.is_negated || what_.quantifier == Quantifier::for_all_values;
}

// A variable without value is null: nothing equals it or is like it, so a negated comparison holds.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-no-value
bool Condition::is_satisfied_by(std::string_view value, const Context& context) const {
  const Reading reading = read_value(what_.comparison, value);
  const auto fits_operand = [&](const Operand& operand) { return fits(what_.comparison, operand, reading, context); };
  return std::any_of(operands_.begin(), operands_.end(), fits_operand) != what_.is_negated;
}

}  // namespace lightwell::policy
