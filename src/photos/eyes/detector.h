// Detector: Rekognition as the library uses it, in the library's words.
//
// Every owner has a collection of faces; a face in it carries the id of its photo. The service may be the embedded one
// or AWS's: nothing here knows which.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/call.h"
#include "base/ids.h"
#include "base/result.h"
#include "base/time.h"
#include "photos/eyes/seen.h"
#include "run/task.h"

namespace lightwell::api::rekognition {
class Rekognition;
}

namespace lightwell::photos {

namespace errors {
// A model that this needs is not there. Nothing is wrong with the picture.
inline constexpr ErrorKind models_missing{"ModelsMissing", 503, Fault::receiver, "Models are not installed."};
}  // namespace errors

std::string collection_of(const std::string& owner);
// The name of a face in the outbox of removals.
std::string face_removal_key(const std::string& owner, const std::string& service_id);

struct ListedFace {
  std::string service_id;
  std::string photo_id;
};
struct FaceList {
  std::vector<ListedFace> faces;
  std::optional<std::string> next;
};

class Detector {
 public:
  // All must outlive the detector. `principal`: whom the service sees.
  Detector(api::rekognition::Rekognition& service, Principal principal, Ids& ids, const Clock& clock);

  // The sides a picture needs at least, in pixels, for any of what follows.
  static constexpr int kSideMin = 80;
  // Labels, colours, quality. errors: bad_picture (final), reader_failed (another attempt may work), models_missing;
  // any other says that it was not looked at.
  Task<Result<SeenPicture>> look(std::string jpeg);
  // Lines of text; where the models for it are missing, the words for that.
  Task<Result<SeenTexts>> read(std::string jpeg);
  // Puts the faces into the owner's collection, which is made when there is none, and finds those that resemble them;
  // where the models for it are missing, the words for that.
  Task<Result<SeenFaces>> index_faces(std::string owner, std::string photo_id, std::string jpeg);

  // Takes faces out of their collections, by their names in the outbox. Answers those that could not be removed.
  Task<Result<std::vector<std::string>>> remove_faces(std::vector<std::string> keys);
  // What the owner's collection holds, page by page.
  Task<Result<FaceList>> list_faces(std::string owner, std::optional<std::string> after);

 private:
  Call call() const;
  Task<Result<void>> make_collection(std::string owner);
  Task<Result<std::vector<FaceMatch>>> matches_of(std::string owner, std::string service_id);

  api::rekognition::Rekognition& service_;
  const Principal principal_;
  Ids& ids_;
  const Clock& clock_;
};

}  // namespace lightwell::photos
