#include "services/rekognition/schema.h"

namespace lightwell::rekognition {

const std::vector<store::Migration>& migrations() {
  static const std::vector<store::Migration> steps = {{1, R"sql(
CREATE TABLE rekognition_collections (
  id INTEGER PRIMARY KEY,
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  name TEXT,                           -- NULL once deleted; what it holds is swept in small steps
  index_name TEXT NOT NULL,            -- of the file that holds its nearest-face index
  created_at BIGINT NOT NULL,
  face_count BIGINT NOT NULL,
  changes BIGINT NOT NULL,             -- counts faces added and removed; numbers the faces
  UNIQUE (account, region, name)
);

CREATE TABLE rekognition_tags (
  collection BIGINT NOT NULL REFERENCES rekognition_collections (id) ON DELETE CASCADE,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (collection, key)
) WITHOUT ROWID;

-- A picture whose faces were indexed: the same picture under the same name is not indexed twice.
CREATE TABLE rekognition_images (
  id INTEGER PRIMARY KEY,
  collection BIGINT NOT NULL REFERENCES rekognition_collections (id) ON DELETE CASCADE,
  content BLOB NOT NULL,               -- SHA-256 of its bytes
  external_image_id TEXT NOT NULL,     -- '' where the client gave none
  image_id TEXT NOT NULL,
  UNIQUE (collection, content, external_image_id)
);

CREATE TABLE rekognition_users (
  id INTEGER PRIMARY KEY,
  collection BIGINT NOT NULL REFERENCES rekognition_collections (id) ON DELETE CASCADE,
  user_id TEXT NOT NULL,
  face_count BIGINT NOT NULL,
  vector BLOB,                         -- mean of the user's faces; NULL without faces
  created_at BIGINT NOT NULL,
  UNIQUE (collection, user_id)
);

CREATE TABLE rekognition_faces (
  collection BIGINT NOT NULL REFERENCES rekognition_collections (id) ON DELETE CASCADE,
  number BIGINT NOT NULL,              -- never given twice in a collection
  face_id TEXT NOT NULL,
  image BIGINT NOT NULL REFERENCES rekognition_images (id) ON DELETE CASCADE,
  box_left DOUBLE PRECISION NOT NULL,  -- ratios of the upright picture
  box_top DOUBLE PRECISION NOT NULL,
  box_width DOUBLE PRECISION NOT NULL,
  box_height DOUBLE PRECISION NOT NULL,
  confidence DOUBLE PRECISION NOT NULL,
  model TEXT NOT NULL,                 -- which model made the vector: only vectors of one model compare
  owner BIGINT REFERENCES rekognition_users (id) ON DELETE SET NULL,
  PRIMARY KEY (collection, number)
) WITHOUT ROWID;
CREATE UNIQUE INDEX rekognition_faces_by_id ON rekognition_faces (collection, face_id);
CREATE INDEX rekognition_faces_of_image ON rekognition_faces (image);
CREATE INDEX rekognition_faces_of_user ON rekognition_faces (owner);

-- Apart from their faces, so that listing faces does not read them.
CREATE TABLE rekognition_vectors (
  id INTEGER PRIMARY KEY,
  collection BIGINT NOT NULL REFERENCES rekognition_collections (id) ON DELETE CASCADE,
  number BIGINT NOT NULL,
  vector BLOB NOT NULL,                -- 32-bit floats, little-endian, of length 1
  UNIQUE (collection, number)
);

-- What was answered to a ClientRequestToken.
CREATE TABLE rekognition_tokens (
  collection BIGINT NOT NULL REFERENCES rekognition_collections (id) ON DELETE CASCADE,
  operation TEXT NOT NULL,
  token TEXT NOT NULL,
  request BLOB NOT NULL,               -- SHA-256 of the other parameters
  answer TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  PRIMARY KEY (collection, operation, token)
) WITHOUT ROWID;
CREATE INDEX rekognition_tokens_by_age ON rekognition_tokens (made_at);
)sql"}};
  return steps;
}

}  // namespace lightwell::rekognition
