// What makes a passphrase too easy: how many separate things a guesser would have to guess.
//
// The passphrase is cut into pieces, longest first: a word of the list of common passwords or of the site's own words,
// a run of one character, a walk along the alphabet, the digits or the keyboard, a repetition of what came before.
// Such a piece counts as one or two guesses however long it is; every other character counts as one. A passphrase of
// 15 characters that is worth fewer than eight guesses ("passwordpassword1", "qwertyuiop12345") is refused.

#include <algorithm>
#include <set>

#include "base/text.h"
#include "engines/password/known_passwords.h"
#include "engines/password/normalise.h"
#include "engines/password/passphrase.h"

namespace lightwell::engines {
namespace {

constexpr size_t kGuessesMin = 8;
constexpr size_t kWordMin = 4;
constexpr size_t kWalkMin = 3;
constexpr std::string_view kWalks[] = {
    "abcdefghijklmnopqrstuvwxyz",           "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "azertyuiop",  "qwertzuiop"};

size_t run_of_one(std::string_view rest) {
  const size_t end = std::min(rest.find_first_not_of(rest.front()), rest.size());
  return end >= kWalkMin ? end : 0;
}

size_t walk_along(std::string_view rest, std::string_view walk) {
  const size_t start = walk.find(rest.front());
  if (start == std::string_view::npos) return 0;
  size_t forward = 0;
  while (forward < rest.size() && start + forward < walk.size() && rest[forward] == walk[start + forward]) ++forward;
  size_t backward = 0;
  while (backward < rest.size() && backward <= start && rest[backward] == walk[start - backward]) ++backward;
  const size_t longest = std::max(forward, backward);
  return longest >= kWalkMin ? longest : 0;
}

size_t longest_walk(std::string_view rest) {
  size_t longest = run_of_one(rest);
  for (const std::string_view walk : kWalks) longest = std::max(longest, walk_along(rest, walk));
  return longest;
}

size_t longest_word(std::string_view rest, const std::set<std::string, std::less<>>& context) {
  size_t longest = 0;
  for (const std::string& word : context) {
    if (rest.starts_with(word)) longest = std::max(longest, word.size());
  }
  for (size_t size = std::min(rest.size(), known_password_bytes_max()); size >= kWordMin && size > longest; --size) {
    if (is_known_password(rest.substr(0, size))) longest = size;
  }
  return longest;
}

// How much of `rest` stood, in one piece, somewhere before it.
size_t longest_repetition(std::string_view before, std::string_view rest) {
  size_t size = std::min(before.size(), rest.size());
  while (size >= kWalkMin && before.find(rest.substr(0, size)) == std::string_view::npos) --size;
  return size >= kWalkMin ? size : 0;
}

size_t character_bytes(std::string_view rest) {
  size_t size = 1;
  while (size < rest.size() && (static_cast<unsigned char>(rest[size]) & 0xC0) == 0x80) ++size;
  return size;
}

size_t count_guesses(std::string_view folded, const std::set<std::string, std::less<>>& context) {
  size_t guesses = 0;
  for (size_t at = 0; at < folded.size();) {
    const std::string_view rest = folded.substr(at);
    const size_t repeated = longest_repetition(folded.substr(0, at), rest);
    const size_t known = std::max(longest_walk(rest), longest_word(rest, context));
    guesses += repeated >= std::max<size_t>(known, 1) || known == 0 ? 1 : 2;
    at += std::max({repeated, known, character_bytes(rest)});
  }
  return guesses;
}

std::set<std::string, std::less<>> context_words(const std::vector<std::string>& given) {
  std::set<std::string, std::less<>> words;
  for (const std::string& text : given) {
    if (!is_utf8(text)) continue;
    const std::string folded = fold_case(text);
    // An e-mail address or a host gives its parts too.
    for (size_t at = 0; at <= folded.size();) {
      const size_t end = std::min(folded.find_first_of("@.-_ :/", at), folded.size());
      if (end - at >= kWordMin) words.insert(folded.substr(at, end - at));
      at = end + 1;
    }
    if (folded.size() >= kWordMin) words.insert(folded);
  }
  return words;
}

}  // namespace

Result<void> check_passphrase(std::string_view passphrase, const PassphraseRules& rules) {
  TRY(const std::string words, normalise_passphrase(passphrase));
  const size_t length = code_points(words);
  if (length < rules.length_min) {
    return fail(errors::passphrase_refused,
                fmt::format("The passphrase has {} characters; at least {} are needed. A few words that have nothing "
                            "to do with each other are easy to remember.",
                            length, rules.length_min));
  }
  const std::string folded = fold_case(words);
  if (is_known_password(folded)) {
    return fail(errors::passphrase_refused,
                "This is one of the passwords that people use most, so it is tried first. Choose another.");
  }
  if (count_guesses(folded, context_words(rules.context_words)) < std::min(kGuessesMin, rules.length_min)) {
    return fail(errors::passphrase_refused,
                "The passphrase is made of well-known passwords, repetitions, runs of keys or the names of this site, "
                "so it is easy to guess. Add a few unrelated words.");
  }
  return {};
}

}  // namespace lightwell::engines
