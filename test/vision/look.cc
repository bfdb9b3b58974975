// lightwell_look MODELS WANTED CHILDREN FILE...: looks at photos as the program does and prints what it sees, a line of
// JSON for each, in the order they were given; then a line of figures.
//
// WANTED: objects,labels,faces,attributes,embeddings,text,moderation,embedding,clip,appearances, or all

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <atomic>
#include <boost/json.hpp>
#include <chrono>
#include <cstdio>
#include <thread>

#include "engines/image/image_engine.h"
#include "engines/vision/vision_engine.h"
#include "run/spawn.h"

namespace {

using namespace lightwell;
using namespace lightwell::engines;
namespace json = boost::json;

vision::Wanted wanted_of(std::string_view list) {
  const bool all = list == "all";
  const auto has = [&](std::string_view name) {
    return all || ("," + std::string(list) + ",").find("," + std::string(name) + ",") != std::string::npos;
  };
  return {.objects = has("objects"),
          .labels = has("labels"),
          .faces = has("faces"),
          .face_attributes = has("attributes"),
          .face_embeddings = has("embeddings"),
          .text = has("text"),
          .moderation = has("moderation"),
          .embedding = has("embedding"),
          .clip = has("clip"),
          .appearances = has("appearances")};
}

json::array list_of(const vision::Box& box) { return {box.left, box.top, box.width, box.height}; }
json::array list_of(const std::vector<float>& vector) { return json::array(vector.begin(), vector.end()); }

json::object told(const vision::Face& face) {
  json::object one = {{"box", list_of(face.box)},   {"confidence", face.confidence}, {"yaw", face.pose.yaw},
                      {"pitch", face.pose.pitch},   {"roll", face.pose.roll},        {"brightness", face.brightness},
                      {"sharpness", face.sharpness}};
  if (face.attributes) {
    one["age"] = face.attributes->age;
    one["male"] = face.attributes->is_male.value;
    one["gender_confidence"] = face.attributes->is_male.confidence;
  }
  if (face.emotions) {
    json::object emotions;
    for (size_t i = 0; i < vision::kEmotions; ++i) {
      emotions[std::string(vision::name_of(vision::Emotion(i)))] = (*face.emotions)[i];
    }
    one["emotions"] = std::move(emotions);
  }
  if (face.mouth_open)
    one["mouth_open"] = face.mouth_open->value ? face.mouth_open->confidence : -face.mouth_open->confidence;
  if (!face.embedding.empty()) one["embedding"] = list_of(face.embedding);
  return one;
}

json::array told(const std::vector<vision::Label>& labels) {
  json::array list;
  for (const auto& label : labels)
    list.push_back({label.name.empty() ? std::to_string(label.index) : label.name, label.probability});
  return list;
}

json::object told(const vision::Appearance& appearance) {
  json::array colours;
  for (const auto& colour : appearance.colours) {
    colours.push_back({fmt::format("#{:02x}{:02x}{:02x}", colour.red, colour.green, colour.blue), colour.css_name,
                       colour.simple_name, colour.share});
  }
  return {{"brightness", appearance.quality.brightness},
          {"sharpness", appearance.quality.sharpness},
          {"contrast", appearance.quality.contrast},
          {"colours", std::move(colours)}};
}

json::object told(const vision::Sight& sight) {
  json::object all = {{"look_micros", sight.look_micros}, {"model_micros", sight.model_micros}};
  if (sight.objects) {
    json::array list;
    for (const auto& object : *sight.objects) list.push_back({object.name, object.confidence, list_of(object.box)});
    all["objects"] = std::move(list);
  }
  if (sight.labels) all["labels"] = told(*sight.labels);
  if (!sight.label_probabilities.empty()) all["label_probabilities"] = list_of(sight.label_probabilities);
  if (sight.faces) {
    json::array list;
    for (const auto& face : *sight.faces) list.push_back(told(face));
    all["faces"] = std::move(list);
  }
  if (sight.text) {
    json::array list;
    for (const auto& line : *sight.text) list.push_back({line.text, line.confidence, list_of(line.box)});
    all["text"] = std::move(list);
  }
  if (sight.moderation) all["moderation"] = told(*sight.moderation);
  if (!sight.embedding.empty()) all["embedding"] = list_of(sight.embedding);
  if (!sight.clip.empty()) all["clip"] = list_of(sight.clip);
  if (sight.appearances) {
    all["appearance"] = told(sight.appearances->whole);
    if (sight.appearances->foreground) all["foreground"] = told(*sight.appearances->foreground);
  }
  json::array absent;
  for (const auto& absence : sight.absent) absent.push_back({vision::name_of(absence.role), absence.words});
  if (!absent.empty()) all["absent"] = std::move(absent);
  return all;
}

struct Looked {
  json::object words;
  uint64_t decode_micros = 0;
  uint64_t look_micros = 0;
  uint64_t model_micros = 0;
};

Looked look(ImageEngine& images, VisionEngine& eyes, const std::string& file, const vision::Wanted& wanted) {
  const int descriptor = open(file.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat facts = {};
  if (descriptor < 0 || fstat(descriptor, &facts) != 0) return {.words = {{"error", "cannot be opened"}}};
  std::vector<FileRegion> regions;
  regions.push_back({std::make_shared<const FileHandle>(descriptor), 0, uint64_t(facts.st_size)});
  const auto start = std::chrono::steady_clock::now();
  auto pixels = sync_wait(images.pixels(Payload(std::move(regions))));
  if (!pixels) return {.words = {{"error", pixels.error().message + " " + pixels.error().log_words}}};
  const auto decoded = std::chrono::steady_clock::now() - start;
  const auto sight = sync_wait(eyes.look(std::move(*pixels), wanted));
  if (!sight) return {.words = {{"error", sight.error().message + " " + sight.error().log_words}}};
  return {told(*sight), uint64_t(std::chrono::duration_cast<std::chrono::microseconds>(decoded).count()),
          sight->look_micros, sight->model_micros};
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 5) {
    std::fprintf(stderr, "usage: lightwell_look MODELS WANTED CHILDREN FILE...\n");
    return 2;
  }
  const vision::Wanted wanted = wanted_of(arguments[2]);
  const size_t children = size_t(std::max(1, std::atoi(arguments[3])));
  const std::vector<std::string> files(arguments + 4, arguments + count);
  ImageEngine images({.children = children});
  VisionEngine eyes({.children = children, .models = vision::ModelFiles::in_folder(arguments[1])});
  std::vector<Looked> looked(files.size());
  std::atomic<size_t> next = 0;
  const auto start = std::chrono::steady_clock::now();
  std::vector<std::thread> askers;
  for (size_t i = 0; i < children; ++i) {
    askers.emplace_back([&] {
      for (size_t file = next++; file < files.size(); file = next++) {
        looked[file] = look(images, eyes, files[file], wanted);
      }
    });
  }
  for (std::thread& asker : askers) asker.join();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  eyes.stop();
  images.stop();
  Looked sum;
  for (size_t i = 0; i < files.size(); ++i) {
    looked[i].words["file"] = files[i];
    fmt::print("{}\n", json::serialize(looked[i].words));
    sum.decode_micros += looked[i].decode_micros;
    sum.look_micros += looked[i].look_micros;
    sum.model_micros += looked[i].model_micros;
  }
  rusage children_usage = {};
  getrusage(RUSAGE_CHILDREN, &children_usage);
  fmt::print("{}\n", json::serialize(json::object{{"photos", files.size()},
                                                  {"seconds", took.count()},
                                                  {"decode_seconds", double(sum.decode_micros) / 1e6},
                                                  {"look_seconds", double(sum.look_micros) / 1e6},
                                                  {"model_seconds", double(sum.model_micros) / 1e6},
                                                  {"child_peak_kb", children_usage.ru_maxrss}}));
  return 0;
}
