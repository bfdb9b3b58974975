// What is typed into the search box: whatever comes, it is taken apart and read, or refused in words; and taken apart
// again it stays what it was.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "photos/errors.h"
#include "photos/search/interpretation.h"
#include "photos/search/suggestion_rules.h"

namespace lightwell::photos {
namespace {

// Every other phrase is a name of something.
class SomeNames final : public Vocabulary {
 public:
  Result<std::vector<Meaning>> find(const std::string& phrase) override {
    if (phrase.size() % 2 == 0) return std::vector<Meaning>{};
    return std::vector<Meaning>{{.kind = MeaningKind(phrase.size() % 6), .term = 1, .shown = phrase}};
  }
};

void demand(bool holds) {
  if (!holds) std::abort();
}

void read(std::string_view text) {
  const auto endings = read_endings(text);
  const auto terms = parse_query(text);
  demand(terms.has_value() == endings.has_value());
  if (!terms) {
    demand(terms.error().kind == &errors::bad_request && !terms.error().message.empty());
    return;
  }
  demand(terms->size() <= kTermsMax);
  SomeNames vocabulary;
  const DateContext context{.now = from_micros(1'790'000'000'000'000), .first_year = 1990, .last_year = 2026};
  const auto parts = interpret(*terms, vocabulary, context);
  demand(parts.has_value() && parts->size() <= terms->size());
  demand(parts->empty() == terms->empty());
  for (const Part& part : *parts) {
    for (size_t i = 0; i < part.spans.size(); ++i) {
      demand(part.spans[i].from <= part.spans[i].to);
      demand(i == 0 || part.spans[i - 1].from < part.spans[i].from);
    }
    demand(!part.is_date() || part.words.empty());
  }
}

}  // namespace
}  // namespace lightwell::photos

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  lightwell::photos::read({reinterpret_cast<const char*>(data), size});
  return 0;
}
