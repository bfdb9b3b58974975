// Laws of the evaluation, on random policies: a deny always wins, adding a deny never allows, adding an allow never
// denies, and limits only narrow.

#include <doctest/doctest.h>

#include <random>

#include "policy/denial.h"
#include "policy/evaluate.h"

namespace lightwell::policy {
namespace {

constexpr int kRounds = 4000;
constexpr std::string_view kActions[] = {"s3:GetObject", "s3:PutObject", "sqs:SendMessage"};
constexpr std::string_view kResources[] = {"arn:aws:s3:::b/k", "arn:aws:s3:::b/ann/k",
                                           "arn:aws:sqs:us-east-1:111122223333:q"};
constexpr std::string_view kActionPatterns[] = {"*", "s3:*", "s3:Get*", "s3:?utObject", "sqs:SendMessage"};
constexpr std::string_view kResourcePatterns[] = {"*", "arn:aws:s3:::b/*", "arn:aws:s3:::*/k", "arn:aws:sqs:*:*:q",
                                                  "arn:aws:s3:::b/${aws:username}/*"};
constexpr std::string_view kConditions[] = {
    "", "", R"(,"Condition":{"Bool":{"aws:SecureTransport":"true"}})",
    R"(,"Condition":{"StringNotEquals":{"aws:PrincipalTag/team":"photos"}})",
    R"(,"Condition":{"ForAllValues:StringLike":{"aws:TagKeys":["a*"]},"Null":{"aws:TokenIssueTime":"true"}})"};
constexpr std::string_view kPrincipals[] = {R"("*")",
                                            R"({"AWS":"111122223333"})",
                                            R"({"AWS":"arn:aws:iam::111122223333:user/ann"})",
                                            R"({"AWS":"arn:aws:iam::111122223333:role/r"})",
                                            R"({"AWS":"arn:aws:sts::111122223333:assumed-role/r/s"})",
                                            R"({"AWS":"444455556666"})",
                                            R"({"Service":"sns.amazonaws.com"})"};

class Chance {
 public:
  explicit Chance(uint32_t seed) : random_(seed) {}

  bool flips(int of_ten = 5) { return int(random_() % 10) < of_ten; }
  size_t below(size_t end) { return random_() % end; }
  template <size_t N>
  std::string one_of(const std::string_view (&list)[N]) {
    return std::string(list[below(N)]);
  }

  std::string statement(Kind kind, std::string_view effect) {
    std::string json = R"({"Effect":")" + std::string(effect) + '"';
    if (kind == Kind::resource) json += (flips(9) ? R"(,"Principal":)" : R"(,"NotPrincipal":)") + one_of(kPrincipals);
    json += (flips(9) ? R"(,"Action":")" : R"(,"NotAction":")") + one_of(kActionPatterns) + '"';
    json += (flips(9) ? R"(,"Resource":")" : R"(,"NotResource":")") + one_of(kResourcePatterns) + '"';
    return json + one_of(kConditions) + "}";
  }

  Attached document(Kind kind, std::string_view effect = {}) {
    std::string statements;
    for (size_t left = 1 + below(3); left > 0; --left) {
      if (!statements.empty()) statements += ',';
      statements += statement(kind, !effect.empty() ? effect : flips(7) ? "Allow" : "Deny");
    }
    auto parsed = parse(R"({"Version":"2012-10-17","Statement":[)" + statements + "]}", kind);
    REQUIRE(parsed);
    return {.document = *parsed, .name = "random"};
  }

  std::vector<Attached> documents(Kind kind) {
    std::vector<Attached> list;
    for (size_t left = below(3); left > 0; --left) list.push_back(document(kind));
    return list;
  }

  Principal principal() {
    auto session = std::make_shared<Session>();
    session->issuer_arn = "arn:aws:iam::111122223333:role/r";
    switch (below(5)) {
      case 0: return {.account = "111122223333", .arn = "arn:aws:iam::111122223333:root", .kind = PrincipalKind::root};
      case 1: return {.account = {}, .arn = {}, .kind = PrincipalKind::anonymous};
      case 2:
        return {.account = "111122223333",
                .arn = "arn:aws:sts::111122223333:assumed-role/r/s",
                .kind = PrincipalKind::assumed_role,
                .session = session};
      case 3: return {.account = {}, .arn = {}, .kind = PrincipalKind::service, .name = "sns.amazonaws.com"};
      default:
        return {.account = "111122223333", .arn = "arn:aws:iam::111122223333:user/ann", .kind = PrincipalKind::user};
    }
  }

 private:
  std::mt19937 random_;
};

// A random question with all its policies.
struct Question {
  Principal principal;
  PolicySet set;
  std::vector<Attached> of_resource;
  Context context;
  std::string action, resource, owner;
  ResourceRule rule;

  explicit Question(Chance& chance)
      : principal(chance.principal()),
        of_resource(chance.documents(Kind::resource)),
        action(chance.one_of(kActions)),
        resource(chance.one_of(kResources)),
        owner(chance.flips() ? "111122223333" : "444455556666"),
        rule(chance.flips(8) ? ResourceRule::enough : ResourceRule::required) {
    set.identity = chance.documents(Kind::identity);
    if (chance.flips(3)) set.boundary = chance.document(Kind::managed);
    set.has_session = chance.flips(3);
    if (set.has_session) set.session = chance.documents(Kind::session);
    if (chance.flips(2)) set.service_control = chance.documents(Kind::service_control);
    context.set("aws:SecureTransport", chance.flips() ? "true" : "false");
    if (chance.flips()) context.set("aws:username", "ann");
    if (chance.flips()) context.set("aws:PrincipalTag/team", chance.flips() ? "photos" : "video");
    if (chance.flips()) context.set("aws:TagKeys", Context::Values{"a1", chance.flips() ? "a2" : "b"});
  }

  Decision ask() const {
    return evaluate({.principal = principal,
                     .action = action,
                     .resource = resource,
                     .resource_account = owner,
                     .context = context,
                     .resource_rule = rule},
                    set, &of_resource);
  }
};

int rank(Verdict verdict) { return verdict == Verdict::allowed ? 1 : 0; }

// Where `change` adds a document, and what must not happen.
template <class Change, class Law>
void hold_on_random_policies(Change change, Law law) {
  for (uint32_t seed = 0; seed < kRounds; ++seed) {
    Chance chance(seed);
    Question question(chance);
    const Verdict before = question.ask().verdict;
    change(chance, question);
    const Decision after = question.ask();
    INFO("seed ", seed);
    CHECK(law(before, after));
  }
}

}  // namespace

TEST_CASE("a deny always wins") {
  hold_on_random_policies([](Chance&, Question&) {},
                          [](Verdict, const Decision& decision) {
                            const bool denies =
                                std::any_of(decision.matches.begin(), decision.matches.end(),
                                            [](const Match& match) { return match.statement->effect == Effect::deny; });
                            return denies == (decision.verdict == Verdict::explicit_deny);
                          });
}

TEST_CASE("adding a deny never allows") {
  hold_on_random_policies(
      [](Chance& chance, Question& question) {
        if (chance.flips()) {
          question.set.identity.push_back(chance.document(Kind::identity, "Deny"));
        } else {
          question.of_resource.push_back(chance.document(Kind::resource, "Deny"));
        }
      },
      [](Verdict before, const Decision& after) { return rank(after.verdict) <= rank(before); });
}

TEST_CASE("adding an allow never denies") {
  hold_on_random_policies(
      [](Chance& chance, Question& question) {
        if (chance.flips()) {
          question.set.identity.push_back(chance.document(Kind::identity, "Allow"));
        } else {
          question.of_resource.push_back(chance.document(Kind::resource, "Allow"));
        }
      },
      [](Verdict before, const Decision& after) { return rank(after.verdict) >= rank(before); });
}

TEST_CASE("a session policy or a boundary never allows what was denied without it") {
  hold_on_random_policies(
      [](Chance& chance, Question& question) {
        if (!question.set.has_session) {
          question.set.has_session = true;
          question.set.session.push_back(chance.document(Kind::session));
        } else if (!question.set.boundary) {
          question.set.boundary = chance.document(Kind::managed);
        }
      },
      [](Verdict before, const Decision& after) { return rank(after.verdict) <= rank(before); });
}

TEST_CASE("every decision can be told") {
  hold_on_random_policies([](Chance&, Question&) {},
                          [](Verdict, const Decision& decision) {
                            const Principal nobody{.account = {}, .arn = {}, .kind = PrincipalKind::anonymous};
                            const Context context;
                            const Request request{
                                .principal = nobody, .action = "a:b", .resource = "*", .context = context};
                            return denial_message(request, decision).empty() == decision.is_allowed() &&
                                   !explain(request, decision).empty();
                          });
}

}  // namespace lightwell::policy
