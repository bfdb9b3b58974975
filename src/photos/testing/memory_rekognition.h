// MemoryRekognition: as much of Rekognition as the library uses, in memory, for tests. What a picture shows is scripted
// by its bytes; two faces are as similar as the names of whom they show.

#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "api/rekognition/errors.h"
#include "api/rekognition/handlers.h"

namespace lightwell::photos {

class MemoryRekognition final : public api::rekognition::Rekognition {
 public:
  struct ScriptedFace {
    std::string who;
    double left = 0.1;
  };
  struct Shot {
    std::vector<std::pair<std::string, double>> labels;  // name and confidence
    std::vector<std::string> texts;
    std::vector<ScriptedFace> faces;
  };
  struct Stored {
    std::string face_id;
    std::string photo_id;
    std::string picture;
    std::string who;
    double left = 0;
  };

  // By the bytes of the picture; what is not here shows nothing.
  std::map<std::string, Shot> shots;
  // Of two names, in order; the same name is 99, others are 5.
  std::map<std::pair<std::string, std::string>, double> similarities;
  // Asked before and after every call with its name; an Error it answers becomes the call's.
  std::function<std::optional<Error>(std::string_view operation, bool is_done)> fault;
  bool adds_again = false;  // indexes a picture it knows a second time
  std::map<std::string, std::vector<Stored>> collections;
  std::mutex mutex;

  size_t faces() {
    const std::lock_guard lock(mutex);
    size_t count = 0;
    for (const auto& [name, faces] : collections) count += faces.size();
    return count;
  }

  Task<Result<api::rekognition::DetectLabelsResponse>> detect_labels(
      const Call&, api::rekognition::DetectLabelsRequest& request) override {
    if (auto failed = ask("DetectLabels", false)) co_return fail(std::move(*failed));
    api::rekognition::DetectLabelsResponse response;
    auto& labels = response.labels.emplace();
    for (const auto& [name, confidence] : shot(request.image).labels) {
      auto& label = labels.emplace_back();
      label.name = name;
      label.confidence = confidence;
      label.parents.emplace().emplace_back().name = "Thing";
      label.categories.emplace().emplace_back().name = "Things";
      auto& instance = label.instances.emplace().emplace_back();
      instance.bounding_box = box_at(0.25);
      instance.confidence = confidence;
    }
    auto& properties = response.image_properties.emplace();
    properties.quality.emplace().sharpness = 80;
    auto& colour = properties.dominant_colors.emplace().emplace_back();
    colour.hex_code = "#AABBCC";
    colour.simplified_color = "grey";
    colour.pixel_percent = 60;
    co_return response;
  }

  Task<Result<api::rekognition::DetectTextResponse>> detect_text(
      const Call&, api::rekognition::DetectTextRequest& request) override {
    if (auto failed = ask("DetectText", false)) co_return fail(std::move(*failed));
    api::rekognition::DetectTextResponse response;
    auto& texts = response.text_detections.emplace();
    for (const std::string& line : shot(request.image).texts) {
      for (const char* type : {"LINE", "WORD"}) {
        auto& text = texts.emplace_back();
        text.detected_text = line;
        text.type = type;
        text.confidence = 97;
        text.geometry.emplace().bounding_box = box_at(0.5);
      }
    }
    co_return response;
  }

  Task<Result<api::rekognition::CreateCollectionResponse>> create_collection(
      const Call&, api::rekognition::CreateCollectionRequest& request) override {
    if (auto failed = ask("CreateCollection", false)) co_return fail(std::move(*failed));
    const std::lock_guard lock(mutex);
    if (!collections.try_emplace(request.collection_id).second) {
      co_return fail(api::rekognition::errors::resource_already_exists_exception);
    }
    co_return api::rekognition::CreateCollectionResponse{};
  }

  Task<Result<api::rekognition::IndexFacesResponse>> index_faces(
      const Call&, api::rekognition::IndexFacesRequest& request) override {
    if (auto failed = ask("IndexFaces", false)) co_return fail(std::move(*failed));
    api::rekognition::IndexFacesResponse response;
    {
      const std::lock_guard lock(mutex);
      const auto found = collections.find(request.collection_id);
      if (found == collections.end()) co_return fail(api::rekognition::errors::resource_not_found_exception);
      for (const ScriptedFace& face : shot(request.image).faces) {
        const Stored& stored = store(found->second, face, request.image.bytes.value(), *request.external_image_id);
        auto& record = response.face_records ? response.face_records->emplace_back()
                                             : response.face_records.emplace().emplace_back();
        record.face = face_of(stored);
      }
    }
    if (auto failed = ask("IndexFaces", true)) co_return fail(std::move(*failed));
    co_return response;
  }

  Task<Result<api::rekognition::SearchFacesResponse>> search_faces(
      const Call&, api::rekognition::SearchFacesRequest& request) override {
    if (auto failed = ask("SearchFaces", false)) co_return fail(std::move(*failed));
    const std::lock_guard lock(mutex);
    const auto& faces = collections[request.collection_id];
    const auto one = std::ranges::find(faces, request.face_id, &Stored::face_id);
    if (one == faces.end()) co_return fail(api::rekognition::errors::invalid_parameter_exception);
    api::rekognition::SearchFacesResponse response;
    auto& matches = response.face_matches.emplace();
    for (const Stored& other : faces) {
      const double similarity = similarity_of(one->who, other.who);
      if (other.face_id == one->face_id || similarity < request.face_match_threshold.value_or(80)) continue;
      auto& match = matches.emplace_back();
      match.similarity = similarity;
      match.face = face_of(other);
    }
    co_return response;
  }

  Task<Result<api::rekognition::DeleteFacesResponse>> delete_faces(
      const Call&, api::rekognition::DeleteFacesRequest& request) override {
    if (auto failed = ask("DeleteFaces", false)) co_return fail(std::move(*failed));
    const std::lock_guard lock(mutex);
    const std::set<std::string> gone(request.face_ids.begin(), request.face_ids.end());
    std::erase_if(collections[request.collection_id], [&](const Stored& face) { return gone.contains(face.face_id); });
    co_return api::rekognition::DeleteFacesResponse{};
  }

  Task<Result<api::rekognition::ListFacesResponse>> list_faces(const Call&,
                                                               api::rekognition::ListFacesRequest& request) override {
    if (auto failed = ask("ListFaces", false)) co_return fail(std::move(*failed));
    const std::lock_guard lock(mutex);
    const auto found = collections.find(request.collection_id);
    if (found == collections.end()) co_return fail(api::rekognition::errors::resource_not_found_exception);
    api::rekognition::ListFacesResponse response;
    auto& faces = response.faces.emplace();
    for (const Stored& stored : found->second) faces.push_back(face_of(stored));
    co_return response;
  }

 private:
  std::optional<Error> ask(std::string_view operation, bool is_done) {
    return fault ? fault(operation, is_done) : std::nullopt;
  }
  Shot shot(const api::rekognition::Image& image) const {
    const auto found = shots.find(image.bytes.value_or(""));
    return found == shots.end() ? Shot{} : found->second;
  }
  double similarity_of(const std::string& one, const std::string& other) const {
    if (one == other) return 99;
    const auto found = similarities.find(std::minmax(one, other));
    return found == similarities.end() ? 5 : found->second;
  }
  static api::rekognition::BoundingBox box_at(double left) {
    api::rekognition::BoundingBox box;
    box.left = left;
    box.top = 0.25;
    box.width = 0.125;
    box.height = 0.125;
    return box;
  }
  static api::rekognition::Face face_of(const Stored& stored) {
    api::rekognition::Face face;
    face.face_id = stored.face_id;
    face.external_image_id = stored.photo_id;
    face.bounding_box = box_at(stored.left);
    face.confidence = 99;
    return face;
  }
  const Stored& store(std::vector<Stored>& faces, const ScriptedFace& face, const std::string& picture,
                      const std::string& photo_id) {
    for (const Stored& known : faces) {
      const bool is_same = known.picture == picture && known.photo_id == photo_id && known.left == face.left;
      if (is_same && !adds_again) return known;
    }
    faces.push_back({.face_id = fmt::format("face-{}", ++faces_made_),
                     .photo_id = photo_id,
                     .picture = picture,
                     .who = face.who,
                     .left = face.left});
    return faces.back();
  }

  int faces_made_ = 0;
};

}  // namespace lightwell::photos
