// Awaiting Asio. An operation's callback resumes the coroutine at once, on the loop's thread, with no queue between.
// Private to this room: everybody else sees Task alone.

#pragma once

#include <boost/system/error_code.hpp>
#include <coroutine>
#include <utility>

namespace lightwell::http {

struct IoResult {
  boost::system::error_code error;
  size_t bytes = 0;
  explicit operator bool() const { return !error; }
};

// `Start` is called with the callback to give to an async_... function.
template <class Start>
class Wait {
 public:
  explicit Wait(Start start) : start_(std::move(start)) {}

  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiter) {
    start_([this, waiter](const boost::system::error_code& error, size_t bytes = 0) {
      result_ = {error, bytes};
      waiter.resume();
    });
  }
  IoResult await_resume() const noexcept { return result_; }

 private:
  Start start_;
  IoResult result_;
};

}  // namespace lightwell::http
