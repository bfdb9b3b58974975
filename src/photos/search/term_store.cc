#include "photos/search/term_store.h"

#include <algorithm>
#include <ranges>

namespace lightwell::photos {
namespace {

TermRow term_from(const store::Row& row) {
  return {.id = row.integer(0), .kind = TermKind(row.integer(1)), .key = row.string(2), .shown = row.string(3)};
}

// The first text that does not begin with `beginning`, in the order of bytes; UTF-8 has no byte 0xff.
std::string end_of_range(const std::string& beginning) { return beginning + "\xff"; }

Result<void> count_photos(store::Transaction& transaction, int64_t term, int by) {
  REQUIRE_OK(transaction.execute("UPDATE search_terms SET photos = photos + $2 WHERE id = $1", {term, by}));
  return {};
}

Result<void> add_names(store::Transaction& transaction, const std::string& owner, int64_t id,
                       const std::vector<std::string>& names, bool is_whole) {
  for (const std::string& name : names) {
    if (name.empty()) continue;
    REQUIRE_OK(
        transaction.execute("INSERT INTO search_names (owner, name, term, is_whole) VALUES ($1, $2, $3, $4)"
                            " ON CONFLICT (owner, name, term) DO NOTHING",
                            {owner, name, id, is_whole}));
  }
  return {};
}

}  // namespace

Result<std::optional<int64_t>> find_term(store::Reader& reader, const std::string& owner, TermKind kind,
                                         const std::string& key) {
  return reader.first("SELECT id FROM search_terms WHERE owner = $1 AND kind = $2 AND key = $3",
                      {owner, int(kind), key}, [](const store::Row& row) { return row.integer(0); });
}

Result<int64_t> ensure_term(store::Transaction& transaction, const std::string& owner, const NewTerm& term) {
  TRY(const auto found, find_term(transaction, owner, term.kind, term.key));
  if (found) return *found;
  TRY(const auto made,
      transaction.first("INSERT INTO search_terms (id, owner, kind, key, shown, photos) VALUES"
                        " ((SELECT COALESCE(MAX(id), 0) + 1 FROM search_terms), $1, $2, $3, $4, 0) RETURNING id",
                        {owner, int(term.kind), term.key, term.shown},
                        [](const store::Row& row) { return row.integer(0); }));
  REQUIRE_OK(add_names(transaction, owner, made.value(), term.names, true));
  REQUIRE_OK(add_names(transaction, owner, made.value(), term.endings, false));
  return made.value();
}

Result<std::vector<TermRow>> terms_named(store::Reader& reader, const std::string& owner, const std::string& name) {
  return reader.all(
      "SELECT id, kind, key, shown FROM search_names JOIN search_terms ON id = term"
      " WHERE search_names.owner = $1 AND name = $2 AND is_whole = 1",
      {owner, name}, term_from);
}

Result<std::vector<TermRow>> terms_beginning(store::Reader& reader, const std::string& owner,
                                             const std::string& beginning, size_t count_max) {
  return reader.all(
      "SELECT id, kind, key, shown FROM search_terms WHERE photos > 0 AND id IN"
      " (SELECT term FROM search_names WHERE owner = $1 AND name >= $2 AND name < $3) ORDER BY photos DESC LIMIT $4",
      {owner, beginning, end_of_range(beginning), count_max}, term_from);
}

Result<std::vector<TermRow>> terms_of_kind(store::Reader& reader, const std::string& owner, TermKind kind) {
  return reader.all("SELECT id, kind, key, shown FROM search_terms WHERE owner = $1 AND kind = $2", {owner, int(kind)},
                    term_from);
}

Result<std::vector<TermRow>> top_terms(store::Reader& reader, const std::string& owner, TermKind kind,
                                       size_t count_max) {
  return reader.all(
      "SELECT id, kind, key, shown FROM search_terms WHERE owner = $1 AND kind = $2 AND photos > 0"
      " ORDER BY photos DESC LIMIT $3",
      {owner, int(kind), count_max}, term_from);
}

Result<std::vector<std::string>> parents_of_label(store::Reader& reader, const std::string& owner,
                                                  const std::string& folded) {
  TRY(const auto lines, reader.first("SELECT parents FROM photo_labels WHERE owner = $1 AND folded = $2 LIMIT 1",
                                     {owner, folded}, [](const store::Row& row) { return row.string(0); }));
  std::vector<std::string> parents;
  if (!lines) return parents;
  for (const auto line : std::views::split(*lines, '\n')) {
    if (!line.empty()) parents.emplace_back(line.begin(), line.end());
  }
  return parents;
}

Result<std::vector<TermRow>> words_beginning(store::Reader& reader, const std::string& owner, TermKind kind,
                                             const std::string& beginning, size_t count_max) {
  return reader.all(
      "SELECT id, kind, key, shown FROM search_terms WHERE owner = $1 AND kind = $2 AND key >= $3 AND key < $4"
      " ORDER BY key LIMIT $5",
      {owner, int(kind), beginning, end_of_range(beginning), count_max}, term_from);
}

Result<void> set_postings(store::Transaction& transaction, int64_t number, const std::map<int64_t, int>& weights) {
  std::map<int64_t, int> before;
  REQUIRE_OK(transaction.each("SELECT term, weight FROM search_postings WHERE number = $1", {number},
                              [&](const store::Row& row) {
                                before[row.integer(0)] = int(row.integer(1));
                                return true;
                              }));
  for (const auto& [term, weight] : weights) {
    const auto found = before.find(term);
    if (found != before.end() && found->second == weight) continue;
    REQUIRE_OK(
        transaction.execute("INSERT INTO search_postings (term, number, weight) VALUES ($1, $2, $3)"
                            " ON CONFLICT (term, number) DO UPDATE SET weight = $3",
                            {term, number, weight}));
    if (found == before.end()) REQUIRE_OK(count_photos(transaction, term, 1));
  }
  for (const auto& [term, weight] : before) {
    if (weights.contains(term)) continue;
    REQUIRE_OK(transaction.execute("DELETE FROM search_postings WHERE term = $1 AND number = $2", {term, number}));
    REQUIRE_OK(count_photos(transaction, term, -1));
  }
  return {};
}

Result<void> delete_postings(store::Transaction& transaction, int64_t number) {
  return set_postings(transaction, number, {});
}

Result<Hits> photos_of_term(store::Reader& reader, int64_t term, int share) {
  Hits hits;
  REQUIRE_OK(reader.each(
      "SELECT number, weight FROM search_postings WHERE term = $1 ORDER BY number", {term}, [&](const store::Row& row) {
        hits.push_back({.number = row.integer(0), .weight = std::max(1, int(row.integer(1)) * share / 100)});
        return true;
      }));
  return hits;
}

}  // namespace lightwell::photos
