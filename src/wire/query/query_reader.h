// Form parameters into structs, as the query protocol spells them: Tags.member.1.Key=a&Tags.member.1.Value=b; EC2's
// leaves "member" out.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/constraints.h"
#include "wire/model.h"
#include "wire/path.h"

namespace lightwell::wire {

struct QueryLimits {
  size_t parameters_max = 20'000;
  int depth_max = 64;
};

// Decoded parameters, sorted by name.
class Parameters {
 public:
  // Adds "a=b&c=d". False for a broken escape, text that is no UTF-8, or more parameters than allowed.
  bool add(std::string_view form, QueryLimits limits = {});
  // Sorts what was added; the questions below need it.
  void seal();

  // A name that comes more than once: what it means would be anybody's guess.
  const std::string* repeated() const;
  // The first of that name.
  const std::string* find(std::string_view name) const;
  // Whether there is `name` itself or anything under "name.".
  bool has(std::string_view name) const;
  // The numbers N for which there is anything at or under "name.N", rising; and what stands there and is none: from 1
  // to the largest of 31 bits, without signs or leading zeros.
  struct Indices {
    std::vector<uint64_t> numbers = {};
    std::optional<std::string_view> odd = {};  // the first
  };
  Indices indices(std::string_view name) const;
  // The first of what stands behind "name." that is not `label`; nothing where there is no such thing.
  std::optional<std::string_view> other_than(std::string_view name, std::string_view label) const;

 private:
  struct Row {
    std::string name;
    std::string value;
    size_t order;
  };
  std::vector<Row>::const_iterator first_under(std::string_view prefix) const;
  template <class Visit>
  void each_label(std::string_view name, const Visit& visit) const;
  std::vector<Row> rows_;
};

class QueryReader {
 public:
  // Constraints are checked where `findings` is given.
  QueryReader(const Parameters& parameters, Protocol protocol, Findings* findings = nullptr, QueryLimits limits = {})
      : parameters_(parameters), flattens_lists_(protocol == Protocol::ec2), findings_(findings), limits_(limits) {}

  bool read_structure(const std::string& prefix, const Shape& shape, void* structure);
  const std::string& problem() const { return problem_; }

 private:
  bool read_member(const std::string& name, const Member& member, void* structure, bool& present);
  bool read_value(const std::string& name, const Shape& shape, void* value, bool is_flattened);
  bool read_list(const std::string& name, const Shape& shape, void* list);
  bool read_map(const std::string& name, const Shape& shape, void* map);
  bool check_entries(const std::string& name, std::string_view label);
  bool refuse(const std::string& name, std::string_view expected);
  bool malformed(std::string problem);

  const Parameters& parameters_;
  const bool flattens_lists_;  // all of them, as EC2's clients do
  Findings* findings_;
  QueryLimits limits_;
  int depth_ = 0;
  const PathStep* path_ = nullptr;
  std::string problem_;
};

}  // namespace lightwell::wire
