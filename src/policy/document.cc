#include "policy/document.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/text.h"
#include "policy/malformed.h"

namespace lightwell::policy {
namespace {

constexpr std::string_view kVersionWithoutVariables = "2008-10-17";
constexpr std::string_view kVersionWithVariables = "2012-10-17";
constexpr std::array<std::string_view, 3> kDocumentFields = {"Version", "Id", "Statement"};
constexpr std::array<std::string_view, 9> kStatementFields = {
    "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"};
constexpr ptrdiff_t kArnColons = 5;

template <class Fields>
bool is_field(const Fields& fields, std::string_view name) {
  return std::find(fields.begin(), fields.end(), name) != fields.end();
}

bool is_alphanumeric(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
}

// "arn:aws:sqs" means every queue: the parts left out at the end stand for any.
std::string whole_arn(std::string_view resource) {
  std::string arn(resource);
  if (!arn.starts_with("arn:")) return arn;
  for (auto colons = std::count(arn.begin(), arn.end(), ':'); colons < kArnColons; ++colons) arn += ":*";
  return arn;
}

size_t count_characters(std::string_view json) {
  return code_points(json) - size_t(std::count_if(json.begin(), json.end(), [](char c) {
           return c == ' ' || c == '\n' || c == '\r' || c == '\t';
         }));
}

// One text, or a list of them. Something else is noted, and what could be read is answered.
std::vector<std::string> read_texts(const Json& json, Flaws& flaws) {
  std::vector<std::string> texts;
  const auto take = [&](const Json& item) {
    if (item.type != Json::Type::text) return flaws.note(Problem::wrong_type, item.start);
    texts.push_back(item.text);
  };
  if (json.type != Json::Type::array) {
    take(json);
  } else {
    for (const Json& item : json.items) take(item);
  }
  return texts;
}

// Reads one statement. Goes on after a flaw: which one is named depends on all of them.
class StatementReader {
 public:
  StatementReader(const Json& json, Kind kind, bool has_variables, Flaws& flaws)
      : json_(json), kind_(kind), has_variables_(has_variables), flaws_(flaws) {}

  Statement read() {
    statement_.start = json_.start;
    statement_.end = json_.end;
    if (json_.type != Json::Type::object) {
      flaws_.note(Problem::wrong_type, json_.start);
      return std::move(statement_);
    }
    for (const auto& member : json_.members) {
      if (!is_field(kStatementFields, member.key)) flaws_.note(Problem::unknown_field, member.place, member.key);
    }
    read_sid();
    read_effect();
    read_principals();
    read_actions();
    read_resources();
    read_conditions();
    return std::move(statement_);
  }

 private:
  void read_sid() {
    const Json* sid = json_.find("Sid");
    if (sid == nullptr) return;
    if (sid->type != Json::Type::text) return flaws_.note(Problem::wrong_type, sid->start);
    if (kind_ != Kind::resource && !is_alphanumeric(sid->text)) flaws_.note(Problem::sid_letters, sid->start);
    statement_.sid = sid->text;
  }

  void read_effect() {
    const Json* effect = json_.find("Effect");
    if (effect == nullptr) return flaws_.note(Problem::missing_field, json_.start, "Effect");
    if (effect->type != Json::Type::text) return flaws_.note(Problem::wrong_type, effect->start);
    if (effect->text == "Allow") {
      statement_.effect = Effect::allow;
    } else if (effect->text != "Deny") {
      const bool is_case = equals_ignore_case(effect->text, "Allow") || equals_ignore_case(effect->text, "Deny");
      flaws_.note(is_case ? Problem::effect_case : Problem::bad_effect, effect->start, effect->text);
    }
  }

  // Which of the two is written; both are a flaw.
  const Json* either(std::string_view name, std::string_view negated, bool& is_negated) {
    const Json* plain = json_.find(name);
    const Json* other = json_.find(negated);
    if (plain != nullptr && other != nullptr) flaws_.note(Problem::wrong_type, other->start);
    is_negated = plain == nullptr && other != nullptr;
    return is_negated ? other : plain;
  }

  void read_principals() {
    const Json* written = either("Principal", "NotPrincipal", statement_.is_not_principal);
    if (is_iam(kind_)) {
      if (written != nullptr) flaws_.note(Problem::prohibited_field, written->start, "Principal");
      return;
    }
    if (written == nullptr) return flaws_.note(Problem::missing_field, json_.start, "Principal");
    if (written->type == Json::Type::text && written->text == "*") {
      statement_.principals.emplace_back(PrincipalType::aws, "*");
    } else if (written->type != Json::Type::object) {
      flaws_.note(written->type == Json::Type::text ? Problem::bad_principal : Problem::wrong_type, written->start,
                  '"' + written->text + '"');
    } else {
      for (const auto& member : written->members) read_principals_of(member);
      if (statement_.principals.empty()) flaws_.note(Problem::no_principals, written->start);
    }
  }

  void read_principals_of(const Json::Member& member) {
    const auto type = parse_principal_type(member.key);
    if (!type) return flaws_.note(Problem::unknown_field, member.place, member.key);
    for (const std::string& text : read_texts(member.value, flaws_)) {
      const PrincipalPattern& principal = statement_.principals.emplace_back(*type, text);
      if (principal.is_well_formed()) continue;
      std::string name(to_text(*type));
      for (char& c : name) c = c >= 'a' && c <= 'z' ? char(c - 32) : c;
      flaws_.note(Problem::bad_principal, member.value.start, fmt::format(R"("{}":"{}")", name, text));
    }
  }

  void read_actions() {
    const Json* written = either("Action", "NotAction", statement_.is_not_action);
    const auto actions = written == nullptr ? std::vector<std::string>() : read_texts(*written, flaws_);
    if (actions.empty()) return flaws_.note(Problem::no_actions, written == nullptr ? json_.start : written->start);
    for (const std::string& action : actions) {
      if (const auto flaw = action_flaw(action)) flaws_.note(Problem::bad_action, written->start, *flaw);
      if (kind_ == Kind::trust && !to_lower(action).starts_with("sts:")) {
        flaws_.note(Problem::foreign_action, written->start);
      }
      statement_.actions.emplace_back(action);
      statement_.action_index.add(action);
    }
  }

  void read_resources() {
    const Json* written = either("Resource", "NotResource", statement_.is_not_resource);
    if (kind_ == Kind::trust) {
      if (written == nullptr) return;
      flaws_.note(Problem::prohibited_field, written->start, statement_.is_not_resource ? "NotResource" : "Resource");
      return;
    }
    const auto resources = written == nullptr ? std::vector<std::string>() : read_texts(*written, flaws_);
    if (resources.empty()) return flaws_.note(Problem::no_resources, written == nullptr ? json_.start : written->start);
    for (const std::string& resource : resources) {
      if (const auto flaw = resource_flaw(resource)) {
        flaws_.note(Problem::bad_resource, written->start, *flaw);
      } else if (is_cut_resource(resource)) {
        flaws_.note(Problem::cut_resource, written->start);
      }
      statement_.resources.emplace_back(whole_arn(resource), Wildcards::resource, has_variables_);
    }
  }

  void read_conditions() {
    const Json* block = json_.find("Condition");
    if (block == nullptr) return;
    if (block->type != Json::Type::object) return flaws_.note(Problem::wrong_type, block->start);
    for (const auto& line : block->members) {
      if (line.value.type != Json::Type::object) {
        flaws_.note(Problem::wrong_type, line.value.start);
        continue;
      }
      const auto what = parse_operator(line.key);
      if (!what && !line.value.members.empty()) flaws_.note(Problem::bad_operator, line.place, line.key);
      if (!what) continue;
      for (const auto& member : line.value.members) read_condition(line.key, *what, member);
    }
  }

  void read_condition(std::string_view name, Operator what, const Json::Member& member) {
    std::vector<std::string> values;
    const auto take = [&](const Json& value) {
      if (!value.is_scalar()) return flaws_.note(Problem::wrong_type, value.start);
      values.push_back(value.text);
    };
    if (member.value.type == Json::Type::array) {
      for (const Json& item : member.value.items) take(item);
    } else {
      take(member.value);
    }
    const Condition& condition = statement_.conditions.emplace_back(name, what, member.key, values, has_variables_);
    check_operands(condition, member.value.start);
  }

  void check_operands(const Condition& condition, Position place) {
    const Comparison what = condition.what().comparison;
    for (const Operand& operand : condition.operands()) {
      const bool is_date = what >= Comparison::date_equals && what <= Comparison::date_greater_or_equal;
      if (is_iam(kind_) && is_date && !operand.time) flaws_.note(Problem::bad_date, place);
      if (kind_ == Kind::resource && what == Comparison::ip_address && !operand.block) {
        flaws_.note(Problem::bad_address, place);
      }
    }
  }

  const Json& json_;
  const Kind kind_;
  const bool has_variables_;
  Flaws& flaws_;
  Statement statement_;
};

// The members around the statements.
struct Frame {
  std::string version{kVersionWithoutVariables};
  std::string id;
};

Frame read_frame(const Json& json, Kind kind, Flaws& flaws) {
  Frame frame;
  for (const auto& member : json.members) {
    if (!is_field(kDocumentFields, member.key)) flaws.note(Problem::unknown_field, member.place, member.key);
  }
  if (const Json* version = json.find("Version")) {
    frame.version = version->text;
    const bool is_known = frame.version == kVersionWithVariables || frame.version == kVersionWithoutVariables;
    if (version->type != Json::Type::text || !is_known) flaws.note(Problem::bad_version, version->start);
  }
  if (kind == Kind::managed && frame.version != kVersionWithVariables) flaws.note(Problem::old_version, json.start);
  if (const Json* id = json.find("Id")) {
    if (id->type != Json::Type::text) flaws.note(Problem::wrong_type, id->start);
    frame.id = id->text;
  }
  return frame;
}

std::vector<Statement> read_statements(const Json& json, Kind kind, bool has_variables, Flaws& flaws) {
  std::vector<Statement> statements;
  const Json* block = json.find("Statement");
  if (block == nullptr) {
    flaws.note(Problem::missing_field, json.start, "Statement");
    return statements;
  }
  const bool is_list = block->type == Json::Type::array;
  if (is_list && block->items.empty()) flaws.note(Problem::empty_statement, block->start);
  std::set<std::string> sids;
  const auto read_one = [&](const Json& one) {
    Statement& statement = statements.emplace_back(StatementReader(one, kind, has_variables, flaws).read());
    statement.number = statements.size();
    statement.is_listed = is_list;
    if (!statement.sid.empty() && !sids.insert(statement.sid).second) flaws.note(Problem::sid_double, one.start);
  };
  if (is_list) {
    std::for_each(block->items.begin(), block->items.end(), read_one);
  } else {
    read_one(*block);
  }
  return statements;
}

void add_once(std::vector<std::string>& keys, std::string_view key) {
  const auto is_same = [&](const std::string& known) { return equals_ignore_case(known, key); };
  if (std::none_of(keys.begin(), keys.end(), is_same)) keys.emplace_back(key);
}

}  // namespace

std::vector<std::string> Document::context_keys() const {
  std::vector<std::string> keys;
  for (const Statement& statement : statements_) {
    for (const Condition& condition : statement.conditions) {
      add_once(keys, condition.key());
      for (const Operand& operand : condition.operands()) {
        for (const std::string_view name : operand.pattern.variables()) add_once(keys, name);
      }
    }
    for (const Pattern& resource : statement.resources) {
      for (const std::string_view name : resource.variables()) add_once(keys, name);
    }
  }
  return keys;
}

std::expected<std::shared_ptr<const Document>, Flaw> parse(std::string_view json, Kind kind) {
  Flaws flaws(kind);
  if (kind == Kind::resource && !json.starts_with('{')) {
    return std::unexpected(Flaw{"Policies must be valid JSON and the first byte must be '{'", {}});
  }
  const auto tree = json.size() > kDocumentBytesMax ? std::unexpected(JsonFlaw{}) : read_json(json);
  if (!tree) {
    flaws.note(Problem::not_json, tree.error().position);
    return std::unexpected(*flaws.worst());
  }
  if (tree->type != Json::Type::object) flaws.note(Problem::wrong_type, tree->start);
  Frame frame = read_frame(*tree, kind, flaws);
  auto statements = read_statements(*tree, kind, frame.version == kVersionWithVariables, flaws);
  if (flaws.worst()) return std::unexpected(*flaws.worst());
  return std::make_shared<const Document>(std::move(frame.version), std::move(frame.id), std::move(statements),
                                          count_characters(json));
}

}  // namespace lightwell::policy
