// What is parsed by hand around the image engine: its replies, as the server reads them, and the beginnings of files,
// as the engine does. The first byte chooses one.

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "engines/image/child/raw_preview.h"
#include "engines/image/child/sniff.h"
#include "engines/image/child/taken_at.h"
#include "engines/image/child/texts.h"
#include "engines/image/child/tiff_header.h"
#include "engines/image/child/webp_container.h"
#include "engines/image/protocol/message.h"

namespace {

using namespace lightwell;
using namespace lightwell::engines;

void check_report(Bytes bytes) {
  const auto report = protocol::decode_report(bytes);
  if (!report) return;
  assert(report->large.width <= protocol::kLargeSideMax && report->orientation >= 1 && report->orientation <= 8);
  const std::string again = protocol::encode(*report);
  assert(as_text(bytes) == again);
}

void check_messages(Bytes bytes) {
  if (const auto failure = protocol::decode_failure(bytes)) assert(is_utf8(failure->message));
  (void)protocol::decode_ready(bytes);
  (void)protocol::decode_request(bytes);
  if (const auto header = protocol::decode_frame_header(bytes)) {
    assert(header->body_bytes <= protocol::kFrameBodyBytesMax);
  }
}

void check_file(Bytes bytes) {
  const auto sniffed = image::sniff(bytes);
  assert(sniffed || !sniffed.error().message.empty());
  if (const auto jpeg = image::jpeg_in_tiff(bytes)) assert(jpeg->size() < bytes.size());
  if (const auto preview = image::find_cr3_preview(bytes)) assert(preview->size() < bytes.size());
}

void check_texts(std::string_view text) {
  const std::string clean = image::clean_text(text, 100);
  assert(is_utf8(clean) && clean.size() <= 100);
  assert(is_utf8(image::utf8_of_utf16(text)));
  (void)image::xmp_time(text);
  (void)image::exif_time(text, text, text);
  (void)image::zone_by_gps({}, text, 0);
  assert(image::without_metadata(text).size() <= text.size() + 12);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 4) {
    case 0: check_report(as_bytes(text)); break;
    case 1: check_messages(as_bytes(text)); break;
    case 2: check_file(as_bytes(text)); break;
    default: check_texts(text);
  }
  return 0;
}
