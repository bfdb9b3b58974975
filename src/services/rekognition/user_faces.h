// Faces given to users and taken from them: what AssociateFaces and DisassociateFaces have in common.

#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/call.h"
#include "services/rekognition/user_rules.h"
#include "store/sql/database.h"

namespace lightwell::rekognition {

struct UserFacesChange {
  std::string collection_id;
  std::string user_id;
  std::set<std::string> face_ids;
  std::optional<TokenUse> token;
  size_t faces_max = SIZE_MAX;  // of one user
};
// What became of one face; nothing when it was so already.
using ChangeFace = std::function<Result<std::optional<FaceOutcome>>(store::Transaction& transaction, int64_t collection,
                                                                    const User& user, const std::string& face_id)>;

// Changes each face, brings the user up to date, and keeps the answer for a token that comes again. errors:
// ResourceNotFoundException, IdempotentParameterMismatchException, ServiceQuotaExceededException.
Result<UserOutcome> change_user_faces(store::Transaction& transaction, const Call& call, const UserFacesChange& change,
                                      const ChangeFace& change_face);

// The faces that were changed, and those that were not, in the shapes of an operation.
template <class Done, class Refused>
void tell_faces(const UserOutcome& outcome, const std::string& user_id, std::vector<Done>& done,
                std::vector<Refused>& refused) {
  for (const FaceOutcome& face : outcome.faces) {
    if (face.reason.empty()) {
      done.emplace_back().face_id = face.face_id;
      continue;
    }
    auto& shown = refused.emplace_back();
    shown.face_id = face.face_id;
    shown.user_id = face.user_id.empty() ? user_id : face.user_id;
    if constexpr (requires { shown.confidence; }) shown.confidence = face.confidence;
    shown.reasons = {face.reason};
  }
}

}  // namespace lightwell::rekognition
