// One connection to SQLite: prepared statements kept by their text, errors translated into ours.

#pragma once

#include <sqlite3.h>

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "store/sql/database.h"

namespace lightwell::store {

class SqliteConnection {
 public:
  static Result<std::unique_ptr<SqliteConnection>> open(const std::string& file, bool writable);
  ~SqliteConnection();

  // Runs one statement; visits its rows until the visitor answers false. Answers the number of rows changed.
  Result<int64_t> run(std::string_view sql, Values values, const std::function<bool(const Row&)>& visit);
  // Runs several statements without parameters.
  Result<void> script(std::string_view sql);
  // False once SQLite has rolled the whole transaction back by itself, as it does when the disk is full.
  bool in_transaction() const { return sqlite3_get_autocommit(database_) == 0; }

 private:
  struct Statement {
    sqlite3_stmt* handle = nullptr;
    std::vector<size_t> order;  // which value each parameter takes: "$2" may stand first in the text
    bool is_busy = false;
    ~Statement() { sqlite3_finalize(handle); }
  };
  struct TextHash : std::hash<std::string_view> {
    using is_transparent = void;
  };

  explicit SqliteConnection(sqlite3* database) : database_(database) {}
  Result<std::unique_ptr<Statement>> prepare(std::string_view sql);
  Result<int64_t> step_through(Statement& statement, Values values, const std::function<bool(const Row&)>& visit);
  Error failure(std::string_view sql) const;

  sqlite3* database_;
  std::unordered_map<std::string, std::unique_ptr<Statement>, TextHash, std::equal_to<>> statements_;
};

}  // namespace lightwell::store
