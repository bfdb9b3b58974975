#include "policy/evaluate.h"

#include <algorithm>
#include <span>

#include "base/text.h"

namespace lightwell::policy {
namespace {

// What a layer says.
struct Voice {
  bool denies = false;
  bool allows = false;
  Nearness nearness = Nearness::none;  // of the nearest grant of a resource's policy

  Verdict verdict() const {
    if (denies) return Verdict::explicit_deny;
    return allows ? Verdict::allowed : Verdict::implicit_deny;
  }
};

// Principals that no account's policies speak for: nobody, a service, who came with a provider's token.
bool is_outside_accounts(const Principal& principal) {
  return principal.kind == PrincipalKind::anonymous || principal.kind == PrincipalKind::service ||
         principal.account.empty();
}

// The root of a bucket's account can always mend its policy, whatever the policy says.
bool is_bucket_rescue(std::string_view lower_action) {
  return lower_action == "s3:getbucketpolicy" || lower_action == "s3:putbucketpolicy" ||
         lower_action == "s3:deletebucketpolicy";
}

bool is_trust(const Attached& attached) { return attached.type == SourceType::trust; }

bool is_deny(const Match& match) { return match.statement->effect == Effect::deny; }

class Evaluation {
 public:
  Evaluation(const Request& request, const PolicySet& policies)
      : request_(request), policies_(policies), action_(request.action) {
    must_be_granted_ = request.resource_rule == ResourceRule::required;
    decision_.is_cross_account = !request.resource_account.empty() && !request.principal.account.empty() &&
                                 request.resource_account != request.principal.account;
  }

  Decision run(const std::vector<Attached>* resource_policies) {
    const bool is_root = request_.principal.kind == PrincipalKind::root;
    if (!policies_.service_control.empty() && request_.principal.kind != PrincipalKind::service) {
      ask(Layer::service_control, policies_.service_control);
    }
    if (!is_outside_accounts(request_.principal)) {
      if (!is_root) {
        ask(Layer::identity, policies_.identity);
        if (policies_.boundary) ask(Layer::boundary, {&*policies_.boundary, 1});
      }
      if (policies_.has_session) ask(Layer::session, policies_.session);
    }
    if (resource_policies != nullptr) {
      ask(Layer::resource, *resource_policies);
      must_be_granted_ =
          must_be_granted_ || std::any_of(resource_policies->begin(), resource_policies->end(), is_trust);
    }
    decide();
    std::ranges::stable_partition(decision_.matches, is_deny);
    return std::move(decision_);
  }

 private:
  void ask(Layer layer, std::span<const Attached> documents) {
    Voice& voice = voices_[size_t(layer)];
    for (const Attached& attached : documents) {
      for (const Statement& statement : attached.document->statements()) listen(voice, layer, attached, statement);
    }
    if (layer == Layer::resource && is_rescued()) voice.denies = false;
    decision_.layers[size_t(layer)] = voice.verdict();
  }

  bool is_rescued() const {
    return request_.principal.kind == PrincipalKind::root && !decision_.is_cross_account &&
           is_bucket_rescue(action_.whole);
  }

  void listen(Voice& voice, Layer layer, const Attached& attached, const Statement& statement) {
    if (!fits_action(statement) || !fits_resource(statement)) return;
    const Nearness nearness = layer == Layer::resource ? nearness_of(statement) : Nearness::exact;
    if (nearness == Nearness::none) return;
    if (!conditions_hold(statement)) {
      if (statement.effect == Effect::allow) decision_.unmet.push_back({&attached, &statement, layer});
      return;
    }
    decision_.matches.push_back({&attached, &statement, layer});
    if (statement.effect == Effect::deny) {
      voice.denies = true;
    } else {
      voice.allows = true;
      voice.nearness = std::max(voice.nearness, nearness);
    }
  }

  bool fits_action(const Statement& statement) const {
    return statement.action_index.holds(action_) != statement.is_not_action;
  }

  // A pattern with a variable that has no value names no resource, in NotResource too.
  bool fits_resource(const Statement& statement) {
    if (statement.resources.empty()) return true;
    bool is_named = false;
    for (const Pattern& pattern : statement.resources) {
      if (pattern.matches(request_.resource, request_.context)) {
        is_named = true;
        break;
      }
      if (!pattern.has_variables()) continue;
      for (const std::string_view name : pattern.missing_variables(request_.context)) miss(name);
    }
    return is_named != statement.is_not_resource;
  }

  bool conditions_hold(const Statement& statement) {
    bool hold = true;
    for (const Condition& condition : statement.conditions) {
      const auto* values = request_.context.find(condition.lower_key());
      if (values == nullptr && condition.what().comparison != Comparison::null) miss(condition.key());
      for (const Operand& operand : condition.operands()) {
        if (!operand.pattern.has_variables()) continue;
        for (const std::string_view name : operand.pattern.missing_variables(request_.context)) miss(name);
      }
      hold = hold && condition.holds(values, request_.context);
    }
    return hold;
  }

  void miss(std::string_view key) {
    const auto is_same = [&](std::string_view known) { return equals_ignore_case(known, key); };
    auto& keys = decision_.missing_keys;
    if (std::none_of(keys.begin(), keys.end(), is_same)) keys.push_back(key);
  }

  Nearness nearness_of(const Statement& statement) const {
    if (statement.is_not_principal) return is_excepted(statement) ? Nearness::none : Nearness::exact;
    Nearness nearest = Nearness::none;
    for (const PrincipalPattern& pattern : statement.principals) {
      nearest = std::max(nearest, pattern.nearness(request_.principal, request_.canonical_user));
    }
    return nearest;
  }

  // A Deny spares only whom it names whole: the account, the role of a session, and the user or session itself; never
  // who has a permissions boundary. An Allow passes over everyone it names in part.
  bool is_excepted(const Statement& statement) const {
    std::array<bool, 4> is_named = {};
    for (const PrincipalPattern& pattern : statement.principals) {
      is_named[size_t(pattern.nearness(request_.principal, request_.canonical_user))] = true;
      if (pattern.is_everybody()) is_named.fill(true);
    }
    const bool account = is_named[size_t(Nearness::account)];
    const bool issuer = is_named[size_t(Nearness::issuer)];
    const bool exact = is_named[size_t(Nearness::exact)];
    if (statement.effect == Effect::allow) return account || issuer || exact;
    if (policies_.boundary) return false;
    switch (request_.principal.kind) {
      case PrincipalKind::user:
      case PrincipalKind::federated_user: return exact && account;
      case PrincipalKind::assumed_role: return exact && issuer && account;
      default: return exact;
    }
  }

  const Voice& voice(Layer layer) const { return voices_[size_t(layer)]; }
  bool was_asked(Layer layer) const { return decision_.layers[size_t(layer)].has_value(); }

  void conclude(Verdict verdict, Layer layer) {
    decision_.verdict = verdict;
    decision_.layer = layer;
  }

  void decide() {
    for (const Layer layer :
         {Layer::service_control, Layer::resource, Layer::identity, Layer::boundary, Layer::session}) {
      if (voice(layer).denies) return conclude(Verdict::explicit_deny, layer);
    }
    if (was_asked(Layer::service_control) && !voice(Layer::service_control).allows) {
      return conclude(Verdict::implicit_deny, Layer::service_control);
    }
    const bool is_granted = voice(Layer::resource).allows;
    if (is_outside_accounts(request_.principal)) {
      return conclude(is_granted ? Verdict::allowed : Verdict::implicit_deny, Layer::resource);
    }
    decision_.is_cross_account ? decide_across(is_granted) : decide_within(is_granted);
  }

  // In one account a grant to the user or session itself is enough, and nothing that limits the principal limits it.
  void decide_within(bool is_granted) {
    const Nearness nearness = is_granted ? voice(Layer::resource).nearness : Nearness::none;
    if (nearness == Nearness::exact) return conclude(Verdict::allowed, Layer::resource);
    const bool stands_for_identity = nearness == Nearness::issuer;
    if (!stands_for_identity && !identity_allows()) return conclude(Verdict::implicit_deny, Layer::identity);
    if (!is_within_limits()) return;
    if (must_be_granted_ && !is_granted) {
      return conclude(Verdict::implicit_deny, Layer::resource);
    }
    conclude(Verdict::allowed, identity_allows() ? identity_layer() : Layer::resource);
  }

  // Between accounts both sides must agree.
  void decide_across(bool is_granted) {
    if (!identity_allows()) return conclude(Verdict::implicit_deny, Layer::identity);
    if (!is_within_limits()) return;
    conclude(is_granted ? Verdict::allowed : Verdict::implicit_deny, Layer::resource);
  }

  bool identity_allows() const {
    return request_.principal.kind == PrincipalKind::root || voice(Layer::identity).allows;
  }

  Layer identity_layer() const {
    return request_.principal.kind == PrincipalKind::root ? Layer::root : Layer::identity;
  }

  bool is_within_limits() {
    for (const Layer layer : {Layer::boundary, Layer::session}) {
      if (was_asked(layer) && !voice(layer).allows) {
        conclude(Verdict::implicit_deny, layer);
        return false;
      }
    }
    return true;
  }

  const Request& request_;
  const PolicySet& policies_;
  const ActionName action_;
  bool must_be_granted_ = false;
  std::array<Voice, kLayerCount> voices_ = {};
  Decision decision_;
};

}  // namespace

Decision evaluate(const Request& request, const PolicySet& policies, const std::vector<Attached>* resource_policies) {
  return Evaluation(request, policies).run(resource_policies);
}

}  // namespace lightwell::policy
