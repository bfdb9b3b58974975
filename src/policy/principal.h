// One entry of a Principal or NotPrincipal element, and how near it comes to who asks.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/call.h"

namespace lightwell::policy {

enum class PrincipalType : uint8_t { aws, service, federated, canonical_user };

// "AWS", "Service", "Federated", "CanonicalUser".
std::string_view to_text(PrincipalType type);
std::optional<PrincipalType> parse_principal_type(std::string_view name);

// What an entry says of a caller, weakest first. A grant to the account delegates to its identity policies; one to a
// user or a session stands by itself; one to a role, or to the user behind a federated session, still needs what
// limits that session.
enum class Nearness : uint8_t {
  none,
  account,  // the caller's account
  issuer,   // the role of a session, or the user who asked for a federated session
  exact,    // the user, the session, the root, the service, the provider, or everybody
};

class PrincipalPattern {
 public:
  PrincipalPattern(PrincipalType type, std::string_view text);

  PrincipalType type() const { return type_; }
  const std::string& text() const { return text_; }  // as the policy spells it
  bool is_everybody() const { return text_ == "*"; }
  bool is_account() const { return is_account_; }
  // The account it names: of 123456789012, of an ARN. Empty: none.
  const std::string& account() const { return account_; }
  // False for what AWS refuses: a wildcard inside an ARN, an account of eleven digits, a service without a dot.
  bool is_well_formed() const;

  // `canonical_user`: S3's name for the caller's account, empty if it has none.
  Nearness nearness(const Principal& principal, std::string_view canonical_user = {}) const;

 private:
  Nearness aws_nearness(const Principal& principal) const;

  PrincipalType type_;
  std::string text_;
  std::string account_;
  bool is_account_ = false;
};

}  // namespace lightwell::policy
