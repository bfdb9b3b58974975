#include "services/rekognition/rekognition.h"

#include <algorithm>

#include "services/rekognition/collection_rules.h"
#include "services/rekognition/collection_store.h"
#include "services/rekognition/face_store.h"
#include "services/rekognition/image_rules.h"
#include "services/rekognition/schema.h"
#include "services/rekognition/vector_rules.h"

namespace lightwell::rekognition {
namespace {

using namespace std::chrono_literals;

constexpr size_t kSweepBatch = 1'000;
constexpr size_t kSweepSteps = 1'000;
constexpr auto kTokenLife = 24h;

}  // namespace

RekognitionService::RekognitionService(store::Database& database, api::s3::S3& s3, MayRead may_read, Eyes& eyes,
                                       Pool& pool, Ids& ids, Options options)
    : database_(database),
      s3_(s3),
      may_read_(std::move(may_read)),
      eyes_(eyes),
      ids_(ids),
      options_(std::move(options)),
      index_(database, pool, options_.index_folder, eyes.face_model(), options_.index_quiet) {}

Result<void> RekognitionService::migrate() {
  if (!options_.index_folder.empty()) {
    std::error_code failed;
    std::filesystem::create_directories(options_.index_folder, failed);
    if (failed)
      return fail(error(lightwell::errors::internal_error).log("making the index folder: " + failed.message()));
  }
  return database_.migrate("rekognition", migrations());
}

Task<Result<void>> RekognitionService::sweep(Timestamp now) {
  for (size_t step = 0; step < kSweepSteps; ++step) {
    CO_TRY(const auto gone, co_await write([&](store::Transaction& transaction) {
             return sweep_collections(transaction, kSweepBatch);
           }));
    if (!gone) break;
    if (gone->id != 0) index_.forget(gone->id, gone->index_name);
  }
  CO_CHECK(co_await write(
      [&](store::Transaction& transaction) { return forget_answers(transaction, now - kTokenLife, kSweepBatch); }));
  co_await index_.save();
  co_return Result<void>{};
}

Task<Result<void>> RekognitionService::reset() {
  CO_TRY(const auto gone, co_await write([](store::Transaction& transaction) -> Result<std::vector<SweptCollection>> {
           TRY(auto all, all_collections(transaction));
           REQUIRE_OK(remove_everything(transaction));
           return all;
         }));
  for (const SweptCollection& one : gone) index_.forget(one.id, one.index_name);
  co_return Result<void>{};
}

Task<Result<Tags>> RekognitionService::collection_tags(const Call& call, std::string arn) {
  const auto name = collection_of_arn(call, arn);
  if (!name) co_return Tags{};
  co_return co_await database_.lookup([&](store::Reader& reader) -> Result<Tags> {
    const auto collection = open_collection(reader, call, *name);
    if (!collection) {
      if (collection.error().kind->code == errors::resource_not_found_exception.code) return Tags{};
      return std::unexpected(collection.error());
    }
    return read_tags(reader, collection->id);
  });
}

Task<Result<std::string>> RekognitionService::read_object(const Call& call, const api::rekognition::S3Object& object) {
  const auto owner = co_await may_read_(call, {*object.bucket, *object.name, object.version});
  if (!owner) co_return fail(errors::invalid_s3_object_exception);
  Call owners = call;
  owners.account = *owner;
  api::s3::GetObjectRequest request{.bucket = *object.bucket, .key = *object.name, .version_id = object.version};
  auto got = co_await s3_.get_object(owners, request);
  if (!got) {
    // Why it cannot be read is nothing a caller without the right may learn.
    const bool is_ours = got.error().kind->fault == Fault::receiver;
    if (is_ours) co_return fail(in_amazons_words(std::move(got).error()));
    co_return fail(error(errors::invalid_s3_object_exception).log(std::string(got.error().kind->code)));
  }
  const auto length = got->body ? payload_length(*got->body) : std::optional<uint64_t>(0);
  if (length && *length > kObjectMax) co_return fail(errors::image_too_large_exception);
  if (!got->body || length == 0u) co_return fail(errors::invalid_image_format_exception);
  const auto source = source_of(*std::move(got->body));
  auto bytes = co_await read_all(*source, kObjectMax);
  if (!bytes && bytes.error().kind == &lightwell::errors::invalid_argument) {
    co_return fail(errors::image_too_large_exception);
  }
  if (!bytes) co_return fail(in_amazons_words(std::move(bytes).error()));
  co_return bytes;
}

Task<Result<Seen>> RekognitionService::look(const Call& call, api::rekognition::Image& image,
                                            engines::vision::Wanted wanted) {
  CO_CHECK(check_image(image));
  std::string bytes;
  if (image.bytes) {
    bytes = *std::move(image.bytes);
  } else {
    CO_TRY(bytes, co_await read_object(call, *image.s3_object));
  }
  CO_CHECK(check_format(bytes));
  CO_TRY(Seen seen, co_await eyes_.look(std::move(bytes), wanted));
  CO_CHECK(check_smallest(seen.width, seen.height));
  co_return seen;
}

Result<RekognitionService::Sought> RekognitionService::largest_face(const Seen& seen, QualityBar bar) {
  TRY(const std::vector<engines::vision::Face>* faces, known_faces_of(seen));
  Sought sought;
  for (const engines::vision::Face& face : *faces) {
    auto reasons = shortcomings(face, bar, seen.width, seen.height);
    if (face.embedding.empty() && reasons.empty()) reasons = {"EXTREME_POSE"};
    if (!reasons.empty()) {
      sought.others.emplace_back(face, reasons.front());
    } else if (sought.face) {
      sought.others.emplace_back(face, "FACE_NOT_LARGEST");
    } else {
      sought.face = face;
    }
  }
  return sought;
}

Task<Result<std::vector<RekognitionService::Match>>> RekognitionService::similar_faces(Collection collection,
                                                                                       FaceVector vector,
                                                                                       double similarity_min,
                                                                                       size_t max, int64_t except) {
  const double cosine_min = eyes_.scale().cosine_of(similarity_min);
  for (bool is_last = false;; is_last = true) {
    auto neighbours = co_await index_.search(collection, vector, max + (except != 0 ? 1 : 0), cosine_min);
    if (!neighbours) co_return fail(in_amazons_words(std::move(neighbours).error()));
    std::erase_if(*neighbours, [&](const auto& one) { return int64_t(one.id) == except; });
    std::vector<int64_t> gone;
    CO_TRY(auto matches, co_await read([&](store::Reader& reader) -> Result<std::vector<Match>> {
             std::vector<Match> found;
             for (const auto& neighbour : *neighbours) {
               if (found.size() == max) break;
               TRY(auto face, face_of_number(reader, collection.id, int64_t(neighbour.id)));
               if (!face) {
                 gone.push_back(int64_t(neighbour.id));
               } else {
                 found.push_back({*std::move(face), eyes_.scale().similarity_of(double(neighbour.likeness))});
               }
             }
             return found;
           }));
    for (const int64_t number : gone) index_.drop(collection.id, number);
    // What was gone took the places of others.
    if (gone.empty() || is_last) co_return matches;
  }
}

std::vector<api::rekognition::FaceMatch> RekognitionService::face_matches(const std::vector<Match>& matches) {
  std::vector<api::rekognition::FaceMatch> out;
  for (const Match& match : matches) {
    auto& shown = out.emplace_back();
    shown.similarity = match.similarity;
    shown.face = face_record(match.face);
  }
  return out;
}

Task<Result<std::vector<api::rekognition::UserMatch>>> RekognitionService::similar_users(int64_t collection,
                                                                                         FaceVector vector,
                                                                                         double similarity_min,
                                                                                         size_t max, int64_t except) {
  using api::rekognition::UserMatch;
  CO_TRY(auto matches, co_await read([&](store::Reader& reader) -> Result<std::vector<UserMatch>> {
           std::vector<UserMatch> found;
           REQUIRE_OK(each_user(reader, collection, [&](const User& user, const FaceVector& other) {
             const double similarity = eyes_.scale().similarity_of(dot(vector, other));
             if (user.id == except || similarity < similarity_min) return;
             UserMatch& match = found.emplace_back();
             match.similarity = similarity;
             match.user.emplace();
             match.user->user_id = user.user_id;
             match.user->user_status = user.status();
           }));
           return found;
         }));
  std::ranges::sort(matches, [](const auto& a, const auto& b) { return a.similarity > b.similarity; });
  if (matches.size() > max) matches.resize(max);
  co_return matches;
}

}  // namespace lightwell::rekognition
