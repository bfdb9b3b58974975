#include "remote/remote.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "remote/chunked_source.h"

namespace lightwell::remote {
namespace {

namespace sigv4 = wire::sigv4;

bool has_checksum(const std::vector<wire::Field>& fields) {
  return std::any_of(fields.begin(), fields.end(), [](const wire::Field& field) {
    const std::string name = to_lower(field.name);
    return name == "content-md5" ||
           (name.starts_with("x-amz-checksum-") && name != "x-amz-checksum-algorithm" && name != "x-amz-checksum-type");
  });
}

// A body that can be sent again, or nothing.
std::optional<Payload> copy_of(const Payload& body) {
  if (const auto* text = std::get_if<std::string>(&body)) return *text;
  if (const auto* regions = std::get_if<std::vector<FileRegion>>(&body)) return *regions;
  return std::nullopt;
}

bool is_stream(const Payload& body) { return !std::holds_alternative<std::string>(body); }

void set_encoding_aws_chunked(std::vector<wire::Field>& fields) {
  for (wire::Field& field : fields) {
    if (!equals_ignore_case(field.name, "content-encoding")) continue;
    field.value = "aws-chunked," + field.value;
    return;
  }
  fields.push_back({"Content-Encoding", "aws-chunked"});
}

Task<Result<std::string>> read_document(Payload body, uint64_t bytes_max) {
  if (auto* text = std::get_if<std::string>(&body)) co_return std::move(*text);
  const auto source = source_of(std::move(body));
  co_return co_await read_all(*source, bytes_max);
}

}  // namespace

// One try of a call: what was encoded, with a body that has not been read.
struct Remote::Attempt {
  const wire::ServiceModel& model;
  const wire::Operation& operation;
  const Call& call;
  wire::RequestParts parts;
};

Remote::Remote(http::Client& client, const Clock& clock, Timer& timer, Ids& ids, RemoteOptions options)
    : client_(client), clock_(clock), timer_(timer), ids_(ids), options_(std::move(options)) {}

// How the body of a request travels, decided before the signature is made.
struct Remote::BodyPlan {
  std::string payload_hash;
  bool is_chunked = false;
  bool is_signed = false;
  bool has_trailer = false;
  bool computes_crc32 = false;
};

Remote::BodyPlan Remote::plan_body(const wire::RequestParts& parts, const ByteSource* stream) const {
  if (stream == nullptr) return {.payload_hash = sha256_hex(std::get<std::string>(parts.body))};
  const bool is_secure = options_.endpoint.origin.is_secure;
  const bool brings_trailers = !stream->trailer_names().empty();
  const bool has_trailer = options_.sends_trailers && (brings_trailers || !has_checksum(parts.headers));
  BodyPlan plan = {.is_chunked = has_trailer || !is_secure,
                   .is_signed = !is_secure,
                   .has_trailer = has_trailer,
                   .computes_crc32 = has_trailer && !brings_trailers};
  if (!plan.is_chunked) {
    plan.payload_hash = sigv4::kUnsignedPayload;
  } else if (!plan.is_signed) {
    plan.payload_hash = sigv4::kStreamingUnsignedTrailer;
  } else {
    plan.payload_hash = has_trailer ? sigv4::kStreamingSignedTrailer : sigv4::kStreamingSigned;
  }
  return plan;
}

// Adds what the signature covers; Content-Length is the HTTP client's to tell.
void Remote::add_fields(Attempt& attempt, const BodyPlan& plan, const ByteSource* stream, const Target& target,
                        Timestamp now) const {
  std::vector<wire::Field>& fields = attempt.parts.headers;
  std::erase_if(fields, [](const wire::Field& field) { return equals_ignore_case(field.name, "content-length"); });
  if (stream == nullptr && attempt.operation.is_checksum_required && !has_checksum(fields)) {
    const std::string raw = digest(Algorithm::md5, as_bytes(std::get<std::string>(attempt.parts.body)));
    fields.push_back({"Content-MD5", to_base64(as_bytes(raw))});
  }
  if (plan.is_chunked) {
    set_encoding_aws_chunked(fields);
    fields.push_back({"x-amz-decoded-content-length", std::to_string(*stream->length())});
  }
  if (plan.has_trailer) {
    fields.push_back({"x-amz-trailer", ChunkedSource::trailer_header(*stream, plan.computes_crc32)});
  }
  fields.push_back({"Host", target.authority});
  fields.push_back({"x-amz-date", iso8601_basic(now)});
  if (attempt.model.signing_name == "s3") fields.push_back({"x-amz-content-sha256", plan.payload_hash});
  if (const std::string& token = options_.credentials.session_token; !token.empty()) {
    fields.push_back({"x-amz-security-token", token});
  }
  if (!attempt.call.trace_header.empty()) fields.push_back({"X-Amzn-Trace-Id", attempt.call.trace_header});
}

std::unique_ptr<ByteSource> Remote::dress(std::unique_ptr<ByteSource> stream, const BodyPlan& plan,
                                          const sigv4::Signer& signer, std::string_view authorization,
                                          Timestamp now) const {
  if (!plan.is_chunked) return stream;
  ChunkedSourceForm form = {.computes_crc32 = plan.computes_crc32, .has_trailer = plan.has_trailer};
  if (plan.is_signed) {
    const sigv4::Scope scope = {.date = date_basic(now), .region = signer.region, .service = signer.service};
    form.signing = {.key = sigv4::derive_key(signer.credentials.secret, scope),
                    .timestamp = iso8601_basic(now),
                    .scope = scope,
                    .seed_signature = std::string(authorization.substr(authorization.rfind('=') + 1))};
  }
  return std::make_unique<ChunkedSource>(std::move(stream), std::move(form));
}

// Signs, and leaves only the sending.
Result<http::Request> Remote::prepare(Attempt& attempt, Target& target) const {
  wire::RequestParts& parts = attempt.parts;
  target = target_of(options_.endpoint, parts.path, attempt.model.signing_name == "s3");
  std::unique_ptr<ByteSource> stream;
  if (is_stream(parts.body)) {
    stream = source_of(std::move(parts.body));
    if (!stream->length()) {
      return fail(errors::invalid_argument, "The length of the body must be known before it is sent.");
    }
  }
  const BodyPlan plan = plan_body(parts, stream.get());
  const Timestamp now = clock_.now();
  add_fields(attempt, plan, stream.get(), target, now);

  std::vector<sigv4::Field> views;
  for (const wire::Field& field : parts.headers) views.push_back({field.name, field.value});
  const sigv4::Signer signer = {.credentials = options_.credentials,
                                .region = options_.region,
                                .service = std::string(attempt.model.signing_name)};
  const std::string authorization = sigv4::authorization_header(
      signer, {.method = parts.method, .path = target.path, .query = parts.query, .headers = views}, plan.payload_hash,
      now);

  http::Request request;
  request.method = parts.method;
  request.target = parts.query.empty() ? target.path : target.path + "?" + parts.query;
  for (wire::Field& field : parts.headers) request.headers.add(std::move(field.name), std::move(field.value));
  request.headers.add("Authorization", authorization);
  request.body = stream == nullptr ? source_of(std::move(std::get<std::string>(parts.body)))
                                   : dress(std::move(stream), plan, signer, authorization, now);
  return request;
}

Task<Result<void>> Remote::attempt(Attempt attempt, void* output) {
  Target target;
  CO_TRY(http::Request request, prepare(attempt, target));
  CO_TRY(http::Response response, co_await client_.send(target.origin, std::move(request)));
  std::vector<wire::FieldView> views;
  for (const auto& field : response.headers) views.push_back({field.name, field.value});
  wire::ResponseView view = {.status = response.status, .headers = views, .body = {}};
  const bool is_success = response.status >= 200 && response.status < 300;
  if (is_success && wire::streams_output(attempt.operation)) {
    co_return wire::decode_response(attempt.model, attempt.operation, view, output, std::move(response.body));
  }
  CO_TRY(const std::string document, co_await read_document(std::move(response.body), options_.document_bytes_max));
  view.body = document;
  co_return wire::decode_response(attempt.model, attempt.operation, view, output);
}

Task<Result<void>> Remote::send(const wire::ServiceModel& model, const wire::Operation& operation, const Call& call,
                                void* input, void* output) {
  CO_TRY(wire::RequestParts parts, wire::encode_request(model, operation, input));
  for (int made = 1;; ++made) {
    std::optional<Payload> again;
    if (made < options_.retry.attempts_max) again = copy_of(parts.body);
    Attempt next = {.model = model, .operation = operation, .call = call, .parts = {}};
    next.parts = {.method = parts.method, .path = parts.path, .query = parts.query, .headers = parts.headers};
    next.parts.body = std::move(parts.body);
    auto result = co_await attempt(std::move(next), output);
    if (result || !again || !is_transient(result.error())) co_return result;
    parts.body = std::move(*again);
    std::array<std::byte, 8> random;
    ids_.fill(random);
    uint64_t chance = 0;
    for (const std::byte byte : random) chance = chance << 8 | uint64_t(byte);
    co_await timer_.sleep(delay_before(options_.retry, made, chance));
  }
}

}  // namespace lightwell::remote
