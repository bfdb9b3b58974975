// Signed events: each message of an input stream travels inside another, which carries a date and a signature chained
// to the one before it (the first to the request's own). An empty one ends the stream.
// https://docs.aws.amazon.com/transcribe/latest/dg/streaming-setting-up.html

#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/time.h"
#include "run/bytes.h"
#include "wire/sigv4/signature.h"

namespace lightwell::wire {

struct EventChain {
  // The key of a day: a stream may live past midnight. Empty: signatures are not compared.
  std::function<sigv4::SigningKey(const sigv4::Scope&)> key_for;
  sigv4::Scope scope;     // of the request
  std::string signature;  // of the request
};

// `messages` gives one whole message a read. The clock must outlive the source.
std::unique_ptr<ByteSource> signed_events(std::unique_ptr<ByteSource> messages, EventChain chain, const Clock& clock);

// Gives the messages inside as bytes. `mismatch` words a wrong signature; a stream that breaks off before its empty
// message, or holds what is no message, is errors::invalid_argument.
using EventMismatch = std::function<Error(std::string_view string_to_sign, std::string_view signature)>;
std::unique_ptr<ByteSource> verified_events(std::unique_ptr<ByteSource> bytes, EventChain chain,
                                            EventMismatch mismatch);

}  // namespace lightwell::wire
