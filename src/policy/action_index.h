// The actions of a statement, sorted by service so that most statements are passed over at one comparison.

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lightwell::policy {

// A request's action, lower-case and cut in two.
struct ActionName {
  std::string whole;  // s3:getobject
  size_t colon = 0;   // where the service ends; the whole length where there is no ':'

  explicit ActionName(std::string_view action);
  std::string_view service() const { return std::string_view(whole).substr(0, colon); }
};

class ActionIndex {
 public:
  void add(std::string_view action);  // as the policy spells it
  bool holds(const ActionName& action) const;

 private:
  struct Service {
    std::string name;
    std::vector<std::string> exact = {};     // whole actions, sorted
    std::vector<std::string> patterns = {};  // codes of whole actions
  };

  bool is_everything_ = false;
  std::vector<Service> services_;
  std::vector<std::string> of_any_service_;  // codes: the wildcard comes before the ':'
};

}  // namespace lightwell::policy
