// A request and its response, as every door sees them.

#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "run/bytes.h"
#include "run/executor.h"
#include "run/task.h"

namespace lightwell::http {

// Header fields in the order they came. Names compare without case.
class Headers {
 public:
  struct Field {
    std::string name;
    std::string value;
  };
  void add(std::string name, std::string value) { fields_.push_back({std::move(name), std::move(value)}); }
  void set(std::string_view name, std::string value);  // replaces every field of that name
  void remove(std::string_view name);
  // The first field of that name.
  std::optional<std::string_view> find(std::string_view name) const;
  std::string_view get(std::string_view name, std::string_view otherwise = {}) const;
  // How many fields carry the name.
  size_t count(std::string_view name) const;
  auto begin() const { return fields_.begin(); }
  auto end() const { return fields_.end(); }
  size_t size() const { return fields_.size(); }

 private:
  std::vector<Field> fields_;
};

struct Request {
  std::string method;
  std::string target;  // as it came: the raw path and query, never decoded
  Headers headers;
  std::unique_ptr<ByteSource> body;  // never null; its length() is the Content-Length where there is one
  std::string peer_address;          // without the port
  bool is_secure = false;            // over TLS
  std::string_view tls_version;      // "1.2", "1.3"; empty: not over TLS

  std::string_view path() const;   // the target up to '?', still percent-encoded
  std::string_view query() const;  // after '?', still encoded, without it
};

struct Response {
  int status = 200;
  Headers headers;
  Payload body;  // regions leave by sendfile; a stream of unknown length leaves chunked
  // For a HEAD answer: the Content-Length to state although no body is sent.
  std::optional<uint64_t> content_length;
};

std::string_view reason_phrase(int status);

// An answer in plain text; the reason phrase when no text is given.
Response plain_response(int status, std::string_view text = {});

// Answers a request. An exception that leaves it becomes a plain 500 and is logged. The request lives until the
// response has been sent.
using Handler = std::function<Task<Response>(Request&)>;

}  // namespace lightwell::http
