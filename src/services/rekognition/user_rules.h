// What happened to faces that were given to a user or taken from one, and how it is kept for a request that comes
// again.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/rekognition/user_store.h"

namespace lightwell::rekognition {

struct FaceOutcome {
  std::string face_id;
  std::string reason = {};           // empty: it was done
  std::string user_id = {};          // whose it is instead
  std::optional<double> confidence;  // how like the user it is, where that is the reason
};

struct UserOutcome {
  std::vector<FaceOutcome> faces;
  std::string status;
};

std::string write_answer(const UserOutcome& outcome);
UserOutcome read_answer(const std::string& text);

// The use of a token, for an operation with these parameters; nothing where no token came.
std::optional<TokenUse> token_use(const char* operation, const std::optional<std::string>& token,
                                  const std::vector<std::string>& parameters);

}  // namespace lightwell::rekognition
