// The aws-chunked decoder, fed in pieces. However a body is cut, it decodes to the same bytes or to an error, and never
// to more than it said.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "gate/body.h"
#include "run/spawn.h"

namespace {

using namespace lightwell;

class Pieces final : public ByteSource {
 public:
  Pieces(std::string_view text, size_t size) : text_(text), size_(size) {}
  Task<Result<Bytes>> read() override {
    const size_t taken = std::min(size_, text_.size());
    piece_.assign(text_.substr(0, taken));
    text_.remove_prefix(taken);
    co_return as_bytes(piece_);
  }

 private:
  std::string_view text_;
  std::string piece_;
  const size_t size_;
};

Result<std::string> decode(std::string_view text, size_t piece, const gate::ChunkedForm& form) {
  gate::ChunkedBody body(std::make_unique<Pieces>(text, piece), form);
  return sync_wait(read_all(body, 1 << 20));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 2) return 0;
  gate::ChunkedForm form;
  form.decoded_length = data[0];
  form.has_trailer = data[1] & 1;
  form.is_signed = data[1] & 2;
  if (form.has_trailer) form.trailer_names = {"x-amz-checksum-crc32"};
  if (data[1] & 4) {
    form.chain = {.access_key_id = "AKID",
                  .key = wire::sigv4::SigningKey{},
                  .timestamp = "20130524T000000Z",
                  .scope = {.date = "20130524", .region = "us-east-1", .service = "s3"},
                  .signature = std::string(64, '0')};
  }
  const std::string_view text(reinterpret_cast<const char*>(data + 2), size - 2);
  const auto whole = decode(text, text.size() + 1, form);
  const auto bytewise = decode(text, 1, form);
  if (whole.has_value() != bytewise.has_value()) std::abort();
  if (whole && (*whole != *bytewise || whole->size() != form.decoded_length)) std::abort();
  return 0;
}
