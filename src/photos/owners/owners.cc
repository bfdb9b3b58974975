#include "photos/owners/owners.h"

#include "base/log.h"
#include "photos/errors.h"
#include "photos/owners/owner_rules.h"
#include "photos/owners/owner_store.h"
#include "photos/owners/throttle.h"

namespace lightwell::photos {
namespace {

// An address may try a few times; the account, which anybody may try, a little more and with shorter waits, so that a
// stranger cannot keep its owner out.
std::vector<Throttle::Bucket> buckets_of(const std::string& account, const std::string& address) {
  return {{.name = address_bucket(address), .rule = {}},
          {.name = "account/" + account, .rule = {.free_failures = 10, .wait_max = std::chrono::seconds(60)}}};
}

}  // namespace

Owners::Owners(Parts parts, engines::PassphraseCost cost) : parts_(parts), cost_(cost) {}

Task<Result<bool>> Owners::has_owner() {
  CO_TRY(const auto owner,
         co_await parts_.database.read([](store::Reader& reader) { return find_sole_owner(reader); }));
  co_return owner.has_value();
}

Task<Result<std::optional<Viewer>>> Owners::sole_owner() {
  CO_TRY(const auto owner,
         co_await parts_.database.read([](store::Reader& reader) { return find_sole_owner(reader); }));
  co_return owner ? std::optional(Viewer{owner->id}) : std::nullopt;
}

Task<Result<std::optional<std::string>>> Owners::open_setup(Timestamp now) {
  const std::string token = parts_.ids.base64url(32);
  co_return co_await parts_.database.write(
      [token, now](store::Transaction& transaction) -> Result<std::optional<std::string>> {
        TRY(const auto owner, find_sole_owner(transaction));
        if (owner) return std::nullopt;
        REQUIRE_OK(set_setup_token(transaction, token_hash(token), now));
        return token;
      });
}

Task<Result<SignedIn>> Owners::create_owner(std::string token, std::string name, std::string passphrase, Door door,
                                            Timestamp now) {
  CO_CHECK(co_await parts_.throttle.begin({buckets_of("setup", door.address)}, now));
  const std::string hash = token_hash(token);
  CO_CHECK(co_await parts_.database.read([&hash](store::Reader& reader) -> Result<void> {
    TRY(const auto owner, find_sole_owner(reader));
    if (owner) return fail(errors::setup_done);
    TRY(const bool is_right, has_setup_token(reader, hash));
    if (!is_right) return fail(errors::setup_token_wrong);
    return {};
  }));
  // The link was right: what is wrong with a name or a passphrase is no guess.
  CO_CHECK(co_await parts_.throttle.succeed(buckets_of("setup", door.address)));
  CO_TRY(const std::string kept_name, checked_name(name));
  CO_CHECK(checked_passphrase(passphrase, kept_name, door.host));
  CO_TRY(std::string encoded, co_await hash_on_pool(passphrase));

  const Owner owner{.id = parts_.ids.hex(8), .name = kept_name, .passphrase = std::move(encoded)};
  CO_CHECK(co_await parts_.database.write([&owner, &hash, now](store::Transaction& transaction) -> Result<void> {
    TRY(const auto other, find_sole_owner(transaction));
    if (other) return fail(errors::setup_done);
    TRY(const bool is_right, use_setup_token(transaction, hash));
    if (!is_right) return fail(errors::setup_token_wrong);
    return insert_owner(transaction, owner, now);
  }));
  log::info("owners: the owner was made");
  co_return co_await start_session(owner.id, owner.name, std::move(door), std::nullopt, now);
}

Task<Result<SignedIn>> Owners::sign_in(std::string passphrase, Door door, std::optional<std::string> replaced_token,
                                       Timestamp now) {
  CO_TRY(const auto owner,
         co_await parts_.database.read([](store::Reader& reader) { return find_sole_owner(reader); }));
  CO_CHECK(co_await check_passphrase_of(owner ? owner->id : "", passphrase, door.address, now));
  co_return co_await start_session(owner->id, owner->name, std::move(door), std::move(replaced_token), now);
}

// Takes as long whether or not there is such an owner.
Task<Result<void>> Owners::check_passphrase_of(std::string owner_id, std::string passphrase, std::string address,
                                               Timestamp now) {
  const auto buckets = buckets_of(owner_id, address);
  CO_CHECK(co_await parts_.throttle.begin(buckets, now));
  CO_TRY(const auto owner,
         co_await parts_.database.read([&owner_id](store::Reader& reader) { return find_owner(reader, owner_id); }));
  const std::string stored = owner ? owner->passphrase : "";
  CO_TRY(const auto verdict, co_await parts_.hashing.run([&] {
    return stored.empty() ? engines::verify_nobody(passphrase, cost_)
                          : engines::verify_passphrase(passphrase, stored, cost_);
  }));
  if (!verdict.matches) {
    log::warning("owners: a wrong passphrase was given");
    co_return fail(errors::wrong_passphrase);
  }
  CO_CHECK(co_await parts_.throttle.succeed(buckets));
  if (verdict.needs_rehash) {
    CO_TRY(const std::string encoded, co_await hash_on_pool(std::move(passphrase)));
    CO_CHECK(co_await parts_.database.write([&owner_id, &encoded](store::Transaction& transaction) {
      return set_passphrase(transaction, owner_id, encoded);
    }));
  }
  co_return Result<void>{};
}

Task<Result<std::string>> Owners::hash_on_pool(std::string passphrase) {
  co_return co_await parts_.hashing.run([&] { return engines::hash_passphrase(passphrase, cost_); });
}

Task<Result<SignedIn>> Owners::start_session(std::string owner, std::string name, Door door,
                                             std::optional<std::string> ended_token, Timestamp now) {
  const std::string token = parts_.ids.base64url(32);
  const Session session{.id = parts_.ids.hex(8),
                        .created_at = now,
                        .last_seen_at = now,
                        .user_agent = kept_user_agent(door.user_agent),
                        .address = door.address.substr(0, 64)};
  CO_CHECK(co_await parts_.database.write([&](store::Transaction& transaction) -> Result<void> {
    if (ended_token) REQUIRE_OK(delete_session_of_token(transaction, token_hash(*ended_token)));
    return insert_session(transaction, owner, session, token_hash(token));
  }));
  co_return SignedIn{.viewer = {owner},
                     .name = std::move(name),
                     .session_id = session.id,
                     .token = token,
                     .expires_at = now + kSessionLife};
}

Task<Result<SignedIn>> Owners::recognise(std::string token, Timestamp now) {
  if (token.empty() || token.size() > 128) co_return fail(errors::sign_in_required);
  const std::string hash = token_hash(token);
  CO_TRY(const auto found,
         co_await parts_.database.lookup([&hash](store::Reader& reader) { return find_session(reader, hash); }));
  if (!found || is_over(found->session, now)) co_return fail(errors::sign_in_required);
  if (found->session.last_seen_at + kSeenEvery <= now) {
    CO_CHECK(co_await parts_.database.write([id = found->session.id, now](store::Transaction& transaction) {
      return touch_session(transaction, id, now);
    }));
  }
  co_return SignedIn{.viewer = {found->owner.id},
                     .name = found->owner.name,
                     .session_id = found->session.id,
                     .expires_at = found->session.created_at + kSessionLife};
}

Task<Result<void>> Owners::sign_out(std::string token) {
  const std::string hash = token_hash(token);
  co_return co_await parts_.database.write(
      [&hash](store::Transaction& transaction) { return delete_session_of_token(transaction, hash); });
}

Task<Result<std::vector<Session>>> Owners::sessions(SignedIn who, Timestamp now) {
  const std::string owner = owner_seen_by(who.viewer);
  CO_TRY(auto all,
         co_await parts_.database.read([&owner](store::Reader& reader) { return sessions_of(reader, owner); }));
  std::erase_if(all, [now](const Session& session) { return is_over(session, now); });
  for (Session& session : all) session.is_current = session.id == who.session_id;
  co_return all;
}

Task<Result<void>> Owners::end_session(SignedIn who, std::string session_id) {
  const std::string owner = owner_seen_by(who.viewer);
  CO_TRY(const int64_t ended, co_await parts_.database.write([&](store::Transaction& transaction) {
    return delete_session(transaction, owner, session_id);
  }));
  if (ended == 0) co_return fail(errors::session_not_found);
  co_return Result<void>{};
}

Task<Result<SignedIn>> Owners::change_passphrase(SignedIn who, std::string current, std::string next, Door door,
                                                 Timestamp now) {
  const std::string owner = owner_seen_by(who.viewer);
  CO_CHECK(co_await check_passphrase_of(owner, std::move(current), door.address, now));
  CO_CHECK(checked_passphrase(next, who.name, door.host));
  CO_TRY(const std::string encoded, co_await hash_on_pool(std::move(next)));
  CO_CHECK(co_await parts_.database.write([&](store::Transaction& transaction) -> Result<void> {
    REQUIRE_OK(set_passphrase(transaction, owner, encoded));
    return delete_sessions_of(transaction, owner);
  }));
  log::info("owners: the passphrase was changed, every other session has ended");
  co_return co_await start_session(owner, std::move(who.name), std::move(door), std::nullopt, now);
}

PassphraseVerdict Owners::check_passphrase(std::string_view passphrase, std::string_view name, std::string_view host) {
  const auto checked = checked_passphrase(passphrase, name, host);
  if (checked) return {.is_accepted = true};
  return {.reason = checked.error().message};
}

Task<Result<void>> Owners::sweep(Timestamp now) {
  CO_CHECK(co_await parts_.throttle.sweep(now));
  co_return co_await parts_.database.write([now](store::Transaction& transaction) {
    return delete_sessions_before(transaction, now - kSessionIdle, now - kSessionLife);
  });
}

}  // namespace lightwell::photos
