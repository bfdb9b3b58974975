// Offering, resuming, signing and cancelling. What happens once the bytes are there is in completing.cc.

#include "photos/uploads/uploads.h"

#include "photos/errors.h"
#include "photos/library/photo_store.h"
#include "photos/objects/objects.h"
#include "photos/objects/remover.h"
#include "photos/uploads/upload_rules.h"
#include "photos/uploads/upload_store.h"

namespace lightwell::photos {
namespace {

Upload upload_of(const OfferedFile& file, Accepted accepted, const UploadLimits& limits, const std::string& owner,
                 Ids& ids, Timestamp now) {
  return {.id = ids.hex(12),
          .owner = owner,
          .sha256 = std::move(accepted.sha256),
          .size = file.size,
          .part_size = part_size_for(file.size, limits.part_bytes),
          .name = std::move(accepted.name),
          .type = std::move(accepted.type),
          .kind = accepted.kind,
          .last_modified = file.last_modified,
          .key = staging_key(ids),
          .photo_id = ids.hex(10),
          .created_at = now};
}

OpenUpload shown(const Upload& upload, std::vector<ReceivedPart> parts) {
  return {.id = upload.id,
          .name = upload.name,
          .sha256 = upload.sha256,
          .size = upload.size,
          .part_size = upload.part_size,
          .parts = std::move(parts),
          .created_at = upload.created_at};
}

// What S3 holds of an upload, without parts of a size that cannot be.
std::vector<ReceivedPart> fitting(const std::vector<StoredPart>& stored, const Upload& upload) {
  std::vector<ReceivedPart> parts;
  for (const StoredPart& part : stored) {
    if (part.number < 1 || part.number > part_count(upload.size, upload.part_size)) continue;
    if (part.size != size_of_part(upload.size, upload.part_size, part.number)) continue;
    parts.push_back({.number = part.number, .size = part.size});
  }
  return parts;
}

std::vector<ReceivedPart> every_part(const Upload& upload) {
  std::vector<ReceivedPart> parts;
  for (int number = 1; number <= part_count(upload.size, upload.part_size); ++number) {
    parts.push_back({.number = number, .size = size_of_part(upload.size, upload.part_size, number)});
  }
  return parts;
}

}  // namespace

Uploads::Uploads(Parts parts, UploadLimits limits) : parts_(parts), limits_(limits) {}
Uploads::~Uploads() = default;

// What one file of an offer came to: settled, or an upload whose parts are still to be looked up.
struct Uploads::Offered {
  OfferAnswer answer;
  std::optional<Upload> upload;
};

Result<Uploads::Offered> Uploads::offer_one(store::Transaction& transaction, const std::string& owner,
                                            const OfferedFile& file, Timestamp now) {
  Offered offered{.answer = {.client_id = file.client_id}};
  auto accepted = accept(file, limits_);
  if (!accepted) {
    offered.answer.refusal = std::move(accepted).error();
    return offered;
  }
  TRY(const auto same, find_same_bytes(transaction, owner, accepted->sha256));
  if (same) {
    offered.answer.kind = OfferAnswer::Kind::duplicate;
    offered.answer.photo_id = same->photo_id;
    offered.answer.in_trash = same->in_trash;
    return offered;
  }
  offered.answer.kind = OfferAnswer::Kind::upload;
  TRY(offered.upload, find_open_upload(transaction, owner, accepted->sha256, file.size));
  if (offered.upload) {
    REQUIRE_OK(touch_upload(transaction, offered.upload->id, now));
    return offered;
  }
  offered.upload = upload_of(file, std::move(*accepted), limits_, owner, parts_.ids, now);
  REQUIRE_OK(insert_upload(transaction, *offered.upload));
  return offered;
}

Task<Result<std::vector<OfferAnswer>>> Uploads::offer(Viewer viewer, std::vector<OfferedFile> files, Timestamp now) {
  if (files.size() > limits_.files_per_offer_max) {
    co_return fail(errors::bad_request,
                   fmt::format("At most {} files can be offered at once.", limits_.files_per_offer_max));
  }
  const std::string owner = owner_seen_by(viewer);
  CO_TRY(auto offered, co_await parts_.database.write(
                           [this, owner, &files, now](store::Transaction& transaction) -> Result<std::vector<Offered>> {
                             std::vector<Offered> all;
                             for (const OfferedFile& file : files) {
                               TRY(Offered one, offer_one(transaction, owner, file, now));
                               all.push_back(std::move(one));
                             }
                             return all;
                           }));
  std::vector<OfferAnswer> answers;
  for (Offered& one : offered) {
    if (one.upload) {
      CO_TRY(auto received, co_await received_parts(*one.upload));
      one.answer.upload = shown(*one.upload, std::move(received));
    }
    answers.push_back(std::move(one.answer));
  }
  co_return answers;
}

// S3 is the one that knows. An upload it does not know was either completed by somebody who was killed right after,
// and then the whole object lies there, or is gone, and then the file travels anew.
Task<Result<std::vector<ReceivedPart>>> Uploads::received_parts(const Upload& upload) {
  if (!upload.s3_upload) co_return std::vector<ReceivedPart>();
  CO_TRY(const auto stored, co_await parts_.objects.list_parts(upload.key, *upload.s3_upload));
  if (stored) co_return fitting(*stored, upload);
  CO_TRY(const auto size, co_await parts_.objects.size_of(upload.key));
  if (size == upload.size) co_return every_part(upload);
  CO_CHECK(co_await parts_.database.write(
      [id = upload.id](store::Transaction& transaction) { return forget_s3_upload(transaction, id); }));
  co_return std::vector<ReceivedPart>();
}

Task<Result<std::vector<OpenUpload>>> Uploads::open_uploads(Viewer viewer) {
  const std::string owner = owner_seen_by(viewer);
  CO_TRY(const auto uploads,
         co_await parts_.database.read([owner](store::Reader& reader) { return open_uploads_of(reader, owner); }));
  std::vector<OpenUpload> open;
  for (const Upload& upload : uploads) {
    CO_TRY(auto received, co_await received_parts(upload));
    open.push_back(shown(upload, std::move(received)));
  }
  co_return open;
}

Task<Result<Upload>> Uploads::find_row(Viewer viewer, std::string upload_id) {
  const std::string owner = owner_seen_by(viewer);
  CO_TRY(auto upload, co_await parts_.database.read([owner, &upload_id](store::Reader& reader) {
    return find_upload(reader, owner, upload_id);
  }));
  if (!upload) co_return fail(errors::upload_not_found);
  co_return std::move(*upload);
}

Task<Result<OpenUpload>> Uploads::find(Viewer viewer, std::string upload_id) {
  CO_TRY(const Upload upload, co_await find_row(std::move(viewer), std::move(upload_id)));
  if (upload.state == UploadState::done) co_return shown(upload, every_part(upload));
  CO_TRY(auto received, co_await received_parts(upload));
  co_return shown(upload, std::move(received));
}

Task<Result<std::vector<PartLink>>> Uploads::sign_parts(Viewer viewer, std::string upload_id,
                                                        std::vector<PartAnnouncement> parts, std::string origin,
                                                        Timestamp now) {
  if (parts.empty() || parts.size() > limits_.parts_per_call_max) {
    co_return fail(errors::bad_request,
                   fmt::format("Between 1 and {} parts can be announced at once.", limits_.parts_per_call_max));
  }
  CO_TRY(Upload upload, co_await find_row(std::move(viewer), std::move(upload_id)));
  if (upload.state == UploadState::done) co_return fail(errors::upload_not_found);
  if (upload.state == UploadState::completing) co_return fail(errors::upload_busy);
  for (const PartAnnouncement& part : parts) CO_CHECK(check_part(part, upload.size, upload.part_size));

  CO_TRY(const std::string s3_upload, co_await begun(upload, now));
  std::vector<PartLink> links;
  for (PartAnnouncement& part : parts) {
    CO_TRY(PartLink link, parts_.signer.sign({.origin = origin,
                                              .bucket = parts_.objects.bucket(),
                                              .key = upload.key,
                                              .upload_id = s3_upload,
                                              .number = part.number,
                                              .size = part.size,
                                              .sha256_base64 = std::move(part.sha256_base64),
                                              .life = limits_.link_life,
                                              .now = now}));
    links.push_back(std::move(link));
  }
  co_return links;
}

// S3's id of the upload, which begins with the first part somebody asks for. One that was begun by a call that lost a
// race, or was killed before it could say so, is ended here or by recover().
Task<Result<std::string>> Uploads::begun(const Upload& upload, Timestamp now) {
  const std::string id = upload.id;
  if (upload.s3_upload) {
    CO_CHECK(co_await parts_.database.write(
        [id, now](store::Transaction& transaction) { return touch_upload(transaction, id, now); }));
    co_return *upload.s3_upload;
  }
  CO_TRY(const std::string s3_upload, co_await parts_.objects.create_upload(upload.key));
  CO_TRY(const bool is_ours, co_await parts_.database.write([id, s3_upload, now](store::Transaction& transaction) {
    return set_s3_upload(transaction, id, s3_upload, now);
  }));
  if (is_ours) co_return s3_upload;
  CO_CHECK(co_await parts_.objects.abort_upload(upload.key, s3_upload));
  CO_TRY(const Upload current, co_await find_row({upload.owner}, id));
  if (!current.s3_upload) co_return fail(errors::upload_not_found);
  co_return *current.s3_upload;
}

Task<Result<void>> Uploads::cancel(Viewer viewer, std::string upload_id) {
  const std::string owner = owner_seen_by(viewer);
  CO_TRY(const Upload upload,
         co_await parts_.database.write([this, owner, &upload_id](store::Transaction& transaction) -> Result<Upload> {
           TRY(auto found, find_upload(transaction, owner, upload_id));
           if (!found || found->state == UploadState::done) {
             return fail(errors::upload_not_found);
           }
           if (found->state == UploadState::completing) return fail(errors::upload_busy);
           REQUIRE_OK(abandon(transaction, *found, from_micros(0)));
           return std::move(*found);
         }));
  if (upload.s3_upload) CO_CHECK(co_await parts_.objects.abort_upload(upload.key, *upload.s3_upload));
  co_return Result<void>{};
}

// The row goes, and whatever of its bytes may lie anywhere.
Result<void> Uploads::abandon(store::Transaction& transaction, const Upload& upload, Timestamp now) {
  REQUIRE_OK(delete_upload(transaction, upload.id));
  REQUIRE_OK(parts_.remover.give_up(transaction, upload.key, now));
  return parts_.remover.give_up(transaction, original_key(upload.owner, upload.photo_id), now);
}

}  // namespace lightwell::photos
