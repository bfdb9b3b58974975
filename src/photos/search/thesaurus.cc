#include "photos/search/thesaurus.h"

#include <algorithm>
#include <array>
#include <utility>

#include "photos/search/thesaurus_data.h"

namespace lightwell::photos {
namespace {

struct Entry {
  std::string_view phrase;
  std::string_view kin;
};

// The part before the first `separator`, which is taken off `rest`.
std::string_view take_until(std::string_view& rest, char separator) {
  const size_t end = std::min(rest.find(separator), rest.size());
  const std::string_view taken = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return taken;
}

const std::vector<Entry>& entries() {
  static const auto made = [] {
    std::vector<Entry> all;
    std::string_view rest = as_text(embedded_thesaurus());
    while (!rest.empty()) {
      std::string_view line = take_until(rest, '\n');
      const std::string_view phrase = take_until(line, '\t');
      if (!phrase.empty()) all.push_back({phrase, line});
    }
    return all;
  }();
  return made;
}

void add_kin(std::vector<Kin>& found, std::string_view line) {
  while (!line.empty()) {
    std::string_view one = take_until(line, '\t');
    const auto share = parse_unsigned(take_until(one, ' '));
    const auto same = std::ranges::find(found, one, &Kin::label);
    if (same != found.end()) {
      same->share = std::max(same->share, int(share.value_or(0)));
    } else {
      found.push_back({.label = one, .share = int(share.value_or(0))});
    }
  }
}

}  // namespace

std::vector<Kin> labels_meant_by(const std::string& phrase) {
  std::vector<Kin> found;
  for (const std::string& form : singulars_of(phrase)) {
    const auto at = std::ranges::lower_bound(entries(), std::string_view(form), {}, &Entry::phrase);
    if (at != entries().end() && at->phrase == form) add_kin(found, at->kin);
  }
  return found;
}

std::vector<std::string> singulars_of(const std::string& phrase) {
  // WordNet's rules of detachment for nouns (morphy). https://wordnet.princeton.edu/documentation/morphy7wn
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kEndings = {{{"ses", "s"},
                                                                                             {"xes", "x"},
                                                                                             {"zes", "z"},
                                                                                             {"ches", "ch"},
                                                                                             {"shes", "sh"},
                                                                                             {"men", "man"},
                                                                                             {"ies", "y"},
                                                                                             {"s", ""}}};
  constexpr size_t kStemMin = 2;
  std::vector<std::string> forms = {phrase};
  for (const auto& [plural, singular] : kEndings) {
    if (!phrase.ends_with(plural) || phrase.ends_with("ss") || phrase.size() < plural.size() + kStemMin) continue;
    forms.push_back(phrase.substr(0, phrase.size() - plural.size()) + std::string(singular));
  }
  return forms;
}

}  // namespace lightwell::photos
