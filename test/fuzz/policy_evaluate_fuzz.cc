// The evaluation over documents from outside: an identity policy, a policy of the resource and a request, cut apart at
// lines of "---". A deny wins, a decision has its words, and asking twice answers the same.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "policy/denial.h"
#include "policy/evaluate.h"

namespace {

using namespace lightwell;
using namespace lightwell::policy;

void require(bool holds) {
  if (!holds) std::abort();
}

std::string_view take_part(std::string_view& text) {
  constexpr std::string_view kLine = "\n---\n";
  const size_t end = text.find(kLine);
  const std::string_view part = text.substr(0, end);
  text.remove_prefix(end == text.npos ? text.size() : end + kLine.size());
  return part;
}

std::vector<Attached> read(std::string_view json, Kind kind, SourceType type) {
  auto document = parse(json, kind);
  if (!document) return {};
  return {{.document = *document, .name = "fuzzed", .type = type}};
}

// "key=value" a line.
Context read_context(std::string_view lines) {
  Context context;
  while (!lines.empty()) {
    const std::string_view line = lines.substr(0, lines.find('\n'));
    lines.remove_prefix(std::min(lines.size(), line.size() + 1));
    const size_t equals = line.find('=');
    if (equals != line.npos) context.add(line.substr(0, equals), std::string(line.substr(equals + 1)));
  }
  return context;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto identity = read(take_part(text), Kind::identity, SourceType::user_inline);
  const auto of_resource = read(take_part(text), Kind::resource, SourceType::resource);
  const std::string_view action = take_part(text), resource = take_part(text);
  const Context context = read_context(text);
  const Principal ann{.account = "111122223333",
                      .arn = "arn:aws:iam::111122223333:user/ann",
                      .kind = PrincipalKind::user,
                      .id = "AIDAEXAMPLEUSERID0001",
                      .name = "ann"};
  const PolicySet set{.identity = identity};
  const Request request{.principal = ann, .action = action, .resource = resource, .context = context};

  const Decision decision = evaluate(request, set, &of_resource);

  const bool denies = std::any_of(decision.matches.begin(), decision.matches.end(),
                                  [](const Match& match) { return match.statement->effect == Effect::deny; });
  require(denies == (decision.verdict == Verdict::explicit_deny));
  require(!decision.is_allowed() || !decision.matches.empty());
  require(denial_message(request, decision).empty() == decision.is_allowed());
  require(!explain(request, decision).empty());
  require(evaluate(request, set, &of_resource).verdict == decision.verdict);
  return 0;
}
