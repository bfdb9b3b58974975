#include "photos/schema.h"

namespace lightwell::photos {

// A photo's number is short, so that sets of photos are lists of numbers; photos_ranked gives what the order needs
// without the wide rows. The index of terms holds what can be found, except people, who are asked where they are kept.
const std::vector<store::Migration>& search_schema() {
  static const std::vector<store::Migration> schema = {{1, R"sql(
    ALTER TABLE photos ADD COLUMN number BIGINT;
    ALTER TABLE photos ADD COLUMN index_version INTEGER NOT NULL DEFAULT 0;  -- of the terms: 0 not indexed yet
    UPDATE photos SET number = numbered.number
      FROM (SELECT id, row_number() OVER (ORDER BY uploaded_at, id) AS number FROM photos) AS numbered
      WHERE numbered.id = photos.id;
    CREATE UNIQUE INDEX photos_by_number ON photos (number);
    CREATE INDEX photos_ranked ON photos (owner, number, place, taken_local, id);
    CREATE INDEX photos_by_taken ON photos (owner, taken_local, number);
    CREATE INDEX photos_to_index ON photos (index_version, state);
    CREATE INDEX photos_on_map ON photos (owner, latitude, longitude, place, taken_local, number)
      WHERE latitude IS NOT NULL;

    CREATE TABLE search_terms (
      id BIGINT PRIMARY KEY,
      owner TEXT NOT NULL,
      kind INTEGER NOT NULL,          -- 1 label, 2 town, 3 region, 4 country, 5 continent, 6 camera, 7 lens, 8 raw or
                                      -- animation, 9 word of a file name, 10 of a title or description, 11 in a picture
      key TEXT NOT NULL,              -- what makes it one: a folded name, a country's code
      shown TEXT NOT NULL,            -- empty for words
      photos BIGINT NOT NULL);        -- how many it stands for, those in the trash too
    CREATE UNIQUE INDEX search_terms_by_key ON search_terms (owner, kind, key);

    CREATE TABLE search_names (
      owner TEXT NOT NULL,
      name TEXT NOT NULL,             -- folded; what people may type for the term
      term BIGINT NOT NULL,
      is_whole INTEGER NOT NULL,      -- 0: the end of a name, for suggestions alone
      PRIMARY KEY (owner, name, term));

    CREATE TABLE search_postings (
      term BIGINT NOT NULL,
      number BIGINT NOT NULL,         -- of the photo
      weight INTEGER NOT NULL,        -- 1 to 100: how sure
      PRIMARY KEY (term, number)) WITHOUT ROWID;
    CREATE INDEX search_postings_of_photo ON search_postings (number, term, weight);
  )sql"}};
  return schema;
}

}  // namespace lightwell::photos
