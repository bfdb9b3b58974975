#include "photos/search/query.h"

#include <doctest/doctest.h>

#include "photos/errors.h"
#include "photos/search/fold.h"

namespace lightwell::photos {
namespace {

using Words = std::vector<std::string>;

std::vector<Term> parsed(std::string_view text) {
  auto terms = parse_query(text);
  REQUIRE(terms);
  return std::move(*terms);
}

}  // namespace

TEST_CASE("words are compared without case, accents and what stands between them") {
  CHECK(words_of("Café_IMG-0042.JPG") == Words{"cafe", "img", "0042", "jpg"});
  CHECK(words_of("  ÅNGSTRÖM\tstraße ") == Words{"angstrom", "strasse"});
  CHECK(words_of("ﬁne ＡＢＣ") == Words{"fine", "abc"});
  CHECK(words_of("東京タワー") == Words{"東", "京", "タ", "ワ", "ー"});
  CHECK(words_of("Москва") == Words{"москва"});
  CHECK(words_of("...!?").empty());
  CHECK(words_of("\xff\xfe").empty());
  CHECK(words_of(std::string(500, 'a')).front().size() == kWordBytesMax);
  CHECK(words_of(std::string(100'000, ' ') + "far").empty());
  CHECK(folded("  New   York ") == "new york");
}

TEST_CASE("a query is taken apart into words, phrases, exclusions and fields") {
  const auto terms = parsed(R"(beach, "red  Car" -dog -"old town" camera:Canon file:"IMG_0042" who:Anna)");
  REQUIRE(terms.size() == 7);
  CHECK(terms[0] == Term{.text = "beach", .words = {"beach"}});
  CHECK(terms[1] == Term{.text = "red  Car", .words = {"red", "car"}, .is_quoted = true});
  CHECK(terms[2] == Term{.text = "dog", .words = {"dog"}, .is_excluded = true});
  CHECK(terms[3] == Term{.text = "old town", .words = {"old", "town"}, .is_quoted = true, .is_excluded = true});
  CHECK(terms[4] == Term{.text = "Canon", .words = {"canon"}, .field = SearchField::camera});
  CHECK(terms[5] == Term{.text = "IMG_0042", .words = {"img", "0042"}, .is_quoted = true, .field = SearchField::file});
  CHECK(terms[6].field == SearchField::person);
}

TEST_CASE("what is odd is read as a person would mean it") {
  struct Row {
    std::string_view text;
    std::vector<std::string> texts;
  };
  for (const Row& row : std::vector<Row>{{"", {}},
                                         {" \t\n ", {}},
                                         {"- -- ,;", {}},
                                         {"\"\"", {}},
                                         {"\"never closed", {"never closed"}},
                                         {"wi-fi", {"wi-fi"}},
                                         {"12:30", {"12:30"}},
                                         {"http://x", {"http://x"}},
                                         {"a\"b\"c", {"a", "b", "c"}},
                                         {"“smart quotes”", {"smart quotes"}},
                                         {"PLACE:Paris", {"Paris"}},
                                         {"place:", {}},
                                         {"...", {}}}) {
    CAPTURE(row.text);
    std::vector<std::string> texts;
    for (const Term& term : parsed(row.text)) texts.push_back(term.text);
    CHECK(texts == row.texts);
  }
}

TEST_CASE("a query that is too long, or no text, is refused in words") {
  CHECK(parse_query(std::string(kQueryCharactersMax, 'a')));
  const auto refused = [](const std::string& text) {
    const auto terms = parse_query(text);
    return !terms && terms.error().kind == &errors::bad_request && !terms.error().message.empty();
  };
  CHECK(refused(std::string(kQueryCharactersMax + 1, 'a')));
  CHECK(refused("\xff"));
  std::string many;
  for (size_t i = 0; i <= kTermsMax; ++i) many += "a ";
  CHECK(refused(many));
}

}  // namespace lightwell::photos
