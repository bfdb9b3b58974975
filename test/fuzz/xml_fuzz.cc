// XML bodies: requests of S3 and of the probe model, and answers as a client reads them.

#include "api/probe_rest_xml/tables.h"
#include "api/s3/tables.h"
#include "stable.h"

namespace {

using namespace lightwell;

void request(const wire::ServiceModel& model, std::string_view name, std::string_view path, std::string_view query,
             std::string_view body) {
  const wire::Operation& operation = *model.find_operation(name);
  auto input =
      wire::decode_request(model, operation, {.method = operation.method, .path = path, .query = query, .body = body});
  if (input) wire_fuzz::check_stable(model, operation, *input);
}

void answer(const wire::ServiceModel& model, std::string_view name, int status, std::string_view body) {
  const wire::Operation& operation = *model.find_operation(name);
  wire::Value output(*operation.output);
  const auto read = wire::decode_response(model, operation, {.status = status, .body = body}, output.data());
  if (read) wire::encode_response(model, operation, output, "id");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  const auto& s3 = api::s3::model();
  const auto& probe = api::probe_rest_xml::model();
  request(s3, "DeleteObjects", "/b", "delete", body);
  request(s3, "CompleteMultipartUpload", "/b/k", "uploadId=u", body);
  request(s3, "PutBucketCors", "/b", "cors", body);
  request(s3, "CreateBucket", "/b", "", body);
  request(probe, "EchoThing", "/echo/b/k", "mode=echo", body);
  request(probe, "MakeThing", "/things", "", body);
  for (const int status : {200, 404}) {
    answer(s3, "ListObjectsV2", status, body);
    answer(s3, "GetBucketLocation", status, body);
    answer(s3, "CopyObject", status, body);
    answer(probe, "DescribeThing", status, body);
  }
  return 0;
}
