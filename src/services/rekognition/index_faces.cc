// IndexFaces adds the faces of a picture to a collection. The same picture under the same external id adds nothing new.
// https://docs.aws.amazon.com/rekognition/latest/APIReference/API_IndexFaces.html

#include "services/rekognition/collection_rules.h"
#include "services/rekognition/collection_store.h"
#include "services/rekognition/face_store.h"
#include "services/rekognition/rekognition.h"
#include "services/rekognition/vector_rules.h"

namespace lightwell::rekognition {
namespace {

using api::rekognition::IndexFacesRequest;
using api::rekognition::IndexFacesResponse;
using engines::vision::Face;

constexpr double kSameFace = .8;  // overlap of two boxes in one picture

struct Choice {
  std::vector<const Face*> indexed;  // the largest first
  std::vector<api::rekognition::UnindexedFace> unindexed;
};

void leave_out(Choice& choice, const Face& face, std::vector<std::string> reasons, const Attributes& attributes) {
  auto& left = choice.unindexed.emplace_back();
  left.reasons = std::move(reasons);
  left.face_detail = face_detail(face, attributes);
}

// The worst go first, then the smallest.
Choice choose(const std::vector<Face>& faces, const Seen& seen, QualityBar bar, std::optional<int32_t> max,
              const Attributes& attributes) {
  Choice choice;
  for (const Face& face : faces) {
    auto reasons = shortcomings(face, bar, seen.width, seen.height);
    if (face.embedding.empty() && reasons.empty()) reasons = {"EXTREME_POSE"};
    if (!reasons.empty()) {
      leave_out(choice, face, std::move(reasons), attributes);
    } else if (max && choice.indexed.size() >= size_t(*max)) {
      leave_out(choice, face, {"EXCEEDS_MAX_FACES"}, attributes);
    } else {
      choice.indexed.push_back(&face);
    }
  }
  return choice;
}

struct Indexed {
  std::vector<StoredFace> faces;  // beside Choice::indexed
  FaceChange change;
};

const StoredFace* known_before(const std::vector<StoredFace>& before, const Box& box, const std::string& model) {
  for (const StoredFace& face : before) {
    if (face.model == model && likeness(face.box, box) >= kSameFace) return &face;
  }
  return nullptr;
}

struct Picture {
  const std::string& content;
  const std::string& external_image_id;
  const std::string& model;
};

Result<Indexed> store_faces(store::Transaction& transaction, const Collection& collection, const Picture& picture,
                            const std::vector<const Face*>& faces, Ids& ids) {
  Indexed done;
  if (faces.empty()) return done;
  TRY(auto image, find_image(transaction, collection.id, picture.content, picture.external_image_id));
  std::vector<StoredFace> before;
  if (image) {
    TRY(before, faces_of_image(transaction, image->id));
  } else {
    TRY(image, insert_image(transaction, collection.id, picture.content, picture.external_image_id, ids.uuid()));
  }
  std::vector<size_t> added;
  for (const Face* face : faces) {
    StoredFace stored{.face_id = ids.uuid(),
                      .image_id = image->image_id,
                      .external_image_id = picture.external_image_id,
                      .box = box_of(face->box),
                      .confidence = percent(double(face->confidence)),
                      .model = picture.model};
    const StoredFace* known = known_before(before, stored.box, picture.model);
    if (known == nullptr) added.push_back(done.faces.size());
    done.faces.push_back(known != nullptr ? *known : std::move(stored));
  }
  if (added.empty()) return done;
  const auto count = int64_t(added.size());
  TRY(const Count counted, count_changes(transaction, collection.id, count, count));
  done.change = {.before = counted.before, .after = counted.after};
  for (const size_t i : added) {
    done.faces[i].number = counted.before + int64_t(done.change.added.size()) + 1;
    FaceVector vector = normalised(faces[i]->embedding);
    REQUIRE_OK(insert_face(transaction, collection.id, image->id, done.faces[i], vector));
    done.change.added.emplace_back(done.faces[i].number, std::move(vector));
  }
  return done;
}

}  // namespace

Task<Result<IndexFacesResponse>> RekognitionService::index_faces(const Call& call, IndexFacesRequest& request) {
  CO_TRY(const Collection asked,
         co_await read([&](store::Reader& reader) { return open_collection(reader, call, request.collection_id); }));
  const Attributes attributes = attributes_of(request.detection_attributes);
  CO_TRY(const Seen seen, co_await look(call, request.image,
                                        {.faces = true, .face_attributes = attributes.any(), .face_embeddings = true}));
  CO_TRY(const std::vector<Face>* faces, known_faces_of(seen));
  Choice choice =
      choose(*faces, seen, quality_bar(request.quality_filter, QualityBar::medium), request.max_faces, attributes);

  const FaceIndex::Announced announced(index_, asked.id);
  const std::string external = request.external_image_id.value_or(""), model = eyes_.face_model();
  CO_TRY(Indexed done, co_await write([&](store::Transaction& transaction) -> Result<Indexed> {
           // It may have been deleted while the picture was looked at.
           TRY(const Collection collection, open_collection(transaction, call, request.collection_id));
           if (collection.id != asked.id) return fail(no_such_collection(request.collection_id));
           if (collection.face_count + int64_t(choice.indexed.size()) > options_.faces_max) {
             return fail(errors::service_quota_exceeded_exception);
           }
           return store_faces(transaction, collection, {seen.content, external, model}, choice.indexed, ids_);
         }));
  if (!done.change.added.empty()) CO_CHECK(co_await index_.apply(asked.id, std::move(done.change)));

  IndexFacesResponse response{.face_model_version = kFaceModelVersion};
  auto& records = response.face_records.emplace();
  for (size_t i = 0; i < done.faces.size(); ++i) {
    auto& record = records.emplace_back();
    record.face = face_record(done.faces[i]);
    record.face_detail = face_detail(*choice.indexed[i], attributes);
  }
  response.unindexed_faces = std::move(choice.unindexed);
  co_return response;
}

}  // namespace lightwell::rekognition
