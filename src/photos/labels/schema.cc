#include "photos/schema.h"

namespace lightwell::photos {

// A label is kept by its folded name, so that "dog" given by hand and "Dog" seen are one. Its row says who claims it: a
// confidence if it was seen, own if a person gave it; a person's word (own, hidden) outlives every later analysis.
const std::vector<store::Migration>& labels_schema() {
  static const std::vector<store::Migration> schema = {{1, R"sql(
    CREATE TABLE photo_analyses (
      photo_id TEXT PRIMARY KEY,
      owner TEXT NOT NULL,
      version BIGINT NOT NULL,        -- of the photo that was analysed
      analysed_at BIGINT NOT NULL,
      brightness DOUBLE PRECISION, sharpness DOUBLE PRECISION, contrast DOUBLE PRECISION);  -- 0 to 100

    CREATE TABLE photo_labels (
      photo_id TEXT NOT NULL,
      folded TEXT NOT NULL,
      owner TEXT NOT NULL,
      name TEXT NOT NULL,
      confidence DOUBLE PRECISION,    -- 0 to 100; NULL: not seen
      own INTEGER NOT NULL,           -- given by a person
      hidden INTEGER NOT NULL,        -- a person says it is wrong
      parents TEXT NOT NULL,          -- names, one a line
      categories TEXT NOT NULL,
      PRIMARY KEY (photo_id, folded));
    CREATE INDEX photo_labels_by_name ON photo_labels (owner, folded, hidden, photo_id, confidence);

    CREATE TABLE label_boxes (
      photo_id TEXT NOT NULL,
      folded TEXT NOT NULL,
      number INTEGER NOT NULL,
      box_left DOUBLE PRECISION NOT NULL, box_top DOUBLE PRECISION NOT NULL,
      box_width DOUBLE PRECISION NOT NULL, box_height DOUBLE PRECISION NOT NULL,
      confidence DOUBLE PRECISION NOT NULL,
      PRIMARY KEY (photo_id, folded, number));

    CREATE TABLE photo_texts (
      photo_id TEXT NOT NULL,
      number INTEGER NOT NULL,        -- from the top of the picture
      owner TEXT NOT NULL,
      text TEXT NOT NULL,             -- a line
      confidence DOUBLE PRECISION NOT NULL,
      box_left DOUBLE PRECISION NOT NULL, box_top DOUBLE PRECISION NOT NULL,
      box_width DOUBLE PRECISION NOT NULL, box_height DOUBLE PRECISION NOT NULL,
      PRIMARY KEY (photo_id, number));

    CREATE TABLE photo_colours (
      photo_id TEXT NOT NULL,
      number INTEGER NOT NULL,
      hex TEXT NOT NULL,
      name TEXT NOT NULL,
      percent DOUBLE PRECISION NOT NULL,
      PRIMARY KEY (photo_id, number));
  )sql"},
                                                       // What was not looked for, and why: a sentence a line.
                                                       {2, R"sql(
    ALTER TABLE photo_analyses ADD COLUMN left_out TEXT NOT NULL DEFAULT '';
  )sql"}};
  return schema;
}

}  // namespace lightwell::photos
