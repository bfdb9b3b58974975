#include "engines/image/child/metadata.h"

#include <doctest/doctest.h>

#include <exiv2/exiv2.hpp>

#include "engines/image/child/look.h"
#include "engines/image/child/made_pictures.h"

namespace lightwell::engines::image {
namespace {

// A picture with these tags, written by exiv2.
class Tagged {
 public:
  explicit Tagged(const std::string& suffix = ".jpg") {
    start_vips();
    file_ = make_picture({.suffix = suffix});
    image_.reset(Exiv2::ImageFactory::open(reinterpret_cast<const Exiv2::byte*>(file_.data()), file_.size()).release());
    image_->readMetadata();
  }
  Tagged& exif(const char* key, const std::string& value) {
    image_->exifData()[key].setValue(value);
    return *this;
  }
  Tagged& xmp(const char* key, const std::string& value) {
    image_->xmpData()[key].setValue(value);
    return *this;
  }
  Tagged& iptc(const char* key, const std::string& value) {
    image_->iptcData().add(Exiv2::IptcKey(key), Exiv2::Value::create(Exiv2::string).get());
    auto added = image_->iptcData().end();
    (--added)->setValue(value);
    return *this;
  }
  PhotoFacts facts() {
    image_->writeMetadata();
    Exiv2::BasicIo& io = image_->io();
    io.open();
    const auto bytes = io.read(long(io.size()));
    const std::string file(reinterpret_cast<const char*>(bytes.pData_), size_t(bytes.size_));
    const auto report = look_at(as_bytes(file), 1'000'000);
    REQUIRE(report);
    CHECK(report->warnings.empty());
    return report->facts;
  }

 private:
  std::string file_;  // exiv2 reads it where it lies
  std::unique_ptr<Exiv2::Image> image_;
};

}  // namespace

TEST_CASE("everything a camera writes is read") {
  const PhotoFacts facts = Tagged()
                               .exif("Exif.Image.Make", "Canon")
                               .exif("Exif.Image.Model", "Canon EOS R5")
                               .exif("Exif.Photo.LensModel", "RF24-70mm F2.8 L IS USM")
                               .exif("Exif.Photo.ExposureTime", "1/250")
                               .exif("Exif.Photo.FNumber", "28/10")
                               .exif("Exif.Photo.ISOSpeedRatings", "400")
                               .exif("Exif.Photo.FocalLength", "50/1")
                               .exif("Exif.Photo.FocalLengthIn35mmFilm", "75")
                               .exif("Exif.Photo.ExposureBiasValue", "-2/3")
                               .exif("Exif.Photo.Flash", "25")
                               .exif("Exif.Photo.DateTimeOriginal", "2023:07:14 18:30:05")
                               .exif("Exif.Photo.SubSecTimeOriginal", "42")
                               .exif("Exif.Photo.OffsetTimeOriginal", "+02:00")
                               .exif("Exif.GPSInfo.GPSLatitude", "48/1 51/1 2964/100")
                               .exif("Exif.GPSInfo.GPSLatitudeRef", "N")
                               .exif("Exif.GPSInfo.GPSLongitude", "2/1 17/1 4020/100")
                               .exif("Exif.GPSInfo.GPSLongitudeRef", "E")
                               .exif("Exif.GPSInfo.GPSAltitude", "355/10")
                               .exif("Exif.GPSInfo.GPSAltitudeRef", "0")
                               .exif("Exif.Image.ImageDescription", "The tower at dusk")
                               .xmp("Xmp.dc.title", "Tower")
                               .xmp("Xmp.dc.subject", "Paris")
                               .xmp("Xmp.dc.subject", "dusk")
                               .xmp("Xmp.xmp.Rating", "4")
                               .facts();
  CHECK(facts.camera_make == "Canon");
  CHECK(facts.camera_model == "Canon EOS R5");
  CHECK(facts.lens == "RF24-70mm F2.8 L IS USM");
  CHECK(*facts.exposure_seconds == doctest::Approx(0.004));
  CHECK(*facts.f_number == doctest::Approx(2.8));
  CHECK(facts.iso == 400);
  CHECK(facts.focal_length_mm == 50);
  CHECK(facts.focal_length_35mm == 75);
  CHECK(*facts.exposure_bias_ev == doctest::Approx(-0.6667).epsilon(0.001));
  CHECK(facts.flash_fired == true);
  CHECK(iso8601_millis(facts.taken_at->local) == "2023-07-14T18:30:05.420Z");
  CHECK(facts.taken_at->zone_minutes == 120);
  CHECK(facts.gps->latitude == doctest::Approx(48.858233));
  CHECK(facts.gps->longitude == doctest::Approx(2.294500));
  CHECK(*facts.gps->altitude_metres == doctest::Approx(35.5));
  CHECK(facts.title == "Tower");
  CHECK(facts.description == "The tower at dusk");
  CHECK(facts.keywords == std::vector<std::string>{"Paris", "dusk"});
  CHECK(facts.rating == 4);
}

TEST_CASE("south and west are negative, and a depth below the sea too") {
  const PhotoFacts facts = Tagged()
                               .exif("Exif.GPSInfo.GPSLatitude", "33/1 51/1 0/1")
                               .exif("Exif.GPSInfo.GPSLatitudeRef", "S")
                               .exif("Exif.GPSInfo.GPSLongitude", "70/1 30/1 0/1")
                               .exif("Exif.GPSInfo.GPSLongitudeRef", "W")
                               .exif("Exif.GPSInfo.GPSAltitude", "12/1")
                               .exif("Exif.GPSInfo.GPSAltitudeRef", "1")
                               .facts();
  CHECK(facts.gps->latitude == doctest::Approx(-33.85));
  CHECK(facts.gps->longitude == doctest::Approx(-70.5));
  CHECK(facts.gps->altitude_metres == -12);
}

TEST_CASE("a place that is none is left out") {
  const auto place = [](const char* latitude, const char* north, const char* longitude, const char* east) {
    return Tagged()
        .exif("Exif.GPSInfo.GPSLatitude", latitude)
        .exif("Exif.GPSInfo.GPSLatitudeRef", north)
        .exif("Exif.GPSInfo.GPSLongitude", longitude)
        .exif("Exif.GPSInfo.GPSLongitudeRef", east)
        .facts()
        .gps;
  };
  CHECK(place("10/1 0/1 0/1", "N", "10/1 0/1 0/1", "E"));
  CHECK_FALSE(place("0/1 0/1 0/1", "N", "0/1 0/1 0/1", "E"));
  CHECK_FALSE(place("300/1 0/1 0/1", "N", "10/1 0/1 0/1", "E"));
  CHECK_FALSE(place("10/0 0/1 0/1", "N", "10/1 0/1 0/1", "E"));
  CHECK_FALSE(Tagged().facts().gps);
}

TEST_CASE("numbers that make no sense are left out, and the rest stays") {
  const PhotoFacts facts = Tagged()
                               .exif("Exif.Image.Model", "Test")
                               .exif("Exif.Photo.ExposureTime", "1/0")
                               .exif("Exif.Photo.FNumber", "0/1")
                               .exif("Exif.Photo.ISOSpeedRatings", "0")
                               .exif("Exif.Photo.FocalLength", "0/10")
                               .exif("Exif.Image.Rating", "99")
                               .exif("Exif.Photo.DateTimeOriginal", "0000:00:00 00:00:00")
                               .facts();
  CHECK(facts.camera_model == "Test");
  CHECK_FALSE(facts.exposure_seconds);
  CHECK_FALSE(facts.f_number);
  CHECK_FALSE(facts.iso);
  CHECK_FALSE(facts.focal_length_mm);
  CHECK_FALSE(facts.rating);
  CHECK_FALSE(facts.taken_at);
  CHECK_FALSE(facts.flash_fired);
}

TEST_CASE("dates come from the best source there is") {
  CHECK(iso8601_seconds(Tagged()
                            .exif("Exif.Image.DateTime", "2024:01:01 00:00:00")
                            .exif("Exif.Photo.DateTimeDigitized", "2022:02:02 02:02:02")
                            .facts()
                            .taken_at->local) == "2022-02-02T02:02:02Z");
  CHECK(iso8601_seconds(Tagged().exif("Exif.Image.DateTime", "2024:01:01 00:00:00").facts().taken_at->local) ==
        "2024-01-01T00:00:00Z");
  const auto by_xmp = Tagged()
                          .exif("Exif.Image.DateTime", "2024:01:01 00:00:00")
                          .xmp("Xmp.photoshop.DateCreated", "1987-05-03T10:00:00+01:00")
                          .facts()
                          .taken_at;
  CHECK(iso8601_seconds(by_xmp->local) == "1987-05-03T10:00:00Z");
  CHECK(by_xmp->zone_minutes == 60);
}

TEST_CASE("the camera's zone follows from its GPS clock") {
  const auto taken = Tagged()
                         .exif("Exif.Photo.DateTimeOriginal", "2020:06:08 11:16:13")
                         .exif("Exif.GPSInfo.GPSDateStamp", "2020:06:08")
                         .exif("Exif.GPSInfo.GPSTimeStamp", "14/1 16/1 10/1")
                         .facts()
                         .taken_at;
  CHECK(taken->zone_minutes == -180);
}

TEST_CASE("titles, captions and keywords of older programs are read from IPTC") {
  const PhotoFacts facts = Tagged()
                               .iptc("Iptc.Application2.ObjectName", "Harbour")
                               .iptc("Iptc.Application2.Caption", "M\xfcnchen has none")
                               .iptc("Iptc.Application2.Keywords", "boats")
                               .iptc("Iptc.Application2.Keywords", "water")
                               .facts();
  CHECK(facts.title == "Harbour");
  CHECK(facts.description == "M\u00fcnchen has none");
  CHECK(facts.keywords == std::vector<std::string>{"boats", "water"});
}

TEST_CASE("metadata in PNG, WebP and TIFF is read as in JPEG") {
  for (const std::string suffix : {".png", ".webp", ".tif"}) {
    CAPTURE(suffix);
    const PhotoFacts facts = Tagged(suffix)
                                 .exif("Exif.Image.Model", "Scanner")
                                 .exif("Exif.Photo.DateTimeOriginal", "2023:07:14 18:30:05")
                                 .facts();
    CHECK(facts.camera_model == "Scanner");
    CHECK(facts.taken_at);
  }
}

TEST_CASE("a long text is cut and a broken one is mended") {
  CHECK(Tagged().exif("Exif.Image.ImageDescription", std::string(20'000, 'x')).facts().description.size() == 4096);
  CHECK(Tagged().exif("Exif.Image.Make", "Caf\xe9\x01 ").facts().camera_make == "Caf\u00e9");
}

TEST_CASE("metadata that is broken costs the facts and not the picture") {
  start_vips();
  std::string file = make_picture({.orientation = 6});
  const size_t exif = file.find("Exif");
  REQUIRE(exif != std::string::npos);
  for (size_t i = exif + 14; i < exif + 60; ++i) file[i] = char(0xFF);
  const auto report = look_at(as_bytes(file), 1'000'000);
  REQUIRE(report);
  CHECK(report->large.width > 0);
}

}  // namespace lightwell::engines::image
