// A service's tables made at run time, from the JSON that test/protocols/tables.py writes of a model.

#pragma once

#include <boost/json.hpp>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "wire/model.h"

namespace lightwell::protocols {

class DynamicModel {
 public:
  explicit DynamicModel(boost::json::value told);
  DynamicModel(const DynamicModel&) = delete;
  DynamicModel& operator=(const DynamicModel&) = delete;
  const wire::ServiceModel& model() const { return models_.front(); }

 private:
  void add_shape(const boost::json::object& told);
  wire::Member member(const boost::json::object& told, size_t index, bool is_input) const;
  void add_operation(const boost::json::object& told);
  void add_error(const boost::json::object& told);

  const boost::json::value told_;  // what every string_view points into
  std::vector<wire::Shape> shapes_;
  std::deque<std::vector<wire::Member>> members_;
  std::deque<wire::Constraints> constraints_;
  std::deque<std::vector<std::string_view>> names_;
  std::deque<std::vector<wire::EventError>> event_errors_;
  std::vector<wire::Operation> operations_;
  std::deque<ErrorKind> kinds_;
  std::vector<wire::ErrorRow> errors_;
  std::deque<wire::ServiceModel> models_;  // a row a protocol
};

}  // namespace lightwell::protocols
