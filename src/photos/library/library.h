// Library: the photos a person has, by month and by hand.
//
// The timeline is answered from counts kept in the transactions that move photos, so its cost is the number of months,
// not of photos. A month's tiles come from one covering index. Deleting moves to the trash; only emptying it, or 30
// days, removes bytes, through an outbox that survives a kill.

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "base/time.h"
#include "photos/events.h"
#include "photos/library/photo.h"
#include "photos/owners/access.h"
#include "run/bytes.h"
#include "run/pool.h"
#include "run/task.h"
#include "store/sql/database.h"

namespace lightwell::photos {

class Objects;
class Remover;
struct DownloadKey;
struct Flags;

// photos: neither archived nor in the trash. favourites: archived ones too. archive: not in the trash.
enum class View { photos, favourites, archive, trash };
std::optional<View> parse_view(std::string_view);  // "photos", "favourites", "archive", "trash"

struct MonthCount {
  std::string month;  // "2024-05"
  int64_t count = 0;
};

struct Timeline {
  int64_t total = 0;
  std::vector<MonthCount> months;  // newest first
  int64_t version = 0;             // the newest event's sequence number: the same number, the same timeline
};

// Photos as a page shows many: a column a vector, all of one length.
struct Tiles {
  std::vector<std::string> ids;
  std::vector<Timestamp> taken;          // local, see Taken
  std::vector<double> ratios;            // width / height; 1 until processed
  std::vector<std::string> thumbhashes;  // raw bytes, may be empty
  std::vector<PhotoState> states;
  std::vector<bool> favourites;
  std::vector<PhotoKind> kinds;
  std::vector<std::string> names;
  std::vector<int64_t> versions;  // of the previews

  void shorten(size_t count_max);
};

// One month, newest first.
struct MonthTiles : Tiles {
  std::string month;
  std::vector<Timestamp> trashed;  // in the trash only: since when
};

struct PhotoChanges {
  std::optional<bool> is_favourite;
  std::optional<bool> is_archived;
  std::optional<int> rating;  // 0 to 5
};

struct Preview {
  Payload body;
  uint64_t size = 0;
  std::string e_tag;  // quoted
  std::string type = "image/webp";
};

struct Original {
  std::string name;
  std::string type;
  std::string e_tag;                         // quoted
  Timestamp last_modified;                   // of the stored bytes
  uint64_t size = 0;                         // of the whole file
  std::optional<std::string> content_range;  // set when the answer is a part: "bytes 0-99/1234"
  Payload body;                              // of the part, or the whole
};

struct Download {
  std::string file_name;  // "lightwell-2026-11-22.zip"
  std::unique_ptr<ByteSource> body;
};

struct Neighbours {
  std::optional<std::string> previous;  // the one shown before: newer
  std::optional<std::string> next;
};

class Library {
 public:
  struct Parts {  // all must outlive the library
    store::Database& database;
    Objects& objects;
    Events& events;
    Remover& remover;       // of objects
    Remover& face_remover;  // of faces in collections
    Ids& ids;
  };
  explicit Library(Parts parts);

  Task<Result<Timeline>> timeline(Viewer viewer, View view);
  // `month` as "2024-05"; an empty answer for a month without photos. errors: bad_request.
  Task<Result<MonthTiles>> month(Viewer viewer, View view, std::string month);
  Task<Result<Photo>> find(Viewer viewer, std::string id);  // errors: photo_not_found
  Task<Result<Neighbours>> neighbours(Viewer viewer, View view, std::string id);

  // All take at most 1,000 ids and answer how many photos changed; ids of others and of no photo are passed over.
  Task<Result<int64_t>> change(Viewer viewer, std::vector<std::string> ids, PhotoChanges changes, Timestamp now);
  Task<Result<int64_t>> trash(Viewer viewer, std::vector<std::string> ids, Timestamp now);
  Task<Result<int64_t>> restore(Viewer viewer, std::vector<std::string> ids, Timestamp now);
  // Removes for good: of the ids given those that are in the trash; all that is there when no ids are given.
  Task<Result<int64_t>> empty_trash(Viewer viewer, std::optional<std::vector<std::string>> ids, Timestamp now);

  // `edge`: 256 or 1440. errors: photo_not_found, preview_not_ready, bad_request.
  Task<Result<Preview>> preview(Viewer viewer, std::string id, int edge);
  // `range`: the Range header as it came, if one came. errors: photo_not_found; S3's InvalidRange (416) with its
  // details RangeRequested and ActualObjectSize.
  Task<Result<Original>> original(Viewer viewer, std::string id, std::optional<std::string> range);

  // A download is a list of photos with a name of its own; its body is a ZIP made while it is sent. It opens in the
  // session that prepared it alone, and is forgotten five minutes after its bytes were last on their way: what was cut
  // off can be asked for again, what lies in a history cannot.
  Task<Result<std::string>> prepare_download(Viewer viewer, std::string session_id, std::vector<std::string> ids,
                                             Timestamp now);
  Task<Result<Download>> open_download(Viewer viewer, std::string session_id, std::string download_id, Timestamp now);

  // Removes what has been in the trash for 30 days, and old downloads; for periodic work.
  Task<Result<void>> sweep(Timestamp now);

 private:
  Task<Result<int64_t>> edit_all(Viewer viewer, std::vector<std::string> ids, std::function<void(Flags&)> edit,
                                 Change change, Timestamp now);
  Task<Result<std::vector<Photo>>> use_download(DownloadKey key, Timestamp now);
  static Task<Result<Payload>> open_original(Objects& objects, std::string key);

  Parts parts_;
};

}  // namespace lightwell::photos
