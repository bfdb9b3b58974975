// What a command line may ask over the control socket:
//
//   {"do":"add","name":"a.jpg","size":1,"modified":MICROSECONDS} and the open file
//       -> {"result":"added"|"duplicate","photo_id":ID} | {"result":"refused","message":WORDS}
//   {"do":"processing"} -> {"waiting":0,"running":0,"failures":[{"photo_id":ID,"message":WORDS}]}
//   {"do":"why"|"record", ...}: decisions/decision_desk.h

#include <sys/stat.h>

#include <boost/json.hpp>

#include "app/lightwell.h"

namespace lightwell::app {
namespace {

namespace json = boost::json;

struct Asked {
  std::string what;
  std::string name;
  int64_t size = 0;
  std::optional<Timestamp> modified;
  std::string request;
  std::string verb;
  std::string principal;
};

std::optional<Asked> read_request(const std::string& text) {
  boost::system::error_code broken;
  const json::value value = json::parse(text, broken);
  if (broken || !value.is_object()) return std::nullopt;
  const json::object& object = value.as_object();
  Asked asked;
  const auto text_at = [&](std::string_view name, std::string& out) {
    if (const json::value* found = object.if_contains(name); found && found->is_string()) out = found->as_string();
  };
  const auto number_at = [&](std::string_view name) -> std::optional<int64_t> {
    const json::value* found = object.if_contains(name);
    if (found == nullptr || !found->is_number()) return std::nullopt;
    boost::system::error_code lost;
    const auto number = found->to_number<int64_t>(lost);
    return lost ? std::nullopt : std::optional(number);
  };
  text_at("do", asked.what);
  text_at("name", asked.name);
  text_at("request", asked.request);
  text_at("verb", asked.verb);
  text_at("principal", asked.principal);
  asked.size = number_at("size").value_or(0);
  if (const auto modified = number_at("modified")) asked.modified = from_micros(*modified);
  return asked;
}

std::string refusal(std::string_view words) {
  return json::serialize(json::object{{"result", "refused"}, {"message", words}});
}

// The owner photos of a command line belong to.
Task<Result<photos::Viewer>> sole_owner(Studio& studio) {
  CO_TRY(auto owner, co_await studio.owners.sole_owner());
  if (!owner) {
    co_return fail(lightwell::errors::invalid_argument,
                   "There is no owner yet: open the first-run link that `lightwell serve` prints.");
  }
  co_return std::move(*owner);
}

Task<std::string> add(Studio& studio, Asked asked, std::shared_ptr<const FileHandle> file, Timestamp now) {
  auto owner = co_await sole_owner(studio);
  if (!owner) co_return refusal(owner.error().message);
  struct stat status = {};
  if (!file || ::fstat(file->descriptor(), &status) != 0 || !S_ISREG(status.st_mode)) {
    co_return refusal("No file came with the request.");
  }
  const FileRegion whole{.file = std::move(file), .offset = 0, .length = uint64_t(status.st_size)};
  const auto done = co_await studio.uploads.add_file(*owner, asked.name, asked.modified, whole, now);
  if (!done) co_return refusal(done.error().message);
  co_return json::serialize(
      json::object{{"result", done->is_duplicate ? "duplicate" : "added"}, {"photo_id", done->photo_id}});
}

Task<std::string> processing(Studio& studio) {
  auto owner = co_await sole_owner(studio);
  if (!owner) co_return refusal(owner.error().message);
  const auto summary = co_await studio.processing.summary(*owner);
  const auto failures = co_await studio.processing.failures(*owner);
  if (!summary || !failures) co_return refusal("The library could not be asked.");
  json::array told;
  for (const auto& failure : *failures) {
    told.push_back(json::object{{"photo_id", failure.photo_id}, {"message", failure.message}});
  }
  json::object answer = {{"waiting", summary->waiting}, {"running", summary->running}, {"failures", std::move(told)}};
  std::string text = json::serialize(answer);
  while (text.size() > kControlPacketMax && !answer["failures"].as_array().empty()) {
    answer["failures"].as_array().resize(answer["failures"].as_array().size() / 2);
    text = json::serialize(answer);
  }
  co_return text;
}

}  // namespace

std::string Lightwell::answer_control(ControlPacket request) {
  auto asked = read_request(request.text);
  if (!asked) return refusal("Not a request.");
  Loop& loop = loops_.at(0);
  if (asked->what == "add") {
    return sync_wait(loop, add(studio_, std::move(*asked), std::move(request.file), clock_.now()));
  }
  if (asked->what == "why") return desk_.answer_why(asked->request);
  if (asked->what == "record") return desk_.answer_record(asked->verb, asked->principal, clock_.now());
  if (asked->what == "processing") return sync_wait(loop, processing(studio_));
  return refusal("Not a request.");
}

}  // namespace lightwell::app
