// Result<T>: a value or an Error, and the macros that pass an Error up.

#pragma once

#include <expected>

#include "base/error.h"

namespace lightwell {

template <class T>
using Result = std::expected<T, Error>;

}  // namespace lightwell

#define LIGHTWELL_CAT_(a, b) a##b
#define LIGHTWELL_CAT(a, b) LIGHTWELL_CAT_(a, b)

// TRY(auto row, find(key));  declares `row`, or returns the error. CO_TRY does the same in a coroutine.
#define LIGHTWELL_TRY(leave, temporary, declaration, ...)                  \
  auto&& temporary = (__VA_ARGS__);                                        \
  if (!temporary) leave ::std::unexpected(::std::move(temporary).error()); \
  declaration = *::std::move(temporary)
#define TRY(declaration, ...) LIGHTWELL_TRY(return, LIGHTWELL_CAT(try_, __COUNTER__), declaration, __VA_ARGS__)
#define CO_TRY(declaration, ...) LIGHTWELL_TRY(co_return, LIGHTWELL_CAT(try_, __COUNTER__), declaration, __VA_ARGS__)

// REQUIRE_OK(check_name(name));  returns the error of a Result<void>. CO_CHECK does the same in a coroutine.
#define REQUIRE_OK(...)                                                                                      \
  do {                                                                                                       \
    if (auto&& checked_ = (__VA_ARGS__); !checked_) return ::std::unexpected(::std::move(checked_).error()); \
  } while (false)
#define CO_CHECK(...)                                                                                           \
  do {                                                                                                          \
    if (auto&& checked_ = (__VA_ARGS__); !checked_) co_return ::std::unexpected(::std::move(checked_).error()); \
  } while (false)
