#include "services/rekognition/user_rules.h"

#include <fmt/format.h>

#include <charconv>

#include "base/digest.h"
#include "base/text.h"

namespace lightwell::rekognition {
namespace {

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  for (size_t end; (end = text.find(at)) != text.npos; text.remove_prefix(end + 1))
    parts.push_back(text.substr(0, end));
  parts.push_back(text);
  return parts;
}

}  // namespace

// The status, then a line a face: id, reason, user, confidence. None of them can hold a tab or an end of line.
std::string write_answer(const UserOutcome& outcome) {
  std::string text = outcome.status;
  for (const FaceOutcome& face : outcome.faces) {
    text += fmt::format("\n{}\t{}\t{}\t", face.face_id, face.reason, face.user_id);
    if (face.confidence) text += fmt::format("{}", *face.confidence);
  }
  return text;
}

UserOutcome read_answer(const std::string& text) {
  const auto lines = split(text, '\n');
  UserOutcome outcome{.status = std::string(lines.front())};
  for (size_t i = 1; i < lines.size(); ++i) {
    const auto parts = split(lines[i], '\t');
    if (parts.size() != 4) continue;
    FaceOutcome& face = outcome.faces.emplace_back();
    face.face_id = parts[0];
    face.reason = parts[1];
    face.user_id = parts[2];
    double confidence = 0;
    const auto read = std::from_chars(parts[3].data(), parts[3].data() + parts[3].size(), confidence);
    if (read.ec == std::errc() && !parts[3].empty()) face.confidence = confidence;
  }
  return outcome;
}

std::optional<TokenUse> token_use(const char* operation, const std::optional<std::string>& token,
                                  const std::vector<std::string>& parameters) {
  if (!token) return std::nullopt;
  std::string joined;
  for (const std::string& parameter : parameters) joined += parameter + '\0';
  const auto sum = sha256(as_bytes(joined));
  return TokenUse{operation, *token, std::string(as_text(Bytes(sum)))};
}

}  // namespace lightwell::rekognition
