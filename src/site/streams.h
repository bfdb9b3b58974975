// The event streams that are open: so that signing out, or the server's end, closes them at once, and nobody opens
// more than the server can carry.

#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lightwell::site {

struct StreamLimits {
  size_t each_session_max = 32;  // pages of one browser
  size_t all_max = 2'000;
};

class Streams {
 public:
  explicit Streams(StreamLimits limits) : limits_(limits) {}

  // A stream counts as open for as long as its ticket lives.
  class Ticket {
   public:
    Ticket(Streams& streams, std::string person, std::string session_id)
        : streams_(streams), person_(std::move(person)), session_id_(std::move(session_id)) {}
    ~Ticket();
    Ticket(const Ticket&) = delete;
    Ticket& operator=(const Ticket&) = delete;
    std::stop_token stop_token() const { return stop_.get_token(); }
    void end() { stop_.request_stop(); }  // from any thread

   private:
    friend class Streams;
    Streams& streams_;
    const std::string person_;
    const std::string session_id_;
    std::stop_source stop_;
  };

  // errors::too_many_streams; base's errors::stopped after stop().
  Result<std::unique_ptr<Ticket>> open(std::string person, std::string session_id);
  void end_session(std::string_view session_id);
  // Every other session of this person.
  void end_others(std::string_view person, std::string_view session_id);
  void stop();
  size_t open_count() const;

 private:
  template <class Matches>
  void end_where(Matches matches);

  const StreamLimits limits_;
  mutable std::mutex mutex_;
  std::vector<Ticket*> tickets_;
  bool is_stopped_ = false;
};

}  // namespace lightwell::site
