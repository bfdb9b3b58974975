// What a denied caller is told, in AWS's words, and what `lightwell why` tells the owner.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html

#pragma once

#include <string>
#include <string_view>

#include "policy/evaluate.h"

namespace lightwell::policy {

inline constexpr size_t kShownBytesMax = 2048;  // the longest ARN AWS has

// What came from outside, as a line of a log or a terminal may show it: control characters in escapes, and no more of
// it than an ARN may be long.
std::string shown(std::string_view text, size_t bytes_max = kShownBytesMax);

// "User: ARN is not authorized to perform: ACTION on resource: RESOURCE because no identity-based policy allows the
// ACTION action"; empty for a decision that allows.
std::string denial_message(const Request& request, const Decision& decision);

// The reason alone, from "because" or "with" on.
std::string denial_reason(const Request& request, const Decision& decision);

// Lines for the owner: the verdict, the statements that decided with their place in the document, the permission that
// is missing or the limit that lacks it, and the statements that would have applied but for a condition, with what
// the condition asked for and what the request had.
std::string explain(const Request& request, const Decision& decision);

// statement 2 "AllowPuts" (line 9, column 5) of the inline policy "uploads" of user "ann"
std::string place_of(const Match& match);

// "allowed", "explicitDeny", "implicitDeny", as SimulatePrincipalPolicy spells them.
std::string_view to_text(Verdict verdict);

// StartPosition and EndPosition as the simulator counts them: it points behind what it has read, so a lone statement
// begins one column further than one of a list.
Position simulator_start(const Statement& statement);
Position simulator_end(const Statement& statement);

}  // namespace lightwell::policy
