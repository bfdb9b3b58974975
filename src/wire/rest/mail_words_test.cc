#include "wire/rest/mail_words.h"

#include <doctest/doctest.h>

namespace lightwell::wire {

TEST_CASE("Text comes back as it went, whatever it is") {
  for (const std::string text : {"", "plain", "caf\xC3\xA9", "=?x", "a =?UTF-8?B?w6k=?= b", "tab\there", " spaces "}) {
    CAPTURE(text);
    CHECK(from_mail_words(to_mail_words(text)) == text);
  }
  CHECK(to_mail_words("plain") == "plain");
  CHECK(to_mail_words("\xC3\xA9") == "=?UTF-8?B?w6k=?=");
}

TEST_CASE("Encoded words of other senders are read") {
  CHECK(from_mail_words("=?UTF-8?Q?caf=C3=A9_1?=") == "caf\xC3\xA9 1");
  CHECK(from_mail_words("=?iso-8859-1?q?caf=E9?=") == "caf\xC3\xA9");
  CHECK(from_mail_words("=?UTF-8?B?w6k=?= =?UTF-8?B?w6k=?=") == "\xC3\xA9\xC3\xA9");
  CHECK(from_mail_words("a =?UTF-8?B?w6k=?= b") == "a \xC3\xA9 b");
  CHECK(from_mail_words("caf\xE9") == "caf\xC3\xA9");
}

TEST_CASE("What is no encoded word stays as it is") {
  for (const std::string text : {"=?", "=?UTF-8", "=?UTF-8?B?", "=?UTF-8?B?!!?=", "=?KOI8-R?B?w6k=?=", "=?UTF-8?X?a?=",
                                 "=?UTF-8?B?/w==?=", "=?UTF-8?Q?=Z?="}) {
    CAPTURE(text);
    CHECK(from_mail_words(text) == text);
  }
}

}  // namespace lightwell::wire
