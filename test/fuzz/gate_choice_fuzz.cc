// Which service a request means, and which bucket: a method, a target, fields, a line each, then a body. Whatever comes
// is answered, also where nothing of it is built.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "api/directory.h"
#include "api/ec2/tables.h"
#include "api/iam/tables.h"
#include "api/rekognition/tables.h"
#include "api/s3/tables.h"
#include "api/sts/tables.h"
#include "base/log.h"
#include "gate/addressing.h"
#include "gate/service_choice.h"
#include "gate/unbuilt.h"
#include "gate/unreadable.h"
#include "http/head.h"

namespace {

using namespace lightwell;

constexpr size_t kFieldsMax = 50;

void require(bool holds) {
  if (!holds) std::abort();
}

std::string_view cut_line(std::string_view& text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(text.size(), line.size() + 1));
  return line;
}

void check_answer(const http::Response& response) {
  require(response.status >= 400 && response.status < 600);
  for (const auto& field : response.headers) require(http::is_token(field.name) && http::is_field_value(field.value));
}

void check_target(const http::Request& request) {
  const auto target = gate::s3_target(request.headers.get("host"), request.path());
  if (!target) return;
  require(!target->raw_path.empty() && target->raw_path.front() == '/');
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const bool is_quiet = (log::set_level(log::Level::error), true);
  require(is_quiet);
  std::string_view text(reinterpret_cast<const char*>(data), size);
  http::Request request;
  request.method = cut_line(text);
  request.target = "/" + std::string(cut_line(text));  // others never come so far
  while (request.headers.size() < kFieldsMax) {
    const std::string_view line = cut_line(text);
    if (line.empty()) break;
    const size_t colon = std::min(line.find(':'), line.size());
    const std::string_view value = line.substr(std::min(colon + 1, line.size()));
    if (http::is_field_value(value)) request.headers.add(std::string(line.substr(0, colon)), std::string(value));
  }
  static const std::vector<const wire::ServiceModel*> models = {
      &api::s3::model(), &api::iam::model(), &api::sts::model(), &api::ec2::model(), &api::rekognition::model()};
  const auto choice = gate::choose_service(request, models, text);
  require(!choice.index || *choice.index < models.size());
  (void)gate::is_aws_request(request);
  (void)gate::may_be_unsigned_form(request);
  check_target(request);
  const auto unbuilt = gate::describe_unbuilt(request, choice.named, text, api::directory());
  check_answer(gate::unbuilt_answer(unbuilt, "id", false));
  check_answer(gate::unreadable_answer(400 + int(size % 110), "why", "id"));
  return 0;
}
