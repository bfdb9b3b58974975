// An expected failure, as a value.
//
// What a client or the world may cause is an Error: a row of a table (code, status, whose fault), words for the
// client, and other words for the log. Broken machinery throws instead, and is caught in one place.

#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lightwell {

enum class Fault { sender, receiver };

// One row of an error table. Rows have static storage; errors are compared by the address of their row.
struct ErrorKind {
  std::string_view code;  // as it travels on the wire, in AWS's spelling
  int http_status;
  Fault fault;
  std::string_view message = {};  // AWS's default text, used when the raiser gives none
};

// An extra element of the error answer, such as S3's <ActualObjectSize>.
struct ErrorDetail {
  std::string name;
  std::string value;
};

struct Error {
  const ErrorKind* kind;
  std::string message;
  std::vector<ErrorDetail> details = {};
  std::string log_words = {};  // never shown to a client

  Error&& with(std::string name, std::string value) && {
    details.push_back({std::move(name), std::move(value)});
    return std::move(*this);
  }
  Error&& log(std::string words) && {
    log_words = std::move(words);
    return std::move(*this);
  }
};

inline Error error(const ErrorKind& kind) { return Error{&kind, std::string(kind.message)}; }
inline Error error(const ErrorKind& kind, std::string message) { return Error{&kind, std::move(message)}; }

inline std::unexpected<Error> fail(Error&& failure) { return std::unexpected<Error>(std::move(failure)); }
inline std::unexpected<Error> fail(const ErrorKind& kind) { return fail(error(kind)); }
inline std::unexpected<Error> fail(const ErrorKind& kind, std::string message) {
  return fail(error(kind, std::move(message)));
}

// What any room may meet. Services have tables of their own, generated from AWS's models.
namespace errors {
inline constexpr ErrorKind internal_error{"InternalError", 500, Fault::receiver,
                                          "We encountered an internal error. Please try again."};
inline constexpr ErrorKind not_implemented{
    "NotImplemented", 501, Fault::receiver,
    "A header or operation you provided implies functionality that is not implemented."};
inline constexpr ErrorKind slow_down{"SlowDown", 503, Fault::receiver, "Please reduce your request rate."};
inline constexpr ErrorKind storage_full{"InsufficientStorage", 507, Fault::receiver,
                                        "The storage is full. Nothing was changed."};
inline constexpr ErrorKind not_found{"NotFound", 404, Fault::sender, "Not found."};
inline constexpr ErrorKind invalid_argument{"InvalidArgument", 400, Fault::sender, "Invalid argument."};
inline constexpr ErrorKind timed_out{"RequestTimeout", 408, Fault::sender, "The wait took too long."};
inline constexpr ErrorKind stopped{"ServiceUnavailable", 503, Fault::receiver, "The server is stopping."};
}  // namespace errors

}  // namespace lightwell
