// The reader of policy documents. The first byte chooses the kind. Whatever is taken keeps the rules the evaluation
// rests on, and what is refused has words and a place.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "policy/document.h"

namespace {

using namespace lightwell::policy;

void require(bool holds) {
  if (!holds) std::abort();
}

bool is_before(const Position& a, const Position& b) {
  return a.line < b.line || (a.line == b.line && a.column < b.column);
}

void check_statement(const Statement& statement, Kind kind) {
  require(!statement.actions.empty());
  require(is_before(statement.start, statement.end));
  require(statement.resources.empty() == (kind == Kind::trust));
  require(statement.principals.empty() == (kind != Kind::trust && kind != Kind::resource));
  const Context context;
  for (const Condition& condition : statement.conditions) (void)condition.holds(context);
  for (const Pattern& resource : statement.resources) {
    const bool matches_itself = resource.matches(resource.text(), context);
    // What has neither wildcard nor variable stands for itself.
    if (resource.text().find_first_of("*?$") == std::string::npos) require(matches_itself);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  constexpr Kind kKinds[] = {Kind::identity,        Kind::managed,  Kind::session,
                             Kind::service_control, Kind::resource, Kind::trust};
  const Kind kind = kKinds[data[0] % 6];
  const auto document = parse(std::string_view(reinterpret_cast<const char*>(data) + 1, size - 1), kind);
  if (!document) {
    require(!document.error().message.empty() && document.error().position.line > 0);
    return 0;
  }
  require(!(*document)->statements().empty());
  require((*document)->characters() < size);
  (void)(*document)->context_keys();
  for (const Statement& statement : (*document)->statements()) check_statement(statement, kind);
  return 0;
}
