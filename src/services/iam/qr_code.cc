#include "services/iam/qr_code.h"

#include <qrencode.h>
#include <zlib.h>

#include <memory>

#include "base/digest.h"
#include "base/text.h"

namespace lightwell::iam {
namespace {

constexpr unsigned kQuiet = 4;  // modules of white around, as the standard asks
constexpr unsigned kScale = 5;  // pixels a module

struct FreeCode {
  void operator()(QRcode* code) const { QRcode_free(code); }
};

std::string big_endian(uint32_t number) {
  std::string out;
  for (int shift = 24; shift >= 0; shift -= 8) out += char(number >> shift & 255);
  return out;
}

std::string chunk(std::string_view type, std::string_view body) {
  const std::string summed = std::string(type) + std::string(body);
  return big_endian(uint32_t(body.size())) + summed + big_endian(crc32(0, as_bytes(summed)));
}

// One bit a pixel, white where the bit is set; each row after a byte that says it is not filtered.
std::string rows_of(const QRcode& code, unsigned side) {
  std::string rows;
  for (unsigned y = 0; y < side; ++y) {
    rows += '\0';
    const size_t start = rows.size();
    rows.resize(start + (side + 7) / 8, '\0');
    for (unsigned x = 0; x < side; ++x) {
      const unsigned column = x / kScale - kQuiet, row = y / kScale - kQuiet;  // wraps around in the margin
      const bool is_inside = column < unsigned(code.width) && row < unsigned(code.width);
      const bool is_black = is_inside && (code.data[row * unsigned(code.width) + column] & 1) != 0;
      if (!is_black) rows[start + x / 8] = char(rows[start + x / 8] | 0x80 >> x % 8);
    }
  }
  return rows;
}

}  // namespace

Result<std::string> qr_code_png(std::string_view text) {
  const std::unique_ptr<QRcode, FreeCode> code(QRcode_encodeString8bit(std::string(text).c_str(), 0, QR_ECLEVEL_M));
  if (!code) return fail(error(lightwell::errors::internal_error).log("the text is too long for a QR code"));
  const unsigned side = (unsigned(code->width) + 2 * kQuiet) * kScale;
  const std::string rows = rows_of(*code, side);
  uLongf length = compressBound(uLong(rows.size()));
  std::string packed(length, '\0');
  if (compress(reinterpret_cast<Bytef*>(packed.data()), &length, reinterpret_cast<const Bytef*>(rows.data()),
               uLong(rows.size())) != Z_OK) {
    return fail(error(lightwell::errors::internal_error).log("compressing a QR code"));
  }
  packed.resize(length);
  const std::string header = big_endian(side) + big_endian(side) + std::string("\1\0\0\0\0", 5);
  return "\x89PNG\r\n\x1a\n" + chunk("IHDR", header) + chunk("IDAT", packed) + chunk("IEND", "");
}

}  // namespace lightwell::iam
