// Text that headers cannot carry as it is: RFC 2047 encoded words, in which S3 takes and gives user metadata that is
// not ASCII.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html

#pragma once

#include <string>
#include <string_view>

namespace lightwell::wire {

// Plain ASCII stays as it is; anything else becomes =?UTF-8?B?...?=
std::string to_mail_words(std::string_view text);

// Encoded words (B and Q, in UTF-8 or Latin-1) become the text they stand for; the rest stays. Bytes that are no UTF-8
// are taken for Latin-1.
std::string from_mail_words(std::string_view text);

}  // namespace lightwell::wire
