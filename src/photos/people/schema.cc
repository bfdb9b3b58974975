#include "photos/schema.h"

namespace lightwell::photos {

// A face keeps its own id for ever; the collection's id of it changes whenever its photo is analysed again. An edit's
// rows say how everything it touched stood before, so that it can be undone while nothing later touched the same.
const std::vector<store::Migration>& people_schema() {
  static const std::vector<store::Migration> schema = {{1, R"sql(
    CREATE TABLE people (
      id TEXT PRIMARY KEY,
      owner TEXT NOT NULL,
      name TEXT NOT NULL,             -- empty until somebody gives one
      hidden INTEGER NOT NULL,
      cover_face TEXT,
      cover_quality DOUBLE PRECISION NOT NULL,
      cover_by_hand INTEGER NOT NULL,
      photo_count BIGINT NOT NULL,    -- not in the trash
      created_at BIGINT NOT NULL,
      edit TEXT NOT NULL);            -- that touched it last
    CREATE INDEX people_of_owner ON people (owner, hidden, photo_count);

    CREATE TABLE faces (
      id TEXT PRIMARY KEY,
      owner TEXT NOT NULL,
      photo_id TEXT NOT NULL,
      person_id TEXT,                 -- NULL of what is no face
      service_face_id TEXT NOT NULL,  -- in the collection
      box_left DOUBLE PRECISION NOT NULL, box_top DOUBLE PRECISION NOT NULL,
      box_width DOUBLE PRECISION NOT NULL, box_height DOUBLE PRECISION NOT NULL,
      confidence DOUBLE PRECISION NOT NULL,
      quality DOUBLE PRECISION NOT NULL,
      hidden INTEGER NOT NULL,        -- no face, says the owner
      by_hand INTEGER NOT NULL,       -- a person said whose it is
      shown INTEGER NOT NULL,         -- its photo is not in the trash
      taken_local BIGINT NOT NULL,    -- of its photo
      created_at BIGINT NOT NULL,
      edit TEXT NOT NULL);            -- that touched it last
    CREATE INDEX faces_of_photo ON faces (photo_id);
    CREATE INDEX faces_of_person ON faces (person_id, shown, taken_local, photo_id, id);
    CREATE INDEX faces_by_service_id ON faces (service_face_id);

    CREATE TABLE face_crops (
      face_id TEXT PRIMARY KEY,
      jpeg BLOB NOT NULL);

    -- A face of a photo whose analysis has not ended yet resembles one that is here already.
    CREATE TABLE early_matches (
      service_face_id TEXT NOT NULL,
      face_id TEXT NOT NULL,
      similarity DOUBLE PRECISION NOT NULL,
      at BIGINT NOT NULL,
      PRIMARY KEY (service_face_id, face_id));
    CREATE INDEX early_matches_by_age ON early_matches (at);

    CREATE TABLE person_questions (
      id TEXT PRIMARY KEY,            -- a-b
      owner TEXT NOT NULL,
      a TEXT NOT NULL,                -- people, a < b
      b TEXT NOT NULL,
      face_a TEXT NOT NULL,
      face_b TEXT NOT NULL,
      similarity DOUBLE PRECISION NOT NULL,
      answer INTEGER NOT NULL,        -- 0 open, 1 different
      asked_at BIGINT NOT NULL);
    CREATE INDEX person_questions_of_a ON person_questions (a);
    CREATE INDEX person_questions_of_b ON person_questions (b);
    CREATE INDEX person_questions_open ON person_questions (owner, answer, similarity);

    CREATE TABLE person_edits (
      id TEXT PRIMARY KEY,
      owner TEXT NOT NULL,
      kind INTEGER NOT NULL,
      person_id TEXT,
      words TEXT NOT NULL,
      at BIGINT NOT NULL,
      undone INTEGER NOT NULL);
    CREATE INDEX person_edits_of_owner ON person_edits (owner, at);
    CREATE TABLE edit_people (
      edit TEXT NOT NULL,
      id TEXT NOT NULL,
      fate INTEGER NOT NULL,          -- 0 made by the edit, 1 changed, 2 removed
      name TEXT NOT NULL,
      hidden INTEGER NOT NULL,
      cover_face TEXT,
      cover_quality DOUBLE PRECISION NOT NULL,
      cover_by_hand INTEGER NOT NULL,
      created_at BIGINT NOT NULL,
      edit_before TEXT NOT NULL,
      PRIMARY KEY (edit, id));
    CREATE TABLE edit_faces (
      edit TEXT NOT NULL,
      id TEXT NOT NULL,
      person_id TEXT,
      hidden INTEGER NOT NULL,
      by_hand INTEGER NOT NULL,
      edit_before TEXT NOT NULL,
      PRIMARY KEY (edit, id));
    CREATE TABLE edit_questions (
      edit TEXT NOT NULL,
      id TEXT NOT NULL,
      a TEXT NOT NULL,
      b TEXT NOT NULL,
      face_a TEXT NOT NULL,
      face_b TEXT NOT NULL,
      similarity DOUBLE PRECISION NOT NULL,
      answer INTEGER NOT NULL,
      asked_at BIGINT NOT NULL,
      PRIMARY KEY (edit, id));

    CREATE TABLE people_versions (
      owner TEXT PRIMARY KEY,
      version BIGINT NOT NULL);
  )sql"},
                                                       // A face belongs to a cluster and a cluster to a person: a merge
                                                       // hands over clusters, and writes no face.
                                                       {2, R"sql(
    DROP INDEX faces_of_person;
    ALTER TABLE faces RENAME COLUMN person_id TO cluster_id;  -- NULL of what is no face
    CREATE INDEX faces_of_cluster ON faces (cluster_id, shown, taken_local, photo_id, id);
    CREATE TABLE face_clusters (
      id TEXT PRIMARY KEY,            -- of a person's first: the person's
      owner TEXT NOT NULL,
      person_id TEXT NOT NULL);
    CREATE INDEX face_clusters_of_person ON face_clusters (person_id);
    INSERT INTO face_clusters SELECT id, owner, id FROM people;

    ALTER TABLE edit_faces RENAME COLUMN person_id TO cluster_id;
    CREATE INDEX edit_faces_of_cluster ON edit_faces (cluster_id);
    CREATE TABLE edit_clusters (
      edit TEXT NOT NULL,
      id TEXT NOT NULL,
      person_id TEXT NOT NULL,
      PRIMARY KEY (edit, id));
    ALTER TABLE person_edits ADD COLUMN number BIGINT NOT NULL DEFAULT 0;  -- of an owner's edits, the later the larger
  )sql"}};
  return schema;
}

}  // namespace lightwell::photos
