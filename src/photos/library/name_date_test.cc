#include "photos/library/name_date.h"

#include <doctest/doctest.h>

namespace lightwell::photos {

TEST_CASE("the names that telephones and programs give tell when a picture was taken") {
  for (const auto& [name, expected] : {
           std::pair("IMG-20191006-WA0002.jpg", "2019-10-06T12:00:00Z"),
           std::pair("IMG_20180704_153012.jpg", "2018-07-04T15:30:12Z"),
           std::pair("PXL_20210403_101112345.jpg", "2021-04-03T10:11:12Z"),
           std::pair("Screenshot_2023-05-06-12-34-56.png", "2023-05-06T12:34:56Z"),
           std::pair("Screenshot 2023-05-06 at 12.34.56.png", "2023-05-06T12:34:56Z"),
           std::pair("WhatsApp Image 2023-05-06 at 12.34.56 (1).jpeg", "2023-05-06T12:34:56Z"),
           std::pair("2016-02-29 08.09.10.jpg", "2016-02-29T08:09:10Z"),
           std::pair("signal-2022-01-02-030405.jpg", "2022-01-02T03:04:05Z"),
           std::pair("20200101_000000.jpg", "2020-01-01T00:00:00Z"),
           std::pair("party 2014-08-09.jpg", "2014-08-09T12:00:00Z"),
           std::pair("20200101_996000.jpg", "2020-01-01T12:00:00Z"),
       }) {
    CAPTURE(name);
    const auto found = date_in_name(name);
    REQUIRE(found);
    CHECK(*found == *parse_iso8601(expected));
  }
}

TEST_CASE("other numbers in names are no dates") {
  for (const std::string_view name :
       {"IMG_0042.jpg", "", "DSC01234.ARW", "20191306.jpg", "20230229.jpg", "120191006.jpg", "201910061.jpg",
        "19191006.jpg", "2019.jpg", "2019-10.jpg", "2019-1006.jpg", "_MG_20199999.CR2", "4000x3000.jpg"}) {
    CAPTURE(name);
    CHECK_FALSE(date_in_name(name));
  }
}

}  // namespace lightwell::photos
