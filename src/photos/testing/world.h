// World: the whole application on a real database in memory, over MemoryS3 and MemoryRekognition, and a reader and eyes
// that do as they are told.

#pragma once

#include <doctest/doctest.h>

#include <functional>
#include <memory>
#include <string>

#include "base/ids.h"
#include "photos/events.h"
#include "photos/eyes/detector.h"
#include "photos/eyes/eyes.h"
#include "photos/eyes/sentences.h"
#include "photos/jobs/analysis.h"
#include "photos/jobs/processing.h"
#include "photos/labels/labels.h"
#include "photos/library/library.h"
#include "photos/likeness/gallery.h"
#include "photos/likeness/likeness.h"
#include "photos/objects/objects.h"
#include "photos/objects/remover.h"
#include "photos/people/people.h"
#include "photos/schema.h"
#include "photos/search/search.h"
#include "photos/search/sentence_search.h"
#include "photos/testing/memory_rekognition.h"
#include "photos/testing/memory_s3.h"
#include "photos/uploads/uploads.h"
#include "run/loop.h"
#include "run/pool.h"
#include "run/spawn.h"
#include "store/sql/sqlite.h"

namespace lightwell::photos {

class ScriptedReader final : public ImageReader {
 public:
  // What reading these bytes comes to.
  std::function<Result<Reading>(const std::string& bytes)> script = [](const std::string&) { return ready(); };

  // What happens elsewhere while it reads.
  std::function<Task<void>()> meanwhile;

  static Reading ready() {
    Reading reading{.type = "image/jpeg", .width = 4000, .height = 3000, .thumbhash = "hash"};
    reading.previews = {{.edge = 256, .webp = "small"}, {.edge = 1440, .webp = "large"}};
    return reading;
  }
  Task<Result<Reading>> read(Payload original) override {
    const auto source = source_of(std::move(original));
    CO_TRY(const std::string bytes, co_await read_all(*source, 1 << 30));
    if (const auto other = std::exchange(meanwhile, nullptr)) co_await other();
    co_return script(bytes);
  }
};

class ScriptedEyes final : public Eyes {
 public:
  // What a look at these bytes comes to; the service is given them as they are.
  std::function<Result<Glimpse>(const std::string& preview)> script = [](const std::string&) { return Glimpse{}; };
  int width = 1440;
  int height = 1080;
  std::optional<std::string> in_the_way;
  std::vector<std::string> lacking;
  std::function<Task<void>()> meanwhile;  // what happens elsewhere while they look

  Task<Result<Upright>> upright(Payload preview) override {
    const auto source = source_of(std::move(preview));
    CO_TRY(const std::string bytes, co_await read_all(*source, 1 << 30));
    co_return Upright{.jpeg = bytes, .width = width, .height = height};
  }
  Task<Result<Glimpse>> glimpse(std::string jpeg) override {
    if (const auto other = std::exchange(meanwhile, nullptr)) co_await other();
    co_return script(jpeg);
  }
  Task<Result<std::vector<std::string>>> crops(std::string, std::vector<Box> boxes) override {
    std::vector<std::string> made;
    for (const Box& box : boxes) made.push_back(fmt::format("crop at {:.2f}", box.left));
    co_return made;
  }
  std::optional<std::string> obstacle() const override { return in_the_way; }
  std::vector<std::string> lacks() const override { return lacking; }
};

// Without a script there is no pair of models.
class ScriptedSentences final : public Sentences {
 public:
  std::function<Result<std::vector<float>>(const std::string& sentence)> script;

  std::string model() const override { return script ? "scripted" : ""; }
  double margin() const override { return 0.02; }
  Task<Result<std::vector<float>>> place(std::string sentence) override { co_return script(sentence); }
};

class PlainSigner final : public PartSigner {
 public:
  Result<PartLink> sign(const PartToSign& part) override {
    return PartLink{.number = part.number,
                    .url = fmt::format("{}/{}/{}?uploadId={}&partNumber={}", part.origin, part.bucket, part.key,
                                       part.upload_id, part.number),
                    .headers = {{"x-amz-checksum-sha256", part.sha256_base64}}};
  }
};

inline const Timestamp kTestNow = *parse_iso8601("2026-11-22T12:00:00Z");

// Everything that a restart makes anew; the database and S3 outlive it.
struct Server {
  Server(store::Database& database, MemoryS3& s3, MemoryRekognition& rekognition, ImageReader& reader, Eyes& eyes,
         Sentences& sentences, Pool& pool, Ids& ids, const Clock& clock)
      : objects(s3, {.account = "000000000000"}, ids, clock),
        detector(rekognition, {.account = "000000000000"}, ids, clock),
        remover(
            database, Removal::object, [this](auto keys) { return objects.remove(std::move(keys)); }, clock),
        face_remover(
            database, Removal::face, [this](auto keys) { return detector.remove_faces(std::move(keys)); }, clock),
        events(database),
        sentence_search(sentences, gallery),
        search(database, &sentence_search),
        library({database, objects, events, remover, face_remover, ids}),
        labels(database, events),
        people({database, events, ids}),
        likeness(database, library),
        analysis({{database, events, ids, clock}, objects, face_remover, eyes, detector, likeness}),
        processing({{database, events, ids, clock}, objects, remover, reader, analysis}),
        uploads({database, objects, events, processing, remover, signer, pool, ids}, {.part_bytes = 4}) {}

  Objects objects;
  Detector detector;
  Remover remover;
  Remover face_remover;
  Events events;
  Gallery gallery;
  SentenceSearch sentence_search;
  Search search;
  Library library;
  Labels labels;
  People people;
  Likeness likeness;
  Analysis analysis;
  Processing processing;
  PlainSigner signer;
  Uploads uploads;
};

class World {
 public:
  World() : database(std::move(*store::open_sqlite({}))) {
    REQUIRE(migrate(*database));
    restart();
    REQUIRE(run(server->objects.ensure_bucket()));
  }

  // Runs a task on the loop, as the server would, and waits for it.
  template <class T>
  T run(Task<T> task) {
    std::optional<T> value;
    TaskGroup group;
    group.spawn(loop, into(std::move(task), value));
    group.wait();
    REQUIRE(value);
    return std::move(*value);
  }

  // A new process over the same stores.
  void restart() {
    server = std::make_unique<Server>(*database, s3, rekognition, reader, eyes, sentences, pool, ids, clock);
  }

  static OfferedFile file(std::string name, const std::string& bytes) {
    return {.client_id = name, .name = name, .size = bytes.size(), .sha256 = sha256_hex(bytes)};
  }

  // Offers and sends every part; the upload's id.
  std::string send(const std::string& name, const std::string& bytes) {
    auto answers = run(server->uploads.offer(owner, {file(name, bytes)}, clock.now()));
    REQUIRE(answers);
    const OfferAnswer& answer = answers->front();
    REQUIRE(answer.kind == OfferAnswer::Kind::upload);
    send_parts(answer.upload, bytes);
    return answer.upload.id;
  }

  void send_parts(const OpenUpload& upload, const std::string& bytes) {
    for (size_t at = 0; at < bytes.size(); at += upload.part_size) {
      const std::string part = bytes.substr(at, upload.part_size);
      const auto links = run(server->uploads.sign_parts(owner, upload.id,
                                                        {{.number = int(at / upload.part_size) + 1,
                                                          .size = part.size(),
                                                          .sha256_base64 = to_base64(sha256(as_bytes(part)))}},
                                                        "http://localhost:8080", clock.now()));
      REQUIRE(links);
      const std::string& url = links->front().url;
      const size_t id = url.find("uploadId=") + 9;
      REQUIRE(s3.put_part(url.substr(id, url.find('&', id) - id), links->front().number, part));
    }
  }

  // The whole way: the new photo's id.
  std::string add(const std::string& name, const std::string& bytes) {
    const auto completed = run(server->uploads.complete(owner, send(name, bytes), clock.now()));
    REQUIRE(completed);
    CHECK_FALSE(completed->is_duplicate);
    return completed->photo_id;
  }

  std::string add_ready(const std::string& name, const std::string& bytes) {
    const std::string id = add(name, bytes);
    process_all();
    return id;
  }

  void process_all() {
    for (auto worked = run(server->processing.work_one()); *worked; worked = run(server->processing.work_one())) {
    }
  }

  void analyse_all() {
    for (auto worked = run(server->analysis.work_one()); *worked; worked = run(server->analysis.work_one())) {
    }
  }

  Photo photo(const std::string& id) {
    auto found = run(server->library.find(owner, id));
    REQUIRE(found);
    return std::move(*found);
  }

  int64_t total(View view) { return run(server->library.timeline(owner, view))->total; }

  int64_t rows(std::string_view sql) {
    return run(database->read([sql](store::Reader& reader) -> Result<int64_t> {
             TRY(const auto found, reader.first(sql, {}, [](const store::Row& row) { return row.integer(0); }));
             return found.value_or(0);
           }))
        .value();
  }

  Viewer owner{"owner-1"};
  Viewer stranger{"owner-2"};
  FakeClock clock{kTestNow};
  RandomIds ids;
  MemoryS3 s3;
  MemoryRekognition rekognition;
  ScriptedReader reader;
  ScriptedEyes eyes;
  ScriptedSentences sentences;
  Loop loop{"test-loop"};  // before those whose threads post to it
  Pool pool{"test-pool", 2, 64};
  std::unique_ptr<store::Database> database;
  std::unique_ptr<Server> server;  // last: its workers end while the rest still stands
 private:
  template <class T>
  static Task<void> into(Task<T> task, std::optional<T>& value) {
    value.emplace(co_await std::move(task));
  }
};

}  // namespace lightwell::photos
