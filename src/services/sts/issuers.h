// Identity providers: their keys, fetched when a token asks for them and kept for a while.
// https://openid.net/specs/openid-connect-discovery-1_0.html

#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "run/task.h"
#include "services/sts/ports.h"
#include "services/sts/verification_key.h"

namespace lightwell::sts {

inline constexpr size_t kIssuersMax = 256;  // whose keys are kept at a time
inline constexpr seconds kKeysAreGood{300};
inline constexpr seconds kAskAgain{30};  // for a key that was not there: the provider may have made a new one

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
  struct Known {
    std::shared_ptr<const Keys> keys;
    Timestamp fetched_at;
  };
  std::shared_ptr<const Keys> find(const std::string& name, const std::string& key_id, Timestamp now);
  void keep(const std::string& name, std::shared_ptr<const Keys> keys, Timestamp now);
  Task<Result<std::shared_ptr<const Keys>>> fetch(std::string issuer, std::vector<std::string> thumbprints);

  Fetcher& fetcher_;
  std::mutex mutex_;
  std::map<std::string, Known> known_;  // by issuer and thumbprints
};

}  // namespace lightwell::sts
