#include "base/digest.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <zlib.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include <cstring>
#include <stdexcept>

namespace lightwell {
namespace {

// OpenSSL 3 looks an algorithm up by name at every use unless it is fetched once.
const EVP_MD* fetched(Algorithm algorithm) {
  static EVP_MD* const md5 = EVP_MD_fetch(nullptr, "MD5", nullptr);
  static EVP_MD* const sha1 = EVP_MD_fetch(nullptr, "SHA1", nullptr);
  static EVP_MD* const sha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  static EVP_MD* const sha512 = EVP_MD_fetch(nullptr, "SHA512", nullptr);
  switch (algorithm) {
    case Algorithm::md5: return md5;
    case Algorithm::sha1: return sha1;
    case Algorithm::sha512: return sha512;
    default: return sha256;
  }
}

class EvpDigest final : public Digest {
 public:
  explicit EvpDigest(Algorithm algorithm) : context_(EVP_MD_CTX_new(), &EVP_MD_CTX_free) {
    if (EVP_DigestInit_ex2(context_.get(), fetched(algorithm), nullptr) != 1) throw std::runtime_error("no digest");
  }
  void update(Bytes bytes) override { EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()); }
  std::string finish() override {
    unsigned char out[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    EVP_DigestFinal_ex(context_.get(), out, &length);
    return std::string(reinterpret_cast<char*>(out), length);
  }

 private:
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};

template <class Word>
std::string big_endian(Word value) {
  std::string out;
  for (int shift = int(sizeof(Word)) * 8 - 8; shift >= 0; shift -= 8) out += char(value >> shift & 255);
  return out;
}

template <class Word, Word (*step)(Word, Bytes)>
class CrcDigest final : public Digest {
 public:
  void update(Bytes bytes) override { value_ = step(value_, bytes); }
  std::string finish() override { return big_endian(value_); }

 private:
  Word value_ = 0;
};

// Eight tables let the loop take eight bytes a step ("slicing by 8").
template <class Word, Word polynomial>
struct Tables {
  Word rows[8][256];
  constexpr Tables() : rows{} {
    for (unsigned i = 0; i < 256; ++i) {
      Word value = i;
      for (int bit = 0; bit < 8; ++bit) value = (value >> 1) ^ ((value & 1) ? polynomial : 0);
      rows[0][i] = value;
    }
    for (unsigned i = 0; i < 256; ++i) {
      for (int k = 1; k < 8; ++k) rows[k][i] = (rows[k - 1][i] >> 8) ^ rows[0][rows[k - 1][i] & 255];
    }
  }
};

constexpr uint32_t kCastagnoli = 0x82f63b78;
constexpr uint64_t kNvme = 0x9a6c9329ac4bc9b5;
constexpr Tables<uint32_t, kCastagnoli> kCastagnoliTables;
constexpr Tables<uint64_t, kNvme> kNvmeTables;

template <class Word, Word polynomial>
Word sliced(const Tables<Word, polynomial>& t, Word seed, Bytes bytes) {
  Word crc = ~seed;
  const auto* p = reinterpret_cast<const uint8_t*>(bytes.data());
  size_t left = bytes.size();
  for (; left >= 8; left -= 8, p += 8) {
    uint64_t word;
    std::memcpy(&word, p, 8);
    word ^= crc;
    crc = 0;
    for (int k = 0; k < 8; ++k) crc ^= t.rows[7 - k][word >> (8 * k) & 255];
  }
  for (; left != 0; --left) crc = (crc >> 8) ^ t.rows[0][(crc ^ *p++) & 255];
  return ~crc;
}

#if defined(__x86_64__)
// x^n modulo the polynomial, bits reflected.
constexpr uint64_t nvme_power(int n) {
  uint64_t value = uint64_t(1) << 63;
  for (; n > 0; --n) value = (value >> 1) ^ ((value & 1) ? kNvme : 0);
  return value;
}

// Four registers of 16 bytes are carried over the input by carry-less multiplication, each step 64 bytes on; what
// remains of them is 16 bytes with the same CRC as all before. A product of reflected operands is one bit short, which
// the exponents make up for. (Gopal et al., "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ", Intel.)
__attribute__((target("pclmul,sse4.1"))) uint64_t crc64nvme_hardware(uint64_t seed, Bytes bytes) {
  constexpr size_t kStep = 64;
  if (bytes.size() < 2 * kStep) return sliced(kNvmeTables, seed, bytes);
  const auto* p = reinterpret_cast<const __m128i*>(bytes.data());
  const __m128i by_step = _mm_set_epi64x(int64_t(nvme_power(511)), int64_t(nvme_power(575)));
  const __m128i by_one = _mm_set_epi64x(int64_t(nvme_power(127)), int64_t(nvme_power(191)));
  const auto fold = [](__m128i value, __m128i by, __m128i next) __attribute__((target("pclmul,sse4.1"))) {
    return _mm_xor_si128(next,
                         _mm_xor_si128(_mm_clmulepi64_si128(value, by, 0x00), _mm_clmulepi64_si128(value, by, 0x11)));
  };
  __m128i lanes[4];
  for (int i = 0; i < 4; ++i) lanes[i] = _mm_loadu_si128(p + i);
  lanes[0] = _mm_xor_si128(lanes[0], _mm_set_epi64x(0, int64_t(~seed)));
  size_t left = bytes.size() - kStep;
  for (p += 4; left >= kStep; left -= kStep, p += 4) {
    for (int i = 0; i < 4; ++i) lanes[i] = fold(lanes[i], by_step, _mm_loadu_si128(p + i));
  }
  __m128i one = lanes[0];
  for (int i = 1; i < 4; ++i) one = fold(one, by_one, lanes[i]);
  std::byte rest[16];
  _mm_storeu_si128(reinterpret_cast<__m128i*>(rest), one);
  // The tables' loop inverts on its way in and out; here the register stands for the state itself.
  return sliced(kNvmeTables, sliced(kNvmeTables, ~uint64_t(0), rest), bytes.last(left));
}

__attribute__((target("sse4.2"))) uint32_t crc32c_hardware(uint32_t seed, Bytes bytes) {
  uint64_t crc = ~seed;
  const auto* p = reinterpret_cast<const uint8_t*>(bytes.data());
  size_t left = bytes.size();
  for (; left >= 8; left -= 8, p += 8) {
    uint64_t word;
    std::memcpy(&word, p, 8);
    crc = __builtin_ia32_crc32di(crc, word);
  }
  uint32_t tail = uint32_t(crc);
  for (; left != 0; --left) tail = __builtin_ia32_crc32qi(tail, *p++);
  return ~tail;
}
#endif

// Multiplication of polynomials over GF(2) modulo the CRC's, bits reflected: shifting a CRC past n zero bytes is
// multiplying it by x^(8n).
template <class Word, Word polynomial>
Word multiply(Word a, Word b) {
  constexpr Word top = Word(1) << (sizeof(Word) * 8 - 1);
  Word product = 0;
  for (; a != 0; a <<= 1) {
    if (a & top) product ^= b;
    b = (b >> 1) ^ ((b & 1) ? polynomial : 0);
  }
  return product;
}

template <class Word, Word polynomial>
Word combine(Word a, Word b, uint64_t length_b) {
  constexpr Word one = Word(1) << (sizeof(Word) * 8 - 1);
  Word power = one >> 8;  // x^8: past one byte
  Word shift = one;
  for (; length_b != 0; length_b >>= 1) {
    if (length_b & 1) shift = multiply<Word, polynomial>(shift, power);
    power = multiply<Word, polynomial>(power, power);
  }
  return multiply<Word, polynomial>(shift, a) ^ b;
}

}  // namespace

std::unique_ptr<Digest> make_digest(Algorithm algorithm) {
  switch (algorithm) {
    case Algorithm::crc32: return std::make_unique<CrcDigest<uint32_t, &crc32>>();
    case Algorithm::crc32c: return std::make_unique<CrcDigest<uint32_t, &crc32c>>();
    case Algorithm::crc64nvme: return std::make_unique<CrcDigest<uint64_t, &crc64nvme>>();
    default: return std::make_unique<EvpDigest>(algorithm);
  }
}

std::string digest(Algorithm algorithm, Bytes bytes) {
  const auto state = make_digest(algorithm);
  state->update(bytes);
  return state->finish();
}

Sha256 sha256(Bytes bytes) {
  Sha256 out;
  EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(out.data()), nullptr,
             fetched(Algorithm::sha256), nullptr);
  return out;
}

Sha256 hmac_sha256(Bytes key, Bytes message) {
  // Two plain digests cost a third of what EVP_MAC's set-up does for the short inputs of a signature.
  std::byte block[64] = {};
  if (key.size() > 64) {
    const Sha256 shorter = sha256(key);
    std::memcpy(block, shorter.data(), shorter.size());
  } else if (!key.empty()) {
    std::memcpy(block, key.data(), key.size());
  }
  const auto pass = [&](std::byte pad, Bytes data) {
    std::byte padded[64];
    for (size_t i = 0; i < 64; ++i) padded[i] = block[i] ^ pad;
    EvpDigest state(Algorithm::sha256);
    state.update(padded);
    state.update(data);
    const std::string raw = state.finish();
    Sha256 out;
    std::memcpy(out.data(), raw.data(), out.size());
    return out;
  };
  return pass(std::byte{0x5c}, pass(std::byte{0x36}, message));
}

std::string sha256_hex(std::string_view text) { return to_hex(sha256(as_bytes(text))); }
std::string md5_hex(std::string_view text) { return to_hex(as_bytes(digest(Algorithm::md5, as_bytes(text)))); }

uint32_t crc32(uint32_t seed, Bytes bytes) {
  return uint32_t(::crc32_z(seed, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

uint32_t crc32c(uint32_t seed, Bytes bytes) {
#if defined(__x86_64__)
  static const bool hardware = __builtin_cpu_supports("sse4.2");
  if (hardware) return crc32c_hardware(seed, bytes);
#endif
  return sliced(kCastagnoliTables, seed, bytes);
}

uint64_t crc64nvme(uint64_t seed, Bytes bytes) {
#if defined(__x86_64__)
  static const bool hardware = __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("sse4.1");
  if (hardware) return crc64nvme_hardware(seed, bytes);
#endif
  return sliced(kNvmeTables, seed, bytes);
}

uint32_t crc32_combine(uint32_t a, uint32_t b, uint64_t length_b) {
  return combine<uint32_t, 0xedb88320>(a, b, length_b);
}
uint32_t crc32c_combine(uint32_t a, uint32_t b, uint64_t length_b) {
  return combine<uint32_t, kCastagnoli>(a, b, length_b);
}
uint64_t crc64nvme_combine(uint64_t a, uint64_t b, uint64_t length_b) {
  return combine<uint64_t, kNvme>(a, b, length_b);
}

}  // namespace lightwell
