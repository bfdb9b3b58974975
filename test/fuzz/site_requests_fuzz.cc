// Bodies of requests to the app door: whatever comes, each reader answers a value or a complaint in words.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "site/errors.h"
#include "site/requests.h"

namespace lightwell::site {
namespace {

template <class T>
void expect_value_or_words(const Result<T>& read) {
  if (read) return;
  if (read.error().kind != &errors::invalid_field || read.error().message.empty()) std::abort();
}

void read_everything(std::string_view text) {
  const auto body = JsonDocument::parse(text);
  if (!body) return;
  expect_value_or_words(read_setup(*body));
  expect_value_or_words(read_sign_in(*body));
  expect_value_or_words(read_passphrase_change(*body));
  expect_value_or_words(read_passphrase_question(*body));
  expect_value_or_words(read_offer(*body));
  expect_value_or_words(read_parts(*body));
  expect_value_or_words(read_selection(*body, kSelectionMax));
  expect_value_or_words(read_trash_selection(*body));
  expect_value_or_words(read_changes(*body));
}

}  // namespace
}  // namespace lightwell::site

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  lightwell::site::read_everything({reinterpret_cast<const char*>(data), size});
  return 0;
}
