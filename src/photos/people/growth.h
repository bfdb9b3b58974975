// Growth: how people come about by themselves.
//
// A new face joins the person it surely resembles, or begins somebody new; where it is doubtful the owner is asked. A
// face that was there before keeps its person, whoever or whatever chose it: an analysis adds, and never moves what is
// there.

#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "photos/eyes/seen.h"
#include "photos/objects/remover.h"
#include "photos/people/people_rules.h"
#include "photos/people/people_store.h"
#include "store/sql/database.h"

namespace lightwell::photos {

// The faces of one photo, as its analysis found them.
struct PhotoFaces {
  std::string owner;
  std::string photo_id;
  Timestamp taken_local;
  bool is_shown = true;  // the photo is not in the trash
  std::vector<SeenFace> faces;
  std::vector<std::string> fresh_ids;  // one for each face, for those that are new
};

class Growth {
 public:
  // Inside the transaction that ends the analysis.
  Growth(store::Transaction& transaction, Remover& remover, const PhotoFaces& photo, Timestamp now)
      : transaction_(transaction), remover_(remover), photo_(photo), now_(now) {}
  Result<void> run();

 private:
  Result<FaceRow> keep(FaceRow row, const SeenFace& seen);
  Result<FaceRow> add(const SeenFace& seen, const std::string& fresh_id);
  Result<void> drop_vanished(const std::vector<FaceRow>& before, const std::set<std::string>& kept);
  Result<void> place(FaceRow row, const SeenFace& seen);
  Result<std::vector<Resemblance>> resemblances(const FaceRow& row, const SeenFace& seen);
  Result<void> remember_early(const FaceRow& row, const FaceMatch& match);
  Result<void> take_early(const FaceRow& row, std::vector<Resemblance>& alike);
  Result<void> join(FaceRow row, const Resemblance& surest);
  Result<void> begin(FaceRow row);
  Result<void> ask(const FaceRow& row, const std::string& person_id, const Resemblance& other);

  store::Transaction& transaction_;
  Remover& remover_;  // of faces in collections
  const PhotoFaces& photo_;
  const Timestamp now_;
  std::set<std::string> present_;  // people on the photo
};

}  // namespace lightwell::photos
