// Database: the rows of every service. SQLite when embedded, PostgreSQL when shared; one SQL text serves both.
//
// Work comes as closures. A write closure runs inside a savepoint of a *group commit*: many requests share one fsync,
// and each waiter is resumed after the commit, never before. A closure that answers an error is rolled back alone. Read
// closures run in parallel, each on a snapshot. Closures run on the store's threads: they must not wait for anything,
// and must not touch what their caller may free (capture by value, or keep the caller's frame alive by awaiting).
//
//   CO_TRY(const int64_t size, co_await database.read([id](Reader& reader) -> Result<int64_t> { ... }));

#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/text.h"
#include "base/time.h"
#include "run/completion.h"
#include "run/task.h"

namespace lightwell::store {

namespace errors {
// A UNIQUE or PRIMARY KEY constraint refused the row. Services translate it into their own error.
inline constexpr ErrorKind unique_violation{"UniqueViolation", 409, Fault::sender, "The row exists already."};
// A FOREIGN KEY, CHECK or NOT NULL constraint refused the row.
inline constexpr ErrorKind constraint_violation{"ConstraintViolation", 409, Fault::sender, "The row is refused."};
}  // namespace errors

// One bound parameter, $1 and on. Views must outlive the call they are passed to.
class Value {
 public:
  enum class Kind { null, integer, real, text, blob };
  Value(std::nullptr_t) {}
  Value(std::nullopt_t) {}
  template <class I>
    requires std::integral<I>
  Value(I value) : kind(Kind::integer), integer(int64_t(value)) {}
  Value(double value) : kind(Kind::real), real(value) {}
  Value(std::string_view value) : kind(Kind::text), bytes(as_bytes(value)) {}
  Value(const std::string& value) : Value(std::string_view(value)) {}
  Value(const char* value) : Value(std::string_view(value)) {}
  Value(Bytes value) : kind(Kind::blob), bytes(value) {}
  Value(Timestamp value) : Value(to_micros(value)) {}  // times are stored as microseconds since 1970
  template <class T>
  Value(const std::optional<T>& value) : Value(value ? Value(*value) : Value(nullptr)) {}

  Kind kind = Kind::null;
  int64_t integer = 0;
  double real = 0;
  Bytes bytes;
};
using Values = std::initializer_list<Value>;

// The row a statement stands on. Columns count from 0. Views stay valid until the visitor returns.
class Row {
 public:
  virtual ~Row() = default;
  virtual bool is_null(int column) const = 0;
  virtual int64_t integer(int column) const = 0;
  virtual double real(int column) const = 0;
  virtual std::string_view text(int column) const = 0;
  virtual Bytes blob(int column) const = 0;

  std::string string(int column) const { return std::string(text(column)); }
  bool boolean(int column) const { return integer(column) != 0; }
  Timestamp time(int column) const { return from_micros(integer(column)); }
  std::optional<std::string> optional_string(int column) const {
    return is_null(column) ? std::nullopt : std::optional(string(column));
  }
  std::optional<int64_t> optional_integer(int column) const {
    return is_null(column) ? std::nullopt : std::optional(integer(column));
  }
  std::optional<double> optional_real(int column) const {
    return is_null(column) ? std::nullopt : std::optional(real(column));
  }
};

// Reads inside one snapshot. `sql` must be a string literal or otherwise stay the same text: statements are kept
// prepared by their text.
class Reader {
 public:
  virtual ~Reader() = default;

  // Visits rows until the visitor answers false.
  virtual Result<void> each(std::string_view sql, Values values, const std::function<bool(const Row&)>& visit) = 0;

  // The first row as `make(row)`, or nothing.
  template <class Make>
  auto first(std::string_view sql, Values values, Make make)
      -> Result<std::optional<std::invoke_result_t<Make&, const Row&>>> {
    std::optional<std::invoke_result_t<Make&, const Row&>> found;
    REQUIRE_OK(each(sql, values, [&](const Row& row) {
      found.emplace(make(row));
      return false;
    }));
    return found;
  }

  // Every row as `make(row)`.
  template <class Make>
  auto all(std::string_view sql, Values values, Make make)
      -> Result<std::vector<std::invoke_result_t<Make&, const Row&>>> {
    std::vector<std::invoke_result_t<Make&, const Row&>> rows;
    REQUIRE_OK(each(sql, values, [&](const Row& row) {
      rows.push_back(make(row));
      return true;
    }));
    return rows;
  }
};

// A read-write closure's view. Also the place to say what must happen after the commit.
class Transaction : public Reader {
 public:
  // Answers the number of rows changed.
  virtual Result<int64_t> execute(std::string_view sql, Values values = {}) = 0;
  // Runs after this closure's changes are durable, on the store's writer thread; not at all if they are rolled back.
  // Must be short: post elsewhere what takes time.
  virtual void after_commit(std::function<void()> job) = 0;
};

// A step of a schema's history: applied once, in order, at start. Never edited after a release.
struct Migration {
  int number;  // 1 and on
  std::string_view sql;
};

class Database {
 public:
  virtual ~Database() = default;

  // Brings `schema` (one name for each service: "s3", "photos") up to date. Blocks; for start-up.
  virtual Result<void> migrate(std::string_view schema, const std::vector<Migration>& migrations) = 0;

  template <class Work>
  auto write(Work work) -> Task<std::invoke_result_t<Work&, Transaction&>> {
    using Answer = std::invoke_result_t<Work&, Transaction&>;
    Completion<Answer> done;
    // Shared by the two closures: the first fills it on the writer thread, the second hands it over after the commit.
    const auto answer = std::make_shared<std::optional<Answer>>();
    submit_write(
        [answer, work = std::move(work)](Transaction& transaction) mutable -> bool {
          answer->emplace(work(transaction));
          return (*answer)->has_value();
        },
        [answer, done](const Error* failed) {
          done.set(failed != nullptr ? Answer(std::unexpected(Error(*failed))) : std::move(**answer));
        });
    co_return co_await done;
  }

  template <class Work>
  auto read(Work work) -> Task<std::invoke_result_t<Work&, Reader&>> {
    using Answer = std::invoke_result_t<Work&, Reader&>;
    Completion<Answer> done;
    submit_read([done, work = std::move(work)](Reader& reader) mutable { done.set(work(reader)); },
                [done](const Error& failed) { done.set(Answer(std::unexpected(Error(failed)))); });
    co_return co_await done;
  }

  // As read(), for a handful of rows found by their keys: where a connection is idle the closure runs at once on the
  // caller's own thread, which saves two changes of threads (docs/decisions/0007-lookups-on-the-callers-thread.md).
  template <class Work>
  auto lookup(Work work) -> Task<std::invoke_result_t<Work&, Reader&>> {
    using Answer = std::invoke_result_t<Work&, Reader&>;
    std::optional<Answer> answer;
    if (run_now([&](Reader& reader) { answer.emplace(work(reader)); })) co_return *std::move(answer);
    co_return co_await read(std::move(work));
  }

  // Answers when a trivial read and a trivial durable write have worked; for health checks.
  virtual Task<Result<void>> ping() = 0;

 protected:
  // `work` answers whether its savepoint is kept. `finish` is called once: with null after the commit (or after the
  // savepoint was rolled back because work answered false), else with what went wrong (queue full: errors::slow_down;
  // disk full: errors::storage_full; machinery: errors::internal_error) and nothing was changed.
  virtual void submit_write(std::move_only_function<bool(Transaction&)> work,
                            std::move_only_function<void(const Error*)> finish) = 0;
  virtual void submit_read(std::move_only_function<void(Reader&)> work,
                           std::move_only_function<void(const Error&)> refuse) = 0;
  // Runs `work` on a snapshot inside the call, if that needs no waiting; false: it was not run. An exception of `work`
  // comes through.
  virtual bool run_now(const std::function<void(Reader&)>& work) = 0;
};

}  // namespace lightwell::store
