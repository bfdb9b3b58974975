// The model's constraints, and AWS's own words for what breaks them:
//   1 validation error detected: Value '' at 'queueName' failed to satisfy constraint: Member must have length greater
//   than or equal to 1

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "wire/members.h"
#include "wire/model.h"

namespace lightwell::wire {

struct BrokenConstraint {
  std::string text;                   // "Member must ..."
  std::string_view own_message = {};  // what the service says of it instead of everything, with "{member}" in it
};

// The constraints of the shape that the value breaks. A list or map of scalars answers for its elements too; structs
// answer for nothing, their members are asked one by one.
std::vector<BrokenConstraint> broken_constraints(const Shape& shape, const void* value);

// The value as AWS quotes it in its message.
std::string quoted(const Shape& shape, const void* value);

// Which members of a struct to ask: those in the body, or those in labels, query and headers.
enum class Asked { body, bindings };

// queueName for QueueName: how AWS's messages spell a member.
std::string lower_first(std::string_view name);

class Findings {
 public:
  // Members of a struct that has been read: required but not seen, or breaking their constraints. `where` answers the
  // struct's place, as "tags.1.member", empty for the whole input; it is called only where something is wrong.
  template <class Where>
  void check(const Shape& structure, const void* value, const Seen& seen, Where&& where, Asked asked = Asked::body) {
    for (size_t i = 0; i < structure.members.size(); ++i) {
      const Member& member = structure.members[i];
      const bool is_in_body = member.location == Location::body;
      if (member.is_streaming || is_in_body != (asked == Asked::body)) continue;
      if (!seen.test(i)) {
        if (member.is_required) add_missing(where(), member);
        continue;
      }
      const void* present = find_member(value, member);
      if (present == nullptr) continue;
      for (BrokenConstraint& broken : broken_constraints(*member.shape, present)) {
        add(where(), member, present, std::move(broken));
      }
    }
  }

  // The member of the input that holds what is checked from now on: a payload.
  void set_root(const Member& member) { root_ = lower_first(member.name); }

  bool empty() const { return count_ == 0; }
  // "2 validation errors detected: ...; ..."; or the service's own words for the first that has some.
  std::string message() const;

 private:
  // "tags.1.member.key" of the member, from the place of its struct.
  std::string path_of(std::string_view place, const Member& member) const;
  void add_missing(std::string_view place, const Member& member);
  void add(std::string_view place, const Member& member, const void* value, BrokenConstraint broken);
  size_t count_ = 0;
  std::vector<std::string> texts_;  // the first few
  std::string own_message_;
  std::string root_;
};

}  // namespace lightwell::wire
