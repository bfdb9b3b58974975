#include "services/sts/issuers.h"

#include <algorithm>
#include <boost/json.hpp>

#include "base/text.h"
#include "services/sts/errors.h"

namespace lightwell::sts {
namespace {

namespace json = boost::json;

constexpr size_t kUrlMax = 2048;

Error no_verification_key(std::string why) {
  return error(errors::invalid_identity_token_exception,
               "Couldn't retrieve verification key from your identity provider,  please reference "
               "AssumeRoleWithWebIdentity documentation for requirements")
      .log(std::move(why));
}

Error unreachable(std::string why) { return error(errors::idp_communication_error_exception).log(std::move(why)); }

bool is_printable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 127; });
}

// The host of "HOST:PORT/PATH".
std::string_view host_of(std::string_view rest) {
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
  if (authority.starts_with('[')) return authority.substr(0, authority.find(']') + 1);
  return authority.substr(0, authority.find(':'));
}

bool is_loopback(std::string_view host) {
  const bool is_address = host.find_first_not_of("0123456789.") == host.npos;  // 127.example.com is a name
  return host == "localhost" || host.ends_with(".localhost") || host == "[::1]" ||
         (is_address && host.starts_with("127."));
}

// An https URL, or an http URL of this machine.
bool may_ask(std::string_view url) {
  if (url.size() > kUrlMax || !is_printable(url) || url.find_first_of("@\\") != url.npos) return false;
  const bool is_secure = url.starts_with("https://");
  if (!is_secure && !url.starts_with("http://")) return false;
  const std::string_view host = host_of(url.substr(url.find("//") + 2));
  return !host.empty() && (is_secure || is_loopback(host));
}

// The text of a member of a JSON object.
std::optional<std::string> member(std::string_view text, std::string_view name) {
  boost::system::error_code broken;
  const json::value value = json::parse(text, broken, {}, {.max_depth = 8});
  if (broken || !value.is_object()) return std::nullopt;
  const json::value* found = value.get_object().if_contains(name);
  if (found == nullptr || !found->is_string()) return std::nullopt;
  return std::string(found->get_string());
}

}  // namespace

std::optional<std::string> provider_host(std::string_view issuer) {
  if (!may_ask(issuer) || issuer.find_first_of("?#") != issuer.npos) return std::nullopt;
  std::string_view rest = issuer.substr(issuer.find("//") + 2);
  while (rest.ends_with('/')) rest.remove_suffix(1);
  return std::string(rest);
}

// A fetch under way. Its outcome goes to all who wait for it, also where it is broken off.
class Issuers::Flight {
 public:
  Flight(Issuers& issuers, const std::string& name, Timestamp now) : issuers_(issuers), name_(name), now_(now) {}
  ~Flight() {
    if (!has_ended_) issuers_.finish(name_, fail(unreachable("the fetch was broken off")), now_);
  }
  Flight(const Flight&) = delete;
  Flight& operator=(const Flight&) = delete;

  void end(const Outcome& outcome) {
    has_ended_ = true;
    issuers_.finish(name_, outcome, now_);
  }

 private:
  Issuers& issuers_;
  const std::string& name_;
  const Timestamp now_;
  bool has_ended_ = false;
};

Task<Result<std::shared_ptr<const Issuers::Keys>>> Issuers::keys(std::string issuer, std::string key_id,
                                                                 std::vector<std::string> thumbprints, Timestamp now) {
  std::string name = issuer;
  for (const std::string& thumbprint : thumbprints) name.append(" ").append(thumbprint);
  Turn turn = this->turn(name, key_id, now);
  if (turn.known) co_return *std::move(turn.known);
  if (turn.end) co_return co_await *turn.end;
  Flight flight(*this, name, now);
  Outcome outcome = co_await fetch(std::move(issuer), std::move(thumbprints));
  flight.end(outcome);
  co_return outcome;
}

Issuers::Turn Issuers::turn(const std::string& name, const std::string& key_id, Timestamp now) {
  const std::lock_guard lock(mutex_);
  if (auto known = recall(name, key_id, now)) return {.known = std::move(known)};
  const auto found = under_way_.find(name);
  if (found == under_way_.end()) {
    if (under_way_.size() >= kFetchesMax) return {.known = fail(unreachable("too many providers are being asked"))};
    under_way_.emplace(name, std::vector<Completion<Outcome>>{});
    return {};
  }
  if (found->second.size() >= kWaitingMax) return {.known = fail(unreachable("too many wait for its answer"))};
  return {.end = found->second.emplace_back()};
}

// What need not be asked for; nothing where a fetch has to tell. The lock is held.
std::optional<Issuers::Outcome> Issuers::recall(const std::string& name, const std::string& key_id,
                                                Timestamp now) const {
  const auto found = known_.find(name);
  if (found == known_.end()) return std::nullopt;
  const Known& known = found->second;
  if (known.keys && now < known.fetched_at + kKeysAreGood) {
    const bool is_there = key_id.empty() || std::ranges::any_of(*known.keys, [&](const VerificationKey& key) {
                            return key.id() == key_id;
                          });
    if (is_there || now < known.asked_at + kAskAgain) return known.keys;
    return std::nullopt;
  }
  if (known.failure && now < known.asked_at + kFailuresAreKnown) return std::unexpected(*known.failure);
  return std::nullopt;
}

void Issuers::finish(const std::string& name, const Outcome& outcome, Timestamp now) {
  std::vector<Completion<Outcome>> waiting;
  {
    const std::lock_guard lock(mutex_);
    keep(name, outcome, now);
    const auto found = under_way_.find(name);
    waiting = std::move(found->second);
    under_way_.erase(found);
  }
  for (const Completion<Outcome>& one : waiting) one.set(outcome);
}

// The lock is held.
void Issuers::keep(const std::string& name, const Outcome& outcome, Timestamp now) {
  if (known_.size() >= kIssuersMax && !known_.contains(name)) {
    known_.erase(
        std::ranges::min_element(known_, {}, [](const auto& one) -> Timestamp { return one.second.asked_at; }));
  }
  Known& known = known_[name];
  known.asked_at = now;
  known.failure = outcome ? std::nullopt : std::optional(outcome.error());
  if (!outcome) return;
  known.keys = *outcome;
  known.fetched_at = now;
}

Task<Issuers::Outcome> Issuers::fetch(std::string issuer, std::vector<std::string> thumbprints) {
  std::string base = issuer;
  while (base.ends_with('/')) base.pop_back();
  const auto told = [](const Error& failure) {
    if (failure.kind == &errors::invalid_identity_token_exception) return failure;
    return unreachable(failure.message + " " + failure.log_words);
  };
  const auto document = co_await fetcher_.get(base + "/.well-known/openid-configuration", thumbprints);
  if (!document) co_return fail(told(document.error()));
  if (member(*document, "issuer") != issuer) co_return fail(no_verification_key("the issuer calls itself otherwise"));
  const auto url = member(*document, "jwks_uri");
  if (!url || !may_ask(*url)) co_return fail(no_verification_key("the issuer names no jwks_uri"));
  if (issuer.starts_with("https://") && !url->starts_with("https://")) {
    co_return fail(no_verification_key("jwks_uri is not https"));
  }
  const auto set = co_await fetcher_.get(*url, thumbprints);
  if (!set) co_return fail(told(set.error()));
  auto keys = parse_key_set(*set);
  if (!keys || keys->empty()) co_return fail(no_verification_key("the key set has no key to verify with"));
  co_return std::make_shared<const Keys>(std::move(*keys));
}

}  // namespace lightwell::sts
