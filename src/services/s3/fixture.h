// What S3's tests stand on: the real service over SQLite in memory and blobs in memory, with a fake clock, and a blob
// store that fails when it is told to.

#pragma once

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

#include "base/ids.h"
#include "run/loop.h"
#include "run/pool.h"
#include "run/spawn.h"
#include "services/s3/errors.h"
#include "services/s3/s3.h"
#include "store/blob/filesystem.h"
#include "store/sql/sqlite.h"

namespace lightwell::s3 {

// Passes everything on, save what it is told to fail.
class FaultyBlobs final : public store::BlobStore {
 public:
  Task<Result<std::unique_ptr<store::BlobWriter>>> create(std::string name) override {
    CO_TRY(auto writer, co_await inner_->create(std::move(name)));
    co_return std::make_unique<Writer>(*this, std::move(writer));
  }
  Task<Result<FileRegion>> open(std::string name) override {
    if (on_open) on_open(name);
    co_return co_await inner_->open(std::move(name));
  }
  Task<Result<void>> remove(std::string name) override {
    if (fails_remove) co_return fail(lightwell::errors::internal_error);
    co_return co_await inner_->remove(std::move(name));
  }
  Task<Result<void>> ping() override { co_return co_await inner_->ping(); }
  Task<Result<void>> each(std::function<bool(std::string_view name, uint64_t size)> visit) override {
    co_return co_await inner_->each(std::move(visit));
  }

  size_t count() {
    size_t count = 0;
    REQUIRE(sync_wait(each([&](std::string_view, uint64_t) { return ++count != 0; })));
    return count;
  }

  bool fails_write = false;   // as a full disk does
  bool fails_commit = false;  // the same
  bool fails_remove = false;
  std::function<void(const std::string&)> on_open;  // runs before a blob is opened

 private:
  class Writer final : public store::BlobWriter {
   public:
    Writer(FaultyBlobs& blobs, std::unique_ptr<store::BlobWriter> inner) : blobs_(blobs), inner_(std::move(inner)) {}
    Task<Result<void>> write(Bytes bytes) override {
      if (blobs_.fails_write) co_return fail(lightwell::errors::storage_full);
      co_return co_await inner_->write(bytes);
    }
    Task<Result<void>> commit() override {
      if (blobs_.fails_commit) co_return fail(lightwell::errors::storage_full);
      co_return co_await inner_->commit();
    }
    uint64_t size() const override { return inner_->size(); }

   private:
    FaultyBlobs& blobs_;
    std::unique_ptr<store::BlobWriter> inner_;
  };

  std::unique_ptr<store::BlobStore> inner_ = store::open_memory_blobs();
};

// A body that comes in pieces, may break off, and may carry trailers.
class PiecedBody final : public ByteSource {
 public:
  explicit PiecedBody(std::vector<std::string> pieces) : pieces_(std::move(pieces)) {}
  Task<Result<Bytes>> read() override {
    if (at_ == breaks_at) co_return fail(errors::incomplete_body);
    if (at_ == pieces_.size()) {
      has_ended_ = true;
      co_return Bytes{};
    }
    co_return as_bytes(pieces_[at_++]);
  }
  std::vector<std::string> trailer_names() const override {
    return trailer_name.empty() ? std::vector<std::string>{} : std::vector<std::string>{trailer_name};
  }
  std::optional<std::string> trailer(std::string_view name) const override {
    if (!has_ended_ || name != trailer_name) return std::nullopt;
    return trailer_value;
  }

  std::optional<size_t> breaks_at;  // this many pieces come, and then an error
  std::string trailer_name;
  std::optional<std::string> trailer_value;

 private:
  std::vector<std::string> pieces_;
  size_t at_ = 0;
  bool has_ended_ = false;
};

inline constexpr const char* kAlice = "111111111111";
inline constexpr const char* kBob = "222222222222";
inline constexpr size_t kMebibyte = 1u << 20;

// Bytes of which no two blocks are alike.
inline std::string noise(size_t size, uint32_t seed = 1) {
  std::string bytes(size, '\0');
  for (char& byte : bytes) {
    seed = seed * 1664525 + 1013904223;
    byte = char(seed >> 24);
  }
  return bytes;
}

// Runs a task on a loop, as a door would, and waits for it.
template <class T>
T run_on(Loop& loop, Task<T> task) {
  std::optional<T> outcome;
  TaskGroup group;
  group.spawn(loop, [](Task<T> task, std::optional<T>& outcome) -> Task<void> {
    outcome.emplace(co_await std::move(task));
  }(std::move(task), outcome));
  group.wait();
  return *std::move(outcome);
}

class S3Fixture {
 public:
  S3Fixture() {
    auto opened = store::open_sqlite({});
    REQUIRE(opened);
    database = *std::move(opened);
    start();
    REQUIRE(service->migrate());
  }

  // A new service over the same stores, as after a restart.
  void start() { service = std::make_unique<S3Service>(*database, blobs, pool, ids, options, principals); }

  Call call(const char* account = kAlice) const {
    return {.principal = {.account = account}, .account = account, .request_id = "REQUEST", .now = clock.now()};
  }

  // A test's hook may run inside a task already: then another loop takes what it asks for.
  template <class T>
  T wait_for(Task<T> task) {
    return run_on(Executor::current() == &loop ? other_loop : loop, std::move(task));
  }
  template <class Request, class Output>
  Result<Output> run(Task<Result<Output>> (S3Service::*operation)(const Call&, Request&), Request& request,
                     const char* account = kAlice) {
    const Call as = call(account);
    return wait_for((service.get()->*operation)(as, request));
  }

  void given_bucket(const std::string& name = "photos", const char* account = kAlice) {
    api::s3::CreateBucketRequest request{.bucket = name};
    REQUIRE(run(&S3Service::create_bucket, request, account));
  }
  api::s3::PutObjectRequest a_put(const std::string& key, std::string body) {
    api::s3::PutObjectRequest request;
    request.bucket = "photos";
    request.key = key;
    request.body = source_of(std::move(body));
    return request;
  }
  Result<api::s3::PutObjectOutput> put(api::s3::PutObjectRequest request) {
    return run(&S3Service::put_object, request);
  }
  Result<api::s3::PutObjectOutput> put(const std::string& key, std::string body) {
    return put(a_put(key, std::move(body)));
  }
  api::s3::GetObjectRequest a_get(const std::string& key) {
    api::s3::GetObjectRequest request;
    request.bucket = "photos";
    request.key = key;
    return request;
  }
  Result<api::s3::GetObjectOutput> get(api::s3::GetObjectRequest request) {
    return run(&S3Service::get_object, request);
  }
  Result<api::s3::GetObjectOutput> get(const std::string& key) { return get(a_get(key)); }
  std::string bytes_of(Result<api::s3::GetObjectOutput>& got) {
    REQUIRE(got);
    REQUIRE(got->body);
    const auto source = source_of(*std::move(got->body));
    const auto all = wait_for(read_all(*source, 1u << 30));
    REQUIRE(all);
    return *all;
  }
  // The object's bytes, or the code of the error.
  std::string read(const std::string& key) {
    auto got = get(key);
    return got ? bytes_of(got) : std::string(got.error().kind->code);
  }
  size_t sweep() {
    const auto swept = wait_for(service->sweep());
    REQUIRE(swept);
    return *swept;
  }

  static std::string detail(const Error& error, std::string_view name) {
    for (const ErrorDetail& detail : error.details) {
      if (detail.name == name) return detail.value;
    }
    return {};
  }

  FakeClock clock;
  RandomIds ids;
  Pool pool{"s3 test", 2, 1024};
  Loop loop{"test"};
  Loop other_loop{"test, other"};
  std::unique_ptr<store::Database> database;
  FaultyBlobs blobs;
  Options options;
  Principals* principals = nullptr;
  std::unique_ptr<S3Service> service;
};

// CHECK that a result is the given error.
#define CHECK_ERROR(result, row)                          \
  do {                                                    \
    const auto& checked_error_ = (result);                \
    REQUIRE_FALSE(checked_error_);                        \
    CHECK(checked_error_.error().kind->code == row.code); \
    CHECK(checked_error_.error().kind == &row);           \
  } while (false)

}  // namespace lightwell::s3
