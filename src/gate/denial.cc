#include "gate/denial.h"

#include "gate/errors.h"
#include "policy/denial.h"

namespace lightwell::gate {
namespace {

using wire::Protocol;

std::string log_words(const Ruling& ruling) {
  return fmt::format("{} on {} denied: {}", ruling.action, policy::shown(ruling.resource), ruling.place);
}

// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
std::string ec2_words(const Ruling& ruling) {
  std::string words = "You are not authorized to perform this operation. " + ruling.message;
  if (!ruling.encoded.empty()) words += ". Encoded authorization failure message: " + ruling.encoded;
  return words;
}

}  // namespace

Error s3_denial(const Ruling& ruling) {
  if (ruling.is_anonymous || ruling.is_cross_account) return error(errors::access_denied).log(log_words(ruling));
  const std::string on =
      ruling.resource.ends_with("*") ? "" : fmt::format(" on resource: \"{}\"", policy::shown(ruling.resource));
  return error(errors::access_denied, fmt::format("User: {} is not authorized to perform: {}{} {}", ruling.principal,
                                                  ruling.action, on, ruling.reason))
      .log(log_words(ruling));
}

Error denial(const wire::ServiceModel& model, const Ruling& ruling) {
  if (model.signing_name == "s3") return s3_denial(ruling);
  if (model.signing_name == "ec2")
    return error(errors::unauthorized_operation, ec2_words(ruling)).log(log_words(ruling));
  switch (model.protocol) {
    case Protocol::json_1_0:
    case Protocol::json_1_1: return error(errors::access_denied_exception, ruling.message).log(log_words(ruling));
    case Protocol::rest_json:
      return error(errors::access_denied_exception_forbidden, ruling.message).log(log_words(ruling));
    default: return error(errors::access_denied, ruling.message).log(log_words(ruling));
  }
}

}  // namespace lightwell::gate
