#include "wire/foreign_error.h"

#include <fmt/format.h>

#include <map>
#include <memory>
#include <mutex>

namespace lightwell::wire {
namespace {

constexpr size_t kForeignRowsMax = 1'000;
constexpr size_t kCodeBytesMax = 200;

struct ForeignRow {
  std::string code;
  ErrorKind kind;
};

const ErrorKind* row_of(std::string_view code, int status) {
  static std::mutex mutex;
  static std::map<std::pair<std::string, int>, std::unique_ptr<const ForeignRow>> rows;
  if (code.empty() || code.size() > kCodeBytesMax) return nullptr;
  const std::scoped_lock lock(mutex);
  const auto key = std::pair(std::string(code), status);
  if (const auto found = rows.find(key); found != rows.end()) return &found->second->kind;
  if (rows.size() >= kForeignRowsMax) return nullptr;
  auto row = std::make_unique<ForeignRow>(std::string(code), ErrorKind{});
  row->kind = {row->code, status, status < 500 ? Fault::sender : Fault::receiver};
  return &rows.emplace(key, std::move(row)).first->second->kind;
}

std::string_view guessed_code(const Operation& operation, int status) {
  switch (status) {
    case 301: return "PermanentRedirect";
    case 304: return "NotModified";
    case 307: return "TemporaryRedirect";
    case 400: return "BadRequest";
    case 403: return "AccessDenied";
    case 404: return operation.uri.find('+') != operation.uri.npos ? "NoSuchKey" : "NoSuchBucket";
    case 405: return "MethodNotAllowed";
    case 409: return "OperationAborted";
    case 412: return "PreconditionFailed";
    case 416: return "InvalidRange";
    case 501: return "NotImplemented";
    case 503: return "SlowDown";
    default: return "InternalError";
  }
}

}  // namespace

Error foreign_error(const ServiceModel& model, const Operation& operation, int status, std::string_view code,
                    std::string message, std::vector<ErrorDetail> details) {
  std::string words = fmt::format("{} answered {} {}", operation.name, status, code);
  const ErrorKind* kind = model.find_error(code);
  if (kind == nullptr) kind = row_of(code, status);
  if (kind == nullptr) {
    kind = model.internal_error;
    message = fmt::format("{}: {}", code.substr(0, kCodeBytesMax), message);
  }
  if (message.empty()) message = kind->message;
  return {kind, std::move(message), std::move(details), std::move(words)};
}

Error bodyless_error(const ServiceModel& model, const Operation& operation, int status) {
  return foreign_error(model, operation, status, guessed_code(operation, status), {});
}

Error unreadable_answer(const ServiceModel& model, const Operation& operation, std::string_view problem) {
  return error(*model.internal_error).log(fmt::format("the answer to {} cannot be read: {}", operation.name, problem));
}

}  // namespace lightwell::wire
