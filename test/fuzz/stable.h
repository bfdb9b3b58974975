// What a codec takes, it can say again: encode(decode(x)) decodes to the same words.

#pragma once

#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "wire/codec.h"

namespace lightwell::wire_fuzz {

inline std::string text_of(const wire::RequestParts& parts) {
  std::string out = parts.method + " " + parts.path + "?" + parts.query + "\n";
  for (const wire::Field& field : parts.headers) out += field.name + ": " + field.value + "\n";
  if (const auto* body = std::get_if<std::string>(&parts.body)) out += *body;
  return out;
}

inline bool is_form(const wire::ServiceModel& model) {
  return model.protocol == wire::Protocol::query || model.protocol == wire::Protocol::ec2;
}

// What the server makes of the client's words; null where the client had none or streams them.
inline std::optional<wire::Value> said_again(const wire::ServiceModel& model, const wire::Operation& operation,
                                             const wire::RequestParts& parts) {
  const auto* body = std::get_if<std::string>(&parts.body);
  if (body == nullptr) return std::nullopt;
  std::vector<wire::FieldView> headers;
  for (const wire::Field& field : parts.headers) headers.push_back({field.name, field.value});
  auto again = wire::decode_request(
      model, operation,
      {.method = parts.method, .path = parts.path, .query = parts.query, .headers = headers, .body = *body});
  if (again) return std::move(*again);
  // A structure without members leaves no trace among form parameters.
  const bool has_vanished = is_form(model) && again.error().message.find("must not be null") != std::string::npos;
  if (has_vanished) return std::nullopt;
  std::fprintf(stderr, "refused its own words: %s\n%s\n", again.error().message.c_str(), text_of(parts).c_str());
  std::abort();
}

// In every protocol but those of forms the first words are the last; there, what is empty may vanish step by step.
inline void check_stable(const wire::ServiceModel& model, const wire::Operation& operation, wire::Value& input) {
  auto words = wire::encode_request(model, operation, input.data());
  for (int round = 0; round < 70 && words; ++round) {
    auto again = said_again(model, operation, *words);
    if (!again) return;
    auto next = wire::encode_request(model, operation, again->data());
    if (!next) return;
    const std::string before = text_of(*words);
    const std::string after = text_of(*next);
    if (before == after) return;
    if (!is_form(model)) {
      std::fprintf(stderr, "not stable:\n%s\n---\n%s\n", before.c_str(), after.c_str());
      std::abort();
    }
    words = std::move(next);
  }
  if (words) std::abort();
}

}  // namespace lightwell::wire_fuzz
