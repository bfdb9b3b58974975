// A decision as JSON, on the control socket and in the log of denials.

#pragma once

#include <boost/json/fwd.hpp>
#include <optional>
#include <string_view>

#include "gate/decisions.h"

namespace lightwell::app {

boost::json::object json_of(const gate::Ruled& ruled);
std::optional<gate::Ruled> ruled_of_json(std::string_view text);
std::optional<gate::Ruled> ruled_of_json(const boost::json::value& value);

}  // namespace lightwell::app
