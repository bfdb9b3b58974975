// ImageReader: what processing asks of the machine that reads pictures. EngineReader is the real one.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "photos/library/photo.h"
#include "run/bytes.h"
#include "run/task.h"

namespace lightwell::photos {

namespace errors {
// The picture itself is at fault (broken, not a picture, too large); the message tells a person why. Final.
inline constexpr ErrorKind bad_picture{"BadPicture", 422, Fault::sender, "This picture could not be read."};
// The machine failed (crash, time limit, out of memory): another attempt may work.
inline constexpr ErrorKind reader_failed{"ReaderFailed", 500, Fault::receiver,
                                         "This picture could not be read: the reader ended unexpectedly."};
}  // namespace errors

struct PreviewBytes {
  int edge = 0;  // 256: the short side of a row of the timeline; 1440: the box of a screen
  std::string webp;
};

struct Reading {
  std::string type;  // content type by content
  PhotoKind kind = PhotoKind::image;
  int width = 0;  // as displayed
  int height = 0;
  int orientation = 1;
  int frames = 1;
  std::optional<Taken> taken;  // from EXIF or XMP
  int rating = 0;
  Exif exif;
  std::optional<Gps> gps;
  std::string thumbhash;
  bool is_cut_off = false;  // the file breaks off: the previews lack a part of the picture
  std::vector<PreviewBytes> previews;
};

class ImageReader {
 public:
  virtual ~ImageReader() = default;
  // The whole of the original. errors: bad_picture, reader_failed; any other says that it was not looked at.
  virtual Task<Result<Reading>> read(Payload original) = 0;
  // Ends what is being read with errors::stopped, now and later.
  virtual void stop() {}
};

}  // namespace lightwell::photos
