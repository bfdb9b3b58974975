#include "engines/image/child/metadata.h"

#include <iconv.h>

#include <cmath>
#include <exiv2/exiv2.hpp>

#include "engines/image/child/taken_at.h"
#include "engines/image/child/texts.h"

namespace lightwell::engines::image {
namespace {

using Exiv2::ExifData;
using Exiv2::ExifKey;

const Exiv2::Exifdatum* find(const ExifData& exif, const char* key) {
  const auto found = exif.findKey(ExifKey(key));
  return found == exif.end() || found->count() == 0 ? nullptr : &*found;
}

std::string text(const ExifData& exif, const char* key, size_t bytes_max) {
  const auto* datum = find(exif, key);
  return datum == nullptr ? std::string() : clean_text(datum->toString(), bytes_max);
}

// Windows Explorer's tags are UTF-16 in a list of bytes.
std::string wide_text(const ExifData& exif, const char* key, size_t bytes_max) {
  const auto* datum = find(exif, key);
  if (datum == nullptr || datum->size() > 64 * 1024) return {};
  std::string bytes(size_t(datum->size()), '\0');
  datum->copy(reinterpret_cast<Exiv2::byte*>(bytes.data()), Exiv2::littleEndian);
  return clean_text(utf8_of_utf16(bytes), bytes_max);
}

std::optional<double> ratio(const Exiv2::Exifdatum* datum, size_t index = 0) {
  if (datum == nullptr || size_t(datum->count()) <= index) return std::nullopt;
  const auto [above, below] = datum->toRational(long(index));
  if (below == 0) return std::nullopt;
  return double(above) / double(below);
}

std::optional<double> ratio_between(const ExifData& exif, const char* key, double least, double most) {
  const auto value = ratio(find(exif, key));
  return value && *value >= least && *value <= most ? value : std::nullopt;
}

// exiv2 0.28 renamed it.
template <class Datum>
int64_t integer_of(const Datum& datum) {
  if constexpr (requires { datum.toInt64(); }) {
    return datum.toInt64();
  } else {
    return datum.toLong();
  }
}

std::optional<int64_t> integer(const ExifData& exif, const char* key) {
  const auto* datum = find(exif, key);
  return datum == nullptr ? std::nullopt : std::optional(integer_of(*datum));
}

std::optional<double> degrees(const ExifData& exif, const char* key, const char* reference_key, char negative) {
  const auto* datum = find(exif, key);
  const auto whole = ratio(datum);
  if (!whole) return std::nullopt;
  const double value = *whole + ratio(datum, 1).value_or(0) / 60 + ratio(datum, 2).value_or(0) / 3600;
  const std::string reference = text(exif, reference_key, 8);
  if (reference.empty()) return std::nullopt;
  return std::toupper(static_cast<unsigned char>(reference.front())) == negative ? -value : value;
}

std::optional<GpsPosition> gps_of(const ExifData& exif) {
  const auto latitude = degrees(exif, "Exif.GPSInfo.GPSLatitude", "Exif.GPSInfo.GPSLatitudeRef", 'S');
  const auto longitude = degrees(exif, "Exif.GPSInfo.GPSLongitude", "Exif.GPSInfo.GPSLongitudeRef", 'W');
  if (!latitude || !longitude || std::abs(*latitude) > 90 || std::abs(*longitude) > 180) return std::nullopt;
  // What a receiver without a fix writes, not a boat in the Gulf of Guinea.
  if (*latitude == 0 && *longitude == 0) return std::nullopt;
  GpsPosition position = {*latitude, *longitude, {}};
  if (const auto altitude = ratio(find(exif, "Exif.GPSInfo.GPSAltitude")); altitude && *altitude <= 100'000) {
    const bool below = integer(exif, "Exif.GPSInfo.GPSAltitudeRef").value_or(0) == 1;
    if (!below || *altitude < 12'000) position.altitude_metres = below ? -*altitude : *altitude;
  }
  return position;
}

std::optional<TakenAt> taken_at(const ExifData& exif, const Exiv2::XmpData& xmp) {
  struct Source {
    const char* time;
    const char* fraction;
    const char* zone;
  };
  const Source sources[] = {
      {"Exif.Photo.DateTimeOriginal", "Exif.Photo.SubSecTimeOriginal", "Exif.Photo.OffsetTimeOriginal"},
      {"Exif.Photo.DateTimeDigitized", "Exif.Photo.SubSecTimeDigitized", "Exif.Photo.OffsetTimeDigitized"}};
  const std::string gps_day = text(exif, "Exif.GPSInfo.GPSDateStamp", 32);
  const auto* gps_time = find(exif, "Exif.GPSInfo.GPSTimeStamp");
  const std::optional<double> gps_seconds =
      ratio(gps_time) ? std::optional(*ratio(gps_time) * 3600 + ratio(gps_time, 1).value_or(0) * 60 +
                                      ratio(gps_time, 2).value_or(0))
                      : std::nullopt;
  for (const Source& source : sources) {
    auto taken = exif_time(text(exif, source.time, 64), text(exif, source.fraction, 16), text(exif, source.zone, 16));
    if (!taken) continue;
    if (!taken->zone_minutes && gps_seconds) taken->zone_minutes = zone_by_gps(taken->local, gps_day, *gps_seconds);
    return taken;
  }
  for (const char* key : {"Xmp.exif.DateTimeOriginal", "Xmp.photoshop.DateCreated", "Xmp.xmp.CreateDate"}) {
    const auto found = xmp.findKey(Exiv2::XmpKey(key));
    if (found == xmp.end()) continue;
    if (const auto taken = xmp_time(found->toString())) return taken;
  }
  // The time of the last change: all that scanners and some programs leave.
  return exif_time(text(exif, "Exif.Image.DateTime", 64), {}, text(exif, "Exif.Photo.OffsetTime", 16));
}

std::string lens_of(const ExifData& exif) {
  std::string lens = text(exif, "Exif.Photo.LensModel", 256);
  if (lens.empty()) {
    const auto found = Exiv2::lensName(exif);
    if (found != exif.end()) lens = clean_text(found->print(&exif), 256);
  }
  // What cameras write for a lens they do not know: "n/a", "(65535)", "----".
  const bool says_nothing = lens.starts_with('(') || lens.starts_with("n/a") || lens.starts_with("None") ||
                            lens.find_first_not_of("-0 .,/") == std::string::npos;
  return says_nothing ? std::string() : lens;
}

std::optional<uint32_t> iso_of(const ExifData& exif) {
  for (const char* key : {"Exif.Photo.ISOSpeedRatings", "Exif.Photo.RecommendedExposureIndex", "Exif.Photo.ISOSpeed"}) {
    const auto iso = integer(exif, key);
    // 65535 says that the number does not fit there.
    if (iso && *iso > 0 && *iso < 10'000'000 && *iso != 65535) return uint32_t(*iso);
  }
  const auto found = Exiv2::isoSpeed(exif);
  if (found == exif.end()) return std::nullopt;
  const auto iso = parse_unsigned(clean_text(found->print(&exif), 16));
  return iso && *iso > 0 && *iso < 10'000'000 ? std::optional(uint32_t(*iso)) : std::nullopt;
}

void read_camera(const ExifData& exif, PhotoFacts& facts) {
  facts.camera_make = text(exif, "Exif.Image.Make", 256);
  facts.camera_model = text(exif, "Exif.Image.Model", 256);
  facts.lens = lens_of(exif);
  facts.exposure_seconds = ratio_between(exif, "Exif.Photo.ExposureTime", 1e-9, 1e6);
  facts.f_number = ratio_between(exif, "Exif.Photo.FNumber", 0.1, 1000);
  facts.iso = iso_of(exif);
  facts.focal_length_mm = ratio_between(exif, "Exif.Photo.FocalLength", 0.01, 100'000);
  if (const auto focal = integer(exif, "Exif.Photo.FocalLengthIn35mmFilm"); focal && *focal > 0 && *focal < 100'000) {
    facts.focal_length_35mm = double(*focal);
  }
  facts.exposure_bias_ev = ratio_between(exif, "Exif.Photo.ExposureBiasValue", -50, 50);
  if (const auto flash = integer(exif, "Exif.Photo.Flash")) facts.flash_fired = (*flash & 1) != 0;
  if (const auto stars = integer(exif, "Exif.Image.Rating"); stars && *stars >= 0 && *stars <= 5) {
    facts.rating = uint8_t(*stars);
  }
}

std::string xmp_text(const Exiv2::XmpData& xmp, const char* key) {
  const auto found = xmp.findKey(Exiv2::XmpKey(key));
  if (found == xmp.end() || found->count() == 0) return {};
  if (const auto* languages = dynamic_cast<const Exiv2::LangAltValue*>(&found->value())) {
    return clean_text(languages->toString("x-default"), 4096);
  }
  return clean_text(found->toString(0), 4096);
}

std::string iptc_text(const Exiv2::IptcData& iptc, const char* key) {
  const auto found = iptc.findKey(Exiv2::IptcKey(key));
  return found == iptc.end() ? std::string() : clean_text(found->toString(), 4096);
}

std::string first_of(std::initializer_list<std::string> texts) {
  for (const std::string& one : texts) {
    if (!one.empty()) return one;
  }
  return {};
}

void add_keyword(PhotoFacts& facts, const std::string& raw) {
  std::string word = clean_text(raw, 256);
  if (word.empty() || facts.keywords.size() >= 100 || std::ranges::find(facts.keywords, word) != facts.keywords.end())
    return;
  facts.keywords.push_back(std::move(word));
}

void read_words(const Exiv2::Image& image, PhotoFacts& facts) {
  const auto& [exif, xmp, iptc] = std::tie(image.exifData(), image.xmpData(), image.iptcData());
  facts.title = first_of({xmp_text(xmp, "Xmp.dc.title"), iptc_text(iptc, "Iptc.Application2.ObjectName"),
                          wide_text(exif, "Exif.Image.XPTitle", 4096)});
  facts.description = first_of({xmp_text(xmp, "Xmp.dc.description"), iptc_text(iptc, "Iptc.Application2.Caption"),
                                without_camera_phrases(text(exif, "Exif.Image.ImageDescription", 4096)),
                                wide_text(exif, "Exif.Image.XPComment", 4096)});
  if (const auto subject = xmp.findKey(Exiv2::XmpKey("Xmp.dc.subject")); subject != xmp.end()) {
    for (size_t i = 0; i < std::min<size_t>(size_t(subject->count()), 100); ++i) {
      add_keyword(facts, subject->toString(long(i)));
    }
  }
  for (const auto& datum : iptc) {
    if (datum.key() == "Iptc.Application2.Keywords") add_keyword(facts, datum.toString());
  }
  if (const auto found = xmp.findKey(Exiv2::XmpKey("Xmp.xmp.Rating")); found != xmp.end()) {
    const auto stars = parse_unsigned(clean_text(found->toString(), 8).substr(0, 1));
    if (stars && *stars <= 5) facts.rating = uint8_t(*stars);
  }
}

// A tag that exiv2 cannot digest must not cost the others.
template <class Read>
void survive(Read read) {
  try {
    read();
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception&) {
  }
}

}  // namespace

void prepare_metadata() {
  Exiv2::LogMsg::setLevel(Exiv2::LogMsg::mute);
  Exiv2::XmpParser::initialize();
#ifdef EXV_ENABLE_BMFF
  Exiv2::enableBMFF(true);
#endif
  // Converters stay loaded in the process once they were opened.
  for (const char* set :
       {"UCS-2LE", "UCS-2BE", "UTF-16LE", "UTF-16BE", "ISO-8859-1", "CP1252", "SHIFT_JIS", "EUC-JP"}) {
    iconv_t converter = iconv_open("UTF-8", set);
    if (converter != iconv_t(-1)) iconv_close(converter);
  }
}

Metadata::Metadata(Bytes original) {
  try {
    image_.reset(
        Exiv2::ImageFactory::open(reinterpret_cast<const Exiv2::byte*>(original.data()), original.size()).release());
    image_->readMetadata();
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception&) {
    trouble_ = "What the camera wrote beside the picture could not be read, or not all of it.";
  }
}

Metadata::~Metadata() = default;

PhotoFacts Metadata::facts() const {
  PhotoFacts facts;
  if (!image_) return facts;
  survive([&] { facts.taken_at = taken_at(image_->exifData(), image_->xmpData()); });
  survive([&] { facts.gps = gps_of(image_->exifData()); });
  survive([&] { read_camera(image_->exifData(), facts); });
  survive([&] { read_words(*image_, facts); });
  return facts;
}

std::optional<uint8_t> Metadata::orientation() const {
  std::optional<uint8_t> found;
  if (!image_) return found;
  survive([&] {
    const auto value = integer(image_->exifData(), "Exif.Image.Orientation");
    if (value && *value >= 1 && *value <= 8) found = uint8_t(*value);
  });
  return found;
}

}  // namespace lightwell::engines::image
