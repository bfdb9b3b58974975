#include "http/content_disposition.h"

#include "base/text.h"

namespace lightwell::http {
namespace {

std::string without_paths(std::string_view name) {
  std::string safe(name);
  for (char& c : safe) {
    if (uint8_t(c) < 0x20 || c == 0x7f || c == '/' || c == '\\') c = '_';
  }
  if (safe.empty() || safe == "." || safe == "..") safe = "download";
  return safe;
}

// One '_' for each character that is not plain.
std::string plain_form(std::string_view name) {
  std::string plain;
  for (const char c : name) {
    const bool continues = (uint8_t(c) & 0xc0) == 0x80;
    if (continues) continue;
    plain += uint8_t(c) >= 0x80 || c == '"' || c == '%' ? '_' : c;
  }
  return plain;
}

}  // namespace

std::string content_disposition(Disposition disposition, std::string_view file_name) {
  const std::string name = without_paths(is_utf8(file_name) ? file_name : "download");
  const std::string plain = plain_form(name);
  std::string field = disposition == Disposition::attachment ? "attachment" : "inline";
  field += "; filename=\"" + plain + "\"";
  if (plain != name) field += "; filename*=UTF-8''" + percent_encode(name);
  return field;
}

}  // namespace lightwell::http
