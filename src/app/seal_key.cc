#include "app/seal_key.h"

#include <algorithm>
#include <fstream>

#include "app/models/durable_file.h"
#include "base/text.h"

namespace lightwell::app {
namespace {

Error trouble(const std::filesystem::path& file, std::string_view what) {
  return error(errors::internal_error, fmt::format("{}: {}", file.string(), what));
}

Result<Seal::Key> read(std::istream& in, const std::filesystem::path& file) {
  std::string line;
  std::getline(in, line);
  const auto raw = from_hex(trim(line));
  Seal::Key key;
  if (!raw || raw->size() != key.size()) return fail(trouble(file, "the file holds no key of 64 hex digits"));
  std::ranges::copy(as_bytes(*raw), key.begin());
  return key;
}

}  // namespace

Result<Seal::Key> load_or_make_seal_key(const std::filesystem::path& file, Ids& ids) {
  if (std::ifstream in(file); in) return read(in, file);
  Seal::Key key;
  ids.fill(key);
  REQUIRE_OK(write_durably(file, to_hex(key) + "\n"));
  return key;
}

}  // namespace lightwell::app
