// The files of the web application, which lie inside the program: found by path, sent in the best encoding the
// browser takes, and not sent again while it has them.

#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>

#include "http/message.h"

namespace lightwell::http {

// One embedded file; everything has static storage.
struct StaticFile {
  std::string_view path;  // with the leading slash: /assets/app-1a2b3c4d.js
  std::string_view content_type;
  std::string_view etag;      // quoted
  bool is_immutable = false;  // its name holds a hash of its content: cached for a year
  std::string_view bytes;
  std::string_view gzip = {};  // empty where compressing does not pay
  std::string_view brotli = {};
};

class StaticFiles {
 public:
  // `index_path`: what a browser gets for an address of the application's own, such as /photos/123; empty for none.
  explicit StaticFiles(std::span<const StaticFile> files, std::string_view index_path = "/index.html");

  // GET and HEAD; 405 for other methods. "/" is the index. A path without a file is the index when the browser
  // navigates (it accepts text/html and the path does not look like a file's), else nothing: the caller's 404.
  std::optional<Response> serve(const Request& request) const;

 private:
  const StaticFile* find(const Request& request) const;
  std::unordered_map<std::string_view, const StaticFile*> by_path_;
  std::string_view index_path_;
};

// Whether an Accept-Encoding header takes `coding`: named, or by "*", and not with q=0.
bool accepts_encoding(std::string_view header, std::string_view coding);

}  // namespace lightwell::http
