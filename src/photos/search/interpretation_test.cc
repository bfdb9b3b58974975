#include "photos/search/interpretation.h"

#include <doctest/doctest.h>

#include <map>

namespace lightwell::photos {
namespace {

// A library with a few names in it.
class FewNames final : public Vocabulary {
 public:
  Result<std::vector<Meaning>> find(const std::string& phrase) override {
    const auto found = names_.find(phrase);
    return found == names_.end() ? std::vector<Meaning>{} : found->second;
  }

 private:
  static Meaning label(std::string shown) { return {.kind = MeaningKind::label, .term = 1, .shown = std::move(shown)}; }
  static Meaning place(std::string shown) { return {.kind = MeaningKind::place, .term = 2, .shown = std::move(shown)}; }
  static Meaning person(std::string shown) {
    return {.kind = MeaningKind::person, .person = "p", .shown = std::move(shown)};
  }
  const std::map<std::string, std::vector<Meaning>> names_ = {
      {"beach", {label("Beach")}},
      {"dog", {label("Dog")}},
      {"new york", {place("New York City, United States")}},
      {"york", {place("York, United Kingdom")}},
      {"turkey", {label("Turkey"), place("Turkey")}},
      {"anna", {person("Anna")}},
      {"may", {person("May")}},
      {"canon eos r5", {{.kind = MeaningKind::camera, .term = 3, .shown = "Canon EOS R5"}}},
      {"christmas tree", {label("Christmas Tree")}},
  };
};

std::string kinds_of(const Part& part) {
  std::string kinds = part.is_date() ? "date" : "";
  for (const Meaning& meaning : part.meanings) {
    static constexpr std::string_view kNames[] = {"label", "person", "place", "camera", "lens", "is", "colour"};
    kinds += (kinds.empty() ? "" : "+") + std::string(kNames[size_t(meaning.kind)]);
  }
  if (kinds.empty()) kinds = part.words.empty() ? "nothing" : "text";
  return kinds;
}

// "beach:label | 2023:date"
std::string read(std::string_view text) {
  FewNames vocabulary;
  const auto terms = parse_query(text);
  REQUIRE(terms);
  const DateContext context{.now = *parse_iso8601("2026-11-22T15:00:00Z"), .first_year = 2019, .last_year = 2026};
  const auto parts = interpret(*terms, vocabulary, context);
  REQUIRE(parts);
  std::string told;
  for (const Part& part : *parts) {
    told += fmt::format("{}{}{}:{}", told.empty() ? "" : " | ", part.is_excluded ? "-" : "", part.text, kinds_of(part));
  }
  return told;
}

}  // namespace

TEST_CASE("a box is read as a person means it") {
  struct Row {
    std::string_view text;
    std::string_view parts;
  };
  for (const Row& row : std::vector<Row>{
           {"beach with Anna 2023", "beach:label | Anna:person | 2023:date"},
           {"photos of my dog in New York", "dog:label | New York:place"},
           {"york new", "york:place | new:text"},
           {"Turkey", "Turkey:label+place"},
           {"canon eos r5 last summer", "canon eos r5:camera | last summer:date"},
           {"may", "may:person"},          // somebody is called so
           {"may 2023", "may 2023:date"},  // longer is meant
           {"june", "june:date"},
           {"christmas tree", "christmas tree:label"},
           {"christmas", "christmas:date"},
           {"-dog beach", "-dog:label | beach:label"},
           {"-2023", "-2023:date"},
           {"\"2023\"", "2023:text"},  // in quotes: as it is written
           {"\"new york\"", "new york:place"},
           {"IMG_0042", "IMG_0042:text"},
           {"label:turkey", "turkey:label"},
           {"place:turkey", "turkey:place"},
           {"place:dog", "dog:nothing"},
           {"date:2023", "2023:date"},
           {"date:dog", "dog:nothing"},
           {"text:dog", "dog:text"},
           {"favourites raw", "favourites:is | raw:is"},
           {"is:favourite", "favourite:is"},
           {"is:dog", "dog:nothing"},
           {"the", "the:text"},  // nothing but fillers: then they are what is looked for
           {"with", "with:text"},
           {"dog and the beach", "dog:label | beach:label"},
           {"new -york", "new:text | -york:place"},
       }) {
    CAPTURE(row.text);
    CHECK(read(row.text) == row.parts);
  }
}

TEST_CASE("a phrase keeps its words together, single words do not") {
  FewNames vocabulary;
  const auto parts = interpret(*parse_query("\"old town\" IMG_0042 one two"), vocabulary, {});
  REQUIRE(parts);
  REQUIRE(parts->size() == 4);
  CHECK(parts->at(0).is_phrase);
  CHECK(parts->at(1).is_phrase);
  CHECK(parts->at(1).words == std::vector<std::string>{"img", "0042"});
  CHECK_FALSE(parts->at(2).is_phrase);
}

}  // namespace lightwell::photos
