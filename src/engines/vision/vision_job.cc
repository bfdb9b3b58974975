#include "engines/vision/vision_job.h"

#include "engines/vision/colour_names.h"
#include "engines/vision/protocol/message.h"
#include "engines/vision/vision_engine.h"

namespace lightwell::engines::vision {
namespace {

Error lost_over(Loss loss) {
  switch (loss) {
    case Loss::timed_out: return error(errors::vision_failed, "Looking at the picture took too long.");
    case Loss::out_of_memory:
      return error(errors::vision_failed, "Looking at the picture needs more memory than is allowed for one picture.");
    default: return error(errors::vision_failed, "The picture could not be looked at: it made the models stop, twice.");
  }
}

template <class Named>
void name_classes(std::vector<Named>& found, const ModelFiles& files, Role role) {
  const auto model = files.roles.find(role);
  if (model == files.roles.end()) return;
  for (Named& one : found) {
    if (one.index < model->second.classes.size()) one.name = model->second.classes[one.index].name;
  }
}

void name_colours(Appearance& appearance) {
  for (Colour& colour : appearance.colours) {
    const ColourName& name = nearest_name(colour.red, colour.green, colour.blue);
    colour.css_name = name.css;
    colour.simple_name = name.simple;
  }
}

// What the child leaves to the server: names, and the words for what is absent.
void complete(Sight& sight, ModelDesk& desk) {
  if (sight.objects) name_classes(*sight.objects, desk.files(), Role::objects);
  if (sight.labels) name_classes(*sight.labels, desk.files(), Role::image_labels);
  if (sight.moderation) name_classes(*sight.moderation, desk.files(), Role::moderation);
  if (sight.appearances) {
    name_colours(sight.appearances->whole);
    if (sight.appearances->foreground) name_colours(*sight.appearances->foreground);
    if (sight.appearances->background) name_colours(*sight.appearances->background);
  }
  for (Absence& absence : sight.absent) {
    if (!absence.words.empty() && desk.report(absence.role).state == RoleState::ready) {
      desk.note_broken(absence.role, absence.words);
    }
    if (auto known = desk.report(absence.role).words; !known.empty()) absence.words = std::move(known);
  }
}

}  // namespace

template <class Answer>
Error VisionJob<Answer>::lost(Loss loss) const {
  return lost_over(loss);
}
template class VisionJob<Sight>;
template class VisionJob<std::vector<float>>;

std::expected<void, Loss> LookJob::attempt(Conversation& child) {
  const std::string request = frame_of(FrameKind::look, encode(LookRequest{pixels_.width, pixels_.height, wanted_}));
  const int descriptors[] = {pixels_.memory->descriptor()};
  const auto reply = child.ask({as_bytes(request), descriptors}, deadline_);
  if (!reply) return std::unexpected(reply.error());
  if (reply->kind != uint16_t(FrameKind::sight)) {
    return std::unexpected(child.refuse("it answered something else than was asked"));
  }
  auto sight = decode_sight(as_bytes(reply->body));
  if (!sight) return std::unexpected(child.refuse("its answer was refused: " + sight.error()));
  complete(*sight, desk_);
  answer_ = std::move(*sight);
  return {};
}

std::expected<void, Loss> SentenceJob::attempt(Conversation& child) {
  const std::string request = frame_of(FrameKind::sentence, encode_sentence(sentence_));
  const auto reply = child.ask({as_bytes(request)}, deadline_);
  if (!reply) return std::unexpected(reply.error());
  if (reply->kind == uint16_t(FrameKind::vector)) {
    auto vector = decode_vector(as_bytes(reply->body));
    if (!vector) return std::unexpected(child.refuse("its answer was refused: " + vector.error()));
    answer_ = std::move(*vector);
    return {};
  }
  const auto failure = decode_failure(as_bytes(reply->body));
  if (reply->kind != uint16_t(FrameKind::failure) || !failure) {
    return std::unexpected(child.refuse("it answered something else than was asked"));
  }
  if (failure->is_model) desk_.note_broken(failure->role, failure->words);
  answer_ = fail(errors::model_missing, desk_.report(failure->role).words);
  return {};
}

}  // namespace lightwell::engines::vision
