#include "services/sts/packed_session.h"

#include <zlib.h>

#include <stdexcept>

#include "services/sts/session_form.h"

namespace lightwell::sts {
namespace {

constexpr size_t kPlainBytesMax = 256 * 1024;
constexpr int kRaw = -15;  // no header, the largest window
constexpr int kMemoryLevel = 9;

std::string deflated(const std::string& plain) {
  z_stream stream = {};
  if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, kRaw, kMemoryLevel, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::runtime_error("deflate does not start");
  }
  std::string out(deflateBound(&stream, uLong(plain.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
  stream.avail_in = uInt(plain.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = uInt(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::optional<std::string> inflated(std::string_view packed) {
  z_stream stream = {};
  if (inflateInit2(&stream, kRaw) != Z_OK) throw std::runtime_error("inflate does not start");
  std::string out;
  std::string block(16 * 1024, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = uInt(packed.size());
  int state = Z_OK;
  while (state == Z_OK && out.size() <= kPlainBytesMax) {
    stream.next_out = reinterpret_cast<Bytef*>(block.data());
    stream.avail_out = uInt(block.size());
    state = inflate(&stream, Z_NO_FLUSH);
    out.append(block, 0, block.size() - stream.avail_out);
  }
  inflateEnd(&stream);
  if (state != Z_STREAM_END || out.size() > kPlainBytesMax) return std::nullopt;
  return out;
}

bool is_plain(const Session& session) {
  return session.policies.empty() && session.policy_arns.empty() && session.tags.empty();
}

}  // namespace

std::string pack(const Session& session) {
  if (is_plain(session)) return {};
  FormWriter form;
  form.texts(session.policies).texts(session.policy_arns).tags(session.tags).texts(session.transitive_tags);
  return deflated(std::move(form).take());
}

bool unpack(std::string_view packed, Session& session) {
  if (packed.empty()) return true;
  const auto plain = inflated(packed);
  if (!plain) return false;
  FormReader form(*plain);
  session.policies = form.texts();
  session.policy_arns = form.texts();
  session.tags = form.tags();
  session.transitive_tags = form.texts();
  return form.is_sound() && form.is_at_end();
}

std::optional<int32_t> packed_percent(const Session& session) {
  if (is_plain(session)) return std::nullopt;
  // "The transitive status of a session tag does not impact its packed binary size."
  Session counted = session;
  counted.transitive_tags.clear();
  return int32_t((pack(counted).size() * 100 + kPackedBytesMax - 1) / kPackedBytesMax);
}

}  // namespace lightwell::sts
