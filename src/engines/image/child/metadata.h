// What the camera wrote beside the picture: EXIF, XMP and IPTC, read by exiv2.

#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/text.h"
#include "engines/image/image_report.h"

namespace Exiv2 {
class Image;
}

namespace lightwell::engines::image {

// Before the first use, and before the filter of system calls: character sets and XMP's tables are loaded here.
void prepare_metadata();

class Metadata {
 public:
  // Never fails: what cannot be read is absent, and `trouble()` says so. `original` must outlive the object.
  explicit Metadata(Bytes original);
  ~Metadata();

  PhotoFacts facts() const;
  std::optional<uint8_t> orientation() const;
  // A sentence for the person, where the metadata could not be read.
  const std::string& trouble() const { return trouble_; }
  // Null where the file could not be read.
  Exiv2::Image* image() const { return image_.get(); }

 private:
  std::unique_ptr<Exiv2::Image> image_;
  std::string trouble_;
};

}  // namespace lightwell::engines::image
