// Values on their way, one after another: what an operation streams as events, in or out.

#pragma once

#include <optional>

#include "base/result.h"
#include "run/task.h"

namespace lightwell {

template <class Event>
class EventSource {
 public:
  virtual ~EventSource() = default;
  // The next event; nothing at the end. After an error or the end, not to be asked again.
  virtual Task<Result<std::optional<Event>>> next() = 0;
  // Whoever it is read for has gone, or the server stops: a source that waits for something to happen gives its end
  // now, also to a wait under way. From any thread.
  virtual void interrupt() {}
};

}  // namespace lightwell
