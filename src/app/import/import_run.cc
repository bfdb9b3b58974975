#include "app/import/import_run.h"

#include <fcntl.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cerrno>
#include <cstring>
#include <map>
#include <mutex>
#include <thread>

#include "app/import/journal.h"

namespace lightwell::app {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

std::string text_of(const json::object& answer, std::string_view name) {
  const json::value* value = answer.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
}

Result<json::object> ask_json(const Ask& ask, ControlPacket packet) {
  TRY(const std::string text, ask(std::move(packet)));
  boost::system::error_code broken;
  json::value answer = json::parse(text, broken);
  if (broken || !answer.is_object()) return fail(errors::no_server, "The server ended: run it again to go on.");
  return std::move(answer.as_object());
}

class Run {
 public:
  Run(const ImportOptions& options, Found found, const std::atomic<bool>& interrupted)
      : options_(options),
        found_(std::move(found)),
        interrupted_(interrupted),
        journal_(options.journal),
        bar_(options.is_terminal) {
    outcome_.counts.files = found_.files.size();
    outcome_.counts.bytes = found_.bytes;
    outcome_.unreadable = std::move(found_.unreadable);
  }

  Result<ImportOutcome> go(const std::function<Result<Ask>()>& connect) {
    REQUIRE_OK(check_open(connect));
    std::vector<std::thread> threads;
    for (size_t i = 0; i < std::max<size_t>(1, options_.files_at_once); ++i) {
      threads.emplace_back([this, &connect] {
        auto ask = connect();
        if (!ask) return stop_with(ask.error());
        while (const FoundFile* file = next()) bring(*ask, *file);
      });
    }
    for (std::thread& thread : threads) thread.join();
    if (broken_) return fail(std::move(*broken_));
    outcome_.was_interrupted = interrupted_;
    if (!interrupted_ && !brought_.empty()) {
      TRY(const Ask ask, connect());
      REQUIRE_OK(wait_until_read(ask));
    }
    bar_.finish();
    std::sort(outcome_.unreadable.begin(), outcome_.unreadable.end(),
              [](const Unreadable& a, const Unreadable& b) { return a.path < b.path; });
    return std::move(outcome_);
  }

 private:
  // A library without an owner refuses everything: said once, not for every file.
  static Result<void> check_open(const std::function<Result<Ask>()>& connect) {
    TRY(const Ask ask, connect());
    TRY(const json::object state, ask_json(ask, {.text = R"({"do":"processing"})"}));
    if (text_of(state, "result") == "refused") return fail(errors::no_server, text_of(state, "message"));
    return {};
  }

  const FoundFile* next() {
    const std::lock_guard lock(mutex_);
    if (interrupted_ || broken_ || at_ == found_.files.size()) return nullptr;
    return &found_.files[at_++];
  }

  void stop_with(Error failure) {
    const std::lock_guard lock(mutex_);
    if (!broken_) broken_ = std::move(failure);
  }

  void done(const FoundFile& file, uint64_t ImportCounts::* counter) {
    ++(outcome_.counts.*counter);
    ++outcome_.counts.files_done;
    outcome_.counts.bytes_done += file.size;
    bar_.show(outcome_.counts);
  }

  void refuse(const FoundFile& file, std::string why) {
    const std::lock_guard lock(mutex_);
    outcome_.unreadable.push_back({file.path, std::move(why)});
    done(file, &ImportCounts::refused);
  }

  void bring(const Ask& ask, const FoundFile& file) {
    {
      const std::lock_guard lock(mutex_);
      if (journal_.has(file.path, file.size, file.changed_nanoseconds)) return done(file, &ImportCounts::duplicates);
    }
    const int descriptor = ::open(file.path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return refuse(file, std::strerror(errno));
    const json::object request = {{"do", "add"},
                                  {"name", file.path.filename().string()},
                                  {"size", file.size},
                                  {"modified", file.changed_nanoseconds / 1000}};
    const auto answer =
        ask_json(ask, {.text = json::serialize(request), .file = std::make_shared<const FileHandle>(descriptor)});
    if (!answer) return stop_with(answer.error());
    const std::string result = text_of(*answer, "result");
    if (result != "added" && result != "duplicate") return refuse(file, text_of(*answer, "message"));

    const std::lock_guard lock(mutex_);
    journal_.add(file.path, file.size, file.changed_nanoseconds);
    uint64_t ImportCounts::* const counter = result == "added" ? &ImportCounts::added : &ImportCounts::duplicates;
    brought_[text_of(*answer, "photo_id")] = {file.path, counter};
    done(file, counter);
  }

  // The bytes are safe; now the pictures are read. Those that cannot be are told with their file.
  Result<void> wait_until_read(const Ask& ask) {
    while (!interrupted_) {
      TRY(const json::object state, ask_json(ask, {.text = R"({"do":"processing"})"}));
      const int64_t left = state.at("waiting").as_int64() + state.at("running").as_int64();
      if (left > 0) bar_.show_reading(left);
      if (left == 0) {
        for (const json::value& failure : state.at("failures").as_array()) {
          const auto file = brought_.find(text_of(failure.as_object(), "photo_id"));
          if (file == brought_.end()) continue;
          const auto& [path, counter] = file->second;
          outcome_.unreadable.push_back({path, "kept, but " + text_of(failure.as_object(), "message")});
          journal_.forget(path);  // told again the next time
          ++outcome_.counts.refused;
          --(outcome_.counts.*counter);
        }
        return {};
      }
      std::this_thread::sleep_for(100ms);
    }
    return {};
  }

  const ImportOptions& options_;
  Found found_;
  const std::atomic<bool>& interrupted_;

  std::mutex mutex_;  // over all below
  ImportJournal journal_;
  ProgressBar bar_;
  ImportOutcome outcome_;
  struct Brought {
    std::filesystem::path path;
    uint64_t ImportCounts::* counter;  // where it was counted
  };
  std::map<std::string, Brought> brought_;  // by photo
  std::optional<Error> broken_;
  size_t at_ = 0;
};

}  // namespace

Result<ImportOutcome> run_import(const ImportOptions& options, const std::function<Result<Ask>()>& connect,
                                 const std::atomic<bool>& interrupted) {
  TRY(Found found, walk(options.folder));
  return Run(options, std::move(found), interrupted).go(connect);
}

}  // namespace lightwell::app
