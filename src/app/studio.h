// The photo application, put together: owners, uploads, library, and the reading and analysing of what comes in.

#pragma once

#include <memory>
#include <string>

#include "api/rekognition/handlers.h"
#include "api/s3/handlers.h"
#include "app/configuration.h"
#include "app/machines.h"
#include "app/ports/part_signer.h"
#include "app/stores.h"
#include "photos/events.h"
#include "photos/eyes/detector.h"
#include "photos/eyes/engine_eyes.h"
#include "photos/eyes/engine_sentences.h"
#include "photos/jobs/analysis.h"
#include "photos/jobs/engine_reader.h"
#include "photos/jobs/processing.h"
#include "photos/labels/labels.h"
#include "photos/library/library.h"
#include "photos/likeness/gallery.h"
#include "photos/likeness/likeness.h"
#include "photos/objects/objects.h"
#include "photos/objects/remover.h"
#include "photos/owners/owners.h"
#include "photos/owners/throttle.h"
#include "photos/people/people.h"
#include "photos/search/search.h"
#include "photos/search/sentence_search.h"
#include "photos/uploads/uploads.h"
#include "run/loop.h"
#include "run/pool.h"

namespace lightwell::app {

class Studio {
 public:
  // Everything given must outlive the studio.
  Studio(const Configuration& configuration, Stores& stores, Machines& machines, api::s3::S3& s3,
         api::rekognition::Rekognition& rekognition, const wire::sigv4::Credentials& uploader, const Clock& clock,
         Ids& ids, Interlude& interlude);

  Result<void> migrate();
  // Goes on with what an earlier process left undone, and starts the workers on `loop`.
  Task<Result<void>> start(Loop& loop, Timestamp now);
  // Ends the workers after what they do now. Not on the loop's own thread.
  void stop();
  // What a day brings: ends what has run out. For periodic work.
  Task<void> sweep(Timestamp now);
  // Empties the application. For --testing alone; S3 is emptied before.
  Task<Result<void>> reset();

 private:
  store::Database& database_;
  photos::EngineReader reader_;
  photos::EngineEyes eyes_;
  photos::EngineSentences sentences_;
  photos::Gallery gallery_;
  photos::SentenceSearch sentence_search_;
  Pool hashing_;  // Argon2id takes 19 MiB and tens of milliseconds: few at a time
  SigV4PartSigner signer_;
  std::unique_ptr<photos::Throttle> throttle_;

 public:
  photos::Objects objects;
  photos::Detector detector;
  photos::Events events;
  photos::Search search;
  photos::Remover remover;
  photos::Remover face_remover;
  photos::Library library;
  photos::Labels labels;
  photos::People people;
  photos::Likeness likeness;
  photos::Analysis analysis;
  photos::Processing processing;
  photos::Uploads uploads;
  photos::Owners owners;
};

}  // namespace lightwell::app
