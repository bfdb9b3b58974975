// Identity providers: their keys, fetched when a token asks for them and kept for a while.
// https://openid.net/specs/openid-connect-discovery-1_0.html

#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "run/completion.h"
#include "run/task.h"
#include "services/sts/ports.h"
#include "services/sts/verification_key.h"

namespace lightwell::sts {

inline constexpr size_t kIssuersMax = 256;  // whose keys are kept at a time
inline constexpr seconds kKeysAreGood{300};
inline constexpr seconds kAskAgain{30};  // for a key that was not there: the provider may have made a new one
// From when the fetch that failed began; longer than a fetch can take, or one that hangs would be forgotten at its end.
inline constexpr seconds kFailuresAreKnown{15};
inline constexpr size_t kFetchesMax = 32;   // under way at a time, one for an issuer
inline constexpr size_t kWaitingMax = 256;  // for the end of one of them

// The issuer without its scheme, as IAM names providers; nothing for one that is no https URL, or no http URL of this
// machine: "idp.example.com/pool", "127.0.0.1:8080/pool".
std::optional<std::string> provider_host(std::string_view issuer);

class Issuers {
 public:
  using Keys = std::vector<VerificationKey>;

  explicit Issuers(Fetcher& fetcher) : fetcher_(fetcher) {}

  // The issuer's keys, with one of that id among them where the provider has it. What one account's thumbprints vouch
  // for is nobody else's. Errors: IDPCommunicationError where the provider cannot be reached, InvalidIdentityToken
  // where it does not answer as OpenID Connect says, or nobody vouches for its certificate.
  Task<Result<std::shared_ptr<const Keys>>> keys(std::string issuer, std::string key_id,
                                                 std::vector<std::string> thumbprints, Timestamp now);

 private:
  using Outcome = Result<std::shared_ptr<const Keys>>;
  struct Known {
    std::shared_ptr<const Keys> keys = nullptr;  // null: none were ever had
    Timestamp fetched_at = {};
    std::optional<Error> failure = {};  // of the last fetch
    Timestamp asked_at = {};            // the last time, whatever came of it
  };
  // What is known already, or the end of somebody else's fetch to wait for; with neither the caller is to fetch.
  struct Turn {
    std::optional<Outcome> known = {};
    std::optional<Completion<Outcome>> end = {};
  };
  class Flight;

  Turn turn(const std::string& name, const std::string& key_id, Timestamp now);
  std::optional<Outcome> recall(const std::string& name, const std::string& key_id, Timestamp now) const;
  void finish(const std::string& name, const Outcome& outcome, Timestamp now);
  void keep(const std::string& name, const Outcome& outcome, Timestamp now);
  Task<Outcome> fetch(std::string issuer, std::vector<std::string> thumbprints);

  Fetcher& fetcher_;
  std::mutex mutex_;
  // Both by issuer and thumbprints.
  std::map<std::string, Known> known_;
  std::map<std::string, std::vector<Completion<Outcome>>> under_way_;
};

}  // namespace lightwell::sts
