#include "app/credentials_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "base/access_key_id.h"
#include "base/text.h"
#include "run/bytes.h"

namespace lightwell::app {
namespace {

Error trouble(const std::filesystem::path& file, std::string_view what) {
  return error(errors::internal_error, fmt::format("{}: {}", file.string(), what));
}

Result<AccessKey> read(std::istream& in, const std::filesystem::path& file) {
  AccessKey key;
  bool in_default = false;
  for (std::string line; std::getline(in, line);) {
    const std::string_view text = trim(line);
    if (text.starts_with('[')) {
      in_default = text == "[default]";
      continue;
    }
    const size_t equals = text.find('=');
    if (!in_default || equals == text.npos) continue;
    const std::string_view name = trim(text.substr(0, equals)), value = trim(text.substr(equals + 1));
    if (name == "aws_access_key_id") key.id = value;
    if (name == "aws_secret_access_key") key.secret = value;
  }
  if (key.id.empty() || key.secret.empty()) return fail(trouble(file, "the [default] profile has no access key"));
  return key;
}

Result<void> write(const std::filesystem::path& file, const AccessKey& key) {
  const std::string text =
      fmt::format("[default]\naws_access_key_id = {}\naws_secret_access_key = {}\n", key.id, key.secret);
  const std::filesystem::path temporary = file.string() + ".new";
  const FileHandle out(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  const bool written = out.descriptor() >= 0 &&
                       ::write(out.descriptor(), text.data(), text.size()) == ssize_t(text.size()) &&
                       ::fsync(out.descriptor()) == 0 && ::rename(temporary.c_str(), file.c_str()) == 0;
  if (!written) return fail(trouble(file, std::strerror(errno)));
  const FileHandle folder(::open(file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  ::fsync(folder.descriptor());
  return {};
}

}  // namespace

AccessKey make_access_key(const std::string& account, Ids& ids) {
  return {.id = make_access_key_id("AKIA", account, ids), .secret = make_secret_key(ids)};
}

Result<AccessKey> load_or_make_credentials(const std::filesystem::path& file, const std::string& account, Ids& ids) {
  if (std::ifstream in(file); in) return read(in, file);
  AccessKey key = make_access_key(account, ids);
  REQUIRE_OK(write(file, key));
  return key;
}

}  // namespace lightwell::app
