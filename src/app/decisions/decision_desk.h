// Answers `lightwell why` and `lightwell record` over the control socket:
//
//   {"do":"why","request":ID} -> {"decisions":[...]}, oldest first; what there is no room for is left out
//   {"do":"record","verb":"start"|"stop","principal":ARN} -> {"result":"done"}
//   {"do":"record","verb":"list"} -> {"recordings":[{"principal":ARN,"asked":0,"full":false,"stopped":false}]}
//   {"do":"record","verb":"policy","principal":ARN} -> {"policy":TEXT,"full":false}
//   or, to any of them: {"result":"refused","message":WORDS}

#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "app/decisions/denial_log.h"
#include "gate/decisions.h"

namespace lightwell::app {

class DecisionDesk {
 public:
  // `folder`: of the log of denials; empty: nothing outlives the process.
  DecisionDesk(gate::Decisions& decisions, const std::filesystem::path& folder);

  std::string answer_why(const std::string& request_id);
  std::string answer_record(const std::string& verb, const std::string& principal, Timestamp now);
  // Writes down what was denied since the last time. Blocks.
  void save();

 private:
  gate::Decisions& decisions_;
  const std::unique_ptr<DenialLog> log_;
};

}  // namespace lightwell::app
