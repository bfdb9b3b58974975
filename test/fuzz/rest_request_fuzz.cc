// Whole requests to S3: method, path, query and headers from lines, the body after an empty one.

#include "api/s3/tables.h"
#include "stable.h"

namespace {

std::string_view cut_line(std::string_view& text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(text.size(), line.size() + 1));
  return line;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace lightwell;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  wire::RequestView request;
  request.method = cut_line(text);
  request.path = cut_line(text);
  request.query = cut_line(text);
  std::vector<wire::FieldView> headers;
  while (headers.size() < 50) {
    const std::string_view line = cut_line(text);
    if (line.empty()) break;
    const size_t colon = std::min(line.find(':'), line.size() - 1);
    headers.push_back({line.substr(0, colon), line.substr(colon + 1)});
  }
  request.headers = headers;
  request.body = text;
  const auto& model = api::s3::model();
  static const wire::Router router(model);
  const auto operation = router.find(request);
  if (!operation) {
    wire::encode_error(model, operation.error(), {.request_id = "id"});
    return 0;
  }
  const auto input = wire::decode_request(model, **operation, request);
  if (!input) wire::encode_error(model, input.error(), {.request_id = "id"});
  return 0;
}
