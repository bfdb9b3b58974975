// Owners: who may enter. One owner for now, made by a one-time link; then a passphrase and sessions.
//
// A passphrase is kept as an Argon2id hash, renewed at sign-in when the cost has risen. A session is an opaque token of
// 256 bits, kept as its SHA-256; it ends after 14 days unused, and 90 days after sign-in at the latest. Failed attempts
// are slowed down per account and per address, never locked out for good.

#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "base/time.h"
#include "engines/password/passphrase.h"
#include "photos/owners/access.h"
#include "run/pool.h"
#include "run/task.h"
#include "store/sql/database.h"

namespace lightwell::photos {

class Throttle;

// Where a person knocks from, for throttling and the list of sessions.
struct Door {
  std::string address;     // of the client, without port
  std::string user_agent;  // cut to 300 characters when kept
  std::string host;        // the server's own name as the client wrote it: a passphrase may not contain it
};

struct SignedIn {
  Viewer viewer;
  std::string name;
  std::string session_id;
  std::string token;     // for the cookie; empty when a request was merely recognised
  Timestamp expires_at;  // the absolute end
};

struct Session {
  std::string id;
  Timestamp created_at;
  Timestamp last_seen_at;
  std::string user_agent;
  std::string address;
  bool is_current = false;
};

struct PassphraseVerdict {
  bool is_accepted = false;
  std::string reason;  // words for a person; empty when accepted
};

class Owners {
 public:
  struct Parts {  // all must outlive the owners
    store::Database& database;
    Pool& hashing;  // bounded: a flood of sign-ins queues here
    Throttle& throttle;
    Ids& ids;
  };
  explicit Owners(Parts parts, engines::PassphraseCost cost = {});

  Task<Result<bool>> has_owner();
  // At start: when no owner exists, makes a one-time token for the first-run link. An unused older one ends.
  Task<Result<std::optional<std::string>>> open_setup(Timestamp now);
  // The owner's id, for the command line; nothing before setup.
  Task<Result<std::optional<Viewer>>> sole_owner();

  // errors: setup_done, setup_token_wrong, name_refused, passphrase_refused, too_many_attempts.
  Task<Result<SignedIn>> create_owner(std::string token, std::string name, std::string passphrase, Door door,
                                      Timestamp now);
  // `replaced_token`: the cookie the browser came with; that session ends. errors: wrong_passphrase (also before
  // setup), too_many_attempts with RetryAfterSeconds.
  Task<Result<SignedIn>> sign_in(std::string passphrase, Door door, std::optional<std::string> replaced_token,
                                 Timestamp now);
  // Who holds this token; errors::sign_in_required when nobody does or its time is over. Called for every request.
  Task<Result<SignedIn>> recognise(std::string token, Timestamp now);
  Task<Result<void>> sign_out(std::string token);

  Task<Result<std::vector<Session>>> sessions(SignedIn who, Timestamp now);  // newest use first
  Task<Result<void>> end_session(SignedIn who, std::string session_id);      // errors: session_not_found
  // Ends every other session and gives this one a new token. errors: wrong_passphrase, passphrase_refused,
  // too_many_attempts.
  Task<Result<SignedIn>> change_passphrase(SignedIn who, std::string current, std::string next, Door door,
                                           Timestamp now);
  // Whether a passphrase would be taken, and in words why not. Pure; `name` is the owner's, where known.
  static PassphraseVerdict check_passphrase(std::string_view passphrase, std::string_view name, std::string_view host);

  // Removes sessions and throttle rows whose time is over; for periodic work.
  Task<Result<void>> sweep(Timestamp now);

 private:
  Task<Result<SignedIn>> start_session(std::string owner, std::string name, Door door,
                                       std::optional<std::string> ended_token, Timestamp now);
  Task<Result<void>> check_passphrase_of(std::string owner_id, std::string passphrase, std::string address,
                                         Timestamp now);
  Task<Result<std::string>> hash_on_pool(std::string passphrase);

  Parts parts_;
  engines::PassphraseCost cost_;
};

}  // namespace lightwell::photos
