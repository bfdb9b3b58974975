// What a denied caller is told, in AWS's words, and what `lightwell why` tells the owner.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html

#pragma once

#include <string>

#include "policy/evaluate.h"

namespace lightwell::policy {

// "User: ARN is not authorized to perform: ACTION on resource: RESOURCE because no identity-based policy allows the
// ACTION action"; empty for a decision that allows.
std::string denial_message(const Request& request, const Decision& decision);

// The reason alone, from "because" or "with" on.
std::string denial_reason(const Request& request, const Decision& decision);

// Lines for the owner: the verdict, the statements that decided with their place in the document, statements that
// would have fitted but for a condition (and which), and the permission that is missing.
std::string explain(const Request& request, const Decision& decision);

// "statement 2 "AllowPuts" (line 9, column 5) of inline policy "uploads" of user "ann""
std::string place_of(const Match& match);

// "allowed", "explicitDeny", "implicitDeny", as SimulatePrincipalPolicy spells them.
std::string_view to_text(Verdict verdict);

}  // namespace lightwell::policy
