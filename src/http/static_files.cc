#include "http/static_files.h"

#include "base/text.h"
#include "http/conditions.h"

namespace lightwell::http {
namespace {

// Bytes that live as long as the program.
class StaticSource final : public ByteSource {
 public:
  explicit StaticSource(std::string_view bytes) : length_(bytes.size()), rest_(bytes) {}
  Task<Result<Bytes>> read() override { co_return as_bytes(std::exchange(rest_, {})); }
  std::optional<uint64_t> length() const override { return length_; }

 private:
  uint64_t length_;
  std::string_view rest_;
};

struct Variant {
  std::string_view bytes;
  std::string_view coding;  // empty: as it is
};

Variant best_variant(const StaticFile& file, std::string_view accepted) {
  if (!file.brotli.empty() && accepts_encoding(accepted, "br")) return {file.brotli, "br"};
  if (!file.gzip.empty() && accepts_encoding(accepted, "gzip")) return {file.gzip, "gzip"};
  return {file.bytes, {}};
}

// Each encoding is a representation of its own: "abc" becomes "abc-br".
std::string etag_of(const StaticFile& file, const Variant& variant) {
  std::string etag(file.etag);
  if (!variant.coding.empty() && etag.ends_with('"')) etag.insert(etag.size() - 1, "-" + std::string(variant.coding));
  return etag;
}

bool looks_like_file(std::string_view path) { return path.substr(path.rfind('/') + 1).contains('.'); }

// The weight of one element, such as "gzip;q=0.5": whether it is above nothing.
bool is_wanted(std::string_view parameters) {
  const size_t at = parameters.find("q=");
  if (at == std::string_view::npos) return true;
  return parameters.substr(at + 2).find_first_of("123456789") != std::string_view::npos;
}

}  // namespace

bool accepts_encoding(std::string_view header, std::string_view coding) {
  bool by_star = false;
  while (!header.empty()) {
    const size_t comma = header.find(',');
    const std::string_view element = trim(header.substr(0, comma));
    header.remove_prefix(comma == std::string_view::npos ? header.size() : comma + 1);
    const size_t semicolon = std::min(element.find(';'), element.size());
    const std::string_view name = trim(element.substr(0, semicolon));
    if (equals_ignore_case(name, coding)) return is_wanted(element.substr(semicolon));
    if (name == "*") by_star = is_wanted(element.substr(semicolon));
  }
  return by_star;
}

StaticFiles::StaticFiles(std::span<const StaticFile> files, std::string_view index_path) : index_path_(index_path) {
  for (const StaticFile& file : files) by_path_.emplace(file.path, &file);
}

const StaticFile* StaticFiles::find(const Request& request) const {
  const auto path = percent_decode(request.path());
  if (!path) return nullptr;
  if (const auto found = by_path_.find(*path); found != by_path_.end()) return found->second;
  const bool navigates =
      *path == "/" || (!looks_like_file(*path) && request.headers.get("Accept").contains("text/html"));
  if (!navigates) return nullptr;
  const auto index = by_path_.find(index_path_);
  return index == by_path_.end() ? nullptr : index->second;
}

std::optional<Response> StaticFiles::serve(const Request& request) const {
  const StaticFile* file = find(request);
  if (file == nullptr) return {};
  if (request.method != "GET" && request.method != "HEAD") {
    Response refused = plain_response(405);
    refused.headers.add("Allow", "GET, HEAD");
    return refused;
  }
  const Variant variant = best_variant(*file, request.headers.get("Accept-Encoding"));
  const std::string etag = etag_of(*file, variant);
  Response response;
  response.headers.add("ETag", etag);
  response.headers.add("Cache-Control", file->is_immutable ? "public, max-age=31536000, immutable" : "no-cache");
  if (!file->gzip.empty() || !file->brotli.empty()) response.headers.add("Vary", "Accept-Encoding");
  if (check_conditions(request.headers, request.method, {.etag = etag}) == Condition::not_modified) {
    response.status = 304;
    return response;
  }
  response.headers.add("Content-Type", std::string(file->content_type));
  if (!variant.coding.empty()) response.headers.add("Content-Encoding", std::string(variant.coding));
  response.body = std::make_unique<StaticSource>(variant.bytes);
  return response;
}

}  // namespace lightwell::http
