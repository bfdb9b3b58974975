// What was decided lately, for whoever asks why: `lightwell why REQUEST-ID`; and recordings of what a principal did,
// for the policy that would just allow it.

#pragma once

#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "policy/least_policy.h"

namespace lightwell::gate {

struct Ruled {
  Timestamp at = {};
  std::string request_id;
  std::string principal;  // its ARN; of a role's session too
  std::string access_key_id;
  std::string operation;  // s3 GetObject
  std::string action;
  std::string resource;
  bool is_allowed = false;
  std::string reasons;  // lines; of an allowed one what allowed it
};

struct Recording {
  std::string principal;
  Timestamp since = {};
  size_t asked = 0;      // different things
  bool is_full = false;  // more was asked than is kept
  bool is_stopped = false;
};

class Decisions {
 public:
  static constexpr size_t kDeniedMax = 4096;  // kept in memory, the newest
  static constexpr size_t kAllowedMax = 1024;
  static constexpr size_t kUnsavedMax = 4096;  // denied ones that nobody has taken yet
  static constexpr size_t kRecordingsMax = 64;
  static constexpr size_t kRecordedMax = 10'000;  // different actions on resources, of one recording
  // What is kept of the words of one. A request may name what no service has, at any length: of that, nothing is
  // recorded.
  static constexpr size_t kReasonsBytesMax = 16 * 1024;

  // `principal`: the ARN of the user, the root, or the role behind a session.
  void note(Ruled ruled, std::string_view principal);
  // Everything asked for one request, in the order it was.
  std::vector<Ruled> find(std::string_view request_id) const;
  // Forgets everything, recordings too.
  void clear();
  // The denied ones since the last time.
  std::vector<Ruled> take_denied();

  // Begins again where there is one already. Errors: invalid_argument when there are too many.
  Result<void> start_recording(const std::string& principal, Timestamp now);
  // False where there is none.
  bool stop_recording(const std::string& principal);
  std::vector<Recording> recordings() const;
  // Nothing where there is none. A recording may be asked while it goes on, and after it was stopped.
  std::optional<std::vector<policy::Recorded>> recorded(const std::string& principal) const;

 private:
  struct Tape {
    Recording recording;
    std::set<policy::Recorded> asked;
  };

  void record(const Ruled& ruled, std::string_view principal);  // where the principal is being recorded

  mutable std::mutex mutex_;
  std::deque<Ruled> denied_;
  std::deque<Ruled> allowed_;
  std::vector<Ruled> unsaved_;
  std::map<std::string, Tape, std::less<>> tapes_;
};

}  // namespace lightwell::gate
