#include "engines/password/known_passwords.h"

#include <algorithm>
#include <string>
#include <unordered_set>

#include "base/text.h"
#include "engines/password/normalise.h"
#include "engines/password/password_list.h"

namespace lightwell::engines {
namespace {

struct List {
  std::unordered_set<std::string> words;
  size_t bytes_max = 0;
};

List read_list() {
  List list;
  std::string_view rest = as_text(embedded_password_list());
  while (!rest.empty()) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.empty() || line.starts_with("#!comment:") || !is_utf8(line)) continue;
    std::string word = fold_case(line);
    list.bytes_max = std::max(list.bytes_max, word.size());
    list.words.insert(std::move(word));
  }
  return list;
}

const List& list() {
  static const List read = read_list();
  return read;
}

}  // namespace

bool is_known_password(std::string_view folded) {
  return folded.size() <= list().bytes_max && list().words.contains(std::string(folded));
}
size_t known_password_count() { return list().words.size(); }
size_t known_password_bytes_max() { return list().bytes_max; }

}  // namespace lightwell::engines
