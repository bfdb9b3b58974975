#include "store/sql/sqlite_connection.h"

#include <cerrno>
#include <cstdlib>

#include "base/log.h"

namespace lightwell::store {
namespace {

constexpr size_t kStatementsMax = 512;  // kept prepared; past that the cache starts anew

class SqliteRow final : public Row {
 public:
  explicit SqliteRow(sqlite3_stmt* statement) : statement_(statement) {}
  bool is_null(int column) const override { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
  int64_t integer(int column) const override { return sqlite3_column_int64(statement_, column); }
  double real(int column) const override { return sqlite3_column_double(statement_, column); }
  std::string_view text(int column) const override {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    return bytes == nullptr ? std::string_view{}
                            : std::string_view(bytes, size_t(sqlite3_column_bytes(statement_, column)));
  }
  Bytes blob(int column) const override {
    const auto* bytes = static_cast<const std::byte*>(sqlite3_column_blob(statement_, column));
    return bytes == nullptr ? Bytes{} : Bytes(bytes, size_t(sqlite3_column_bytes(statement_, column)));
  }

 private:
  sqlite3_stmt* statement_;
};

void bind(sqlite3_stmt* statement, int index, const Value& value) {
  const auto* bytes = reinterpret_cast<const char*>(value.bytes.data());
  switch (value.kind) {
    case Value::Kind::null: sqlite3_bind_null(statement, index); break;
    case Value::Kind::integer: sqlite3_bind_int64(statement, index, value.integer); break;
    case Value::Kind::real: sqlite3_bind_double(statement, index, value.real); break;
    // A null pointer would bind NULL, and an empty text is not NULL.
    case Value::Kind::text:
      sqlite3_bind_text64(statement, index, bytes == nullptr ? "" : bytes, value.bytes.size(), SQLITE_STATIC,
                          SQLITE_UTF8);
      break;
    case Value::Kind::blob:
      if (value.bytes.empty()) {
        sqlite3_bind_zeroblob(statement, index, 0);
      } else {
        sqlite3_bind_blob64(statement, index, bytes, value.bytes.size(), SQLITE_STATIC);
      }
      break;
  }
}

}  // namespace

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::open(const std::string& file, bool writable) {
  sqlite3* database = nullptr;
  const int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READWRITE | (writable ? SQLITE_OPEN_CREATE : 0);
  const int opened = sqlite3_open_v2(file.c_str(), &database, flags, nullptr);
  auto connection = std::unique_ptr<SqliteConnection>(new SqliteConnection(database));
  if (opened != SQLITE_OK) return fail(connection->failure("open " + file));
  sqlite3_extended_result_codes(database, 1);
  sqlite3_busy_timeout(database, 10'000);
  return connection;
}

SqliteConnection::~SqliteConnection() {
  statements_.clear();
  sqlite3_close_v2(database_);
}

Error SqliteConnection::failure(std::string_view sql) const {
  const int code = sqlite3_extended_errcode(database_);
  const int system = sqlite3_system_errno(database_);
  std::string words = fmt::format("sqlite: {} ({}) in: {}", sqlite3_errmsg(database_), code, sql.substr(0, 200));
  if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY || code == SQLITE_CONSTRAINT_ROWID) {
    return error(errors::unique_violation).log(std::move(words));
  }
  if ((code & 0xff) == SQLITE_CONSTRAINT) return error(errors::constraint_violation).log(std::move(words));
  if ((code & 0xff) == SQLITE_FULL || system == ENOSPC || system == EDQUOT) {
    return error(lightwell::errors::storage_full).log(std::move(words));
  }
  log::error("{}", words);
  return error(lightwell::errors::internal_error).log(std::move(words));
}

Result<std::unique_ptr<SqliteConnection::Statement>> SqliteConnection::prepare(std::string_view sql) {
  auto statement = std::make_unique<Statement>();
  if (sqlite3_prepare_v3(database_, sql.data(), int(sql.size()), SQLITE_PREPARE_PERSISTENT, &statement->handle,
                         nullptr) != SQLITE_OK) {
    return fail(failure(sql));
  }
  const int parameters = sqlite3_bind_parameter_count(statement->handle);
  for (int i = 1; i <= parameters; ++i) {
    const char* name = sqlite3_bind_parameter_name(statement->handle, i);  // "$7"
    statement->order.push_back(name == nullptr ? size_t(i - 1) : size_t(std::atoi(name + 1) - 1));
  }
  return statement;
}

Result<int64_t> SqliteConnection::step_through(Statement& statement, Values values,
                                               const std::function<bool(const Row&)>& visit) {
  for (size_t i = 0; i < statement.order.size(); ++i) {
    if (statement.order[i] >= values.size()) {
      return fail(error(lightwell::errors::internal_error).log("a statement has more parameters than values"));
    }
    bind(statement.handle, int(i + 1), values.begin()[statement.order[i]]);
  }
  const int64_t before = sqlite3_total_changes64(database_);
  const SqliteRow row(statement.handle);
  int stepped;
  while ((stepped = sqlite3_step(statement.handle)) == SQLITE_ROW) {
    if (visit && !visit(row)) {
      // A RETURNING statement has made all its changes before its first row; a query may simply end here.
      return sqlite3_total_changes64(database_) - before;
    }
  }
  if (stepped != SQLITE_DONE) return fail(failure(sqlite3_sql(statement.handle)));
  return sqlite3_stmt_readonly(statement.handle) ? 0 : sqlite3_changes64(database_);
}

Result<int64_t> SqliteConnection::run(std::string_view sql, Values values,
                                      const std::function<bool(const Row&)>& visit) {
  // Clears what a statement holds however it ends, and marks it free: a visitor may run the same text again.
  struct Use {
    explicit Use(Statement& used) : statement(used) { statement.is_busy = true; }
    ~Use() {
      sqlite3_reset(statement.handle);
      sqlite3_clear_bindings(statement.handle);
      statement.is_busy = false;
    }
    Statement& statement;
  };

  auto found = statements_.find(sql);
  if (found != statements_.end() && found->second->is_busy) {
    TRY(const auto another, prepare(sql));
    const Use use(*another);
    return step_through(*another, values, visit);
  }
  if (found == statements_.end()) {
    if (statements_.size() >= kStatementsMax)
      std::erase_if(statements_, [](auto& kept) { return !kept.second->is_busy; });
    TRY(auto made, prepare(sql));
    found = statements_.emplace(std::string(sql), std::move(made)).first;
  }
  Statement& statement = *found->second;
  const Use use(statement);
  return step_through(statement, values, visit);
}

Result<void> SqliteConnection::script(std::string_view sql) {
  if (sqlite3_exec(database_, std::string(sql).c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    return fail(failure(sql));
  }
  return {};
}

}  // namespace lightwell::store
