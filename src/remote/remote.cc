#include "remote/remote.h"

#include <algorithm>
#include <array>

#include "base/digest.h"
#include "base/text.h"
#include "remote/chunked_source.h"
#include "wire/eventstream/signed_events.h"
#include "wire/members.h"

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
  bool is_events = false;  // each message signed
  bool is_chunked = false;
  bool is_signed = false;
  bool has_trailer = false;
  bool computes_crc32 = false;
};

Remote::BodyPlan Remote::plan_body(const Attempt& attempt, const ByteSource* stream) const {
  if (wire::streams_event_input(attempt.operation)) {
    return {.payload_hash = std::string(sigv4::kStreamingEvents), .is_events = true};
  }
  const bool is_secure = options_.endpoint.origin.is_secure;
  if (stream == nullptr && attempt.operation.is_payload_unsigned && is_secure) {
    return {.payload_hash = std::string(sigv4::kUnsignedPayload)};
  }
  if (stream == nullptr) return {.payload_hash = sha256_hex(std::get<std::string>(attempt.parts.body))};
  const bool brings_trailers = !stream->trailer_names().empty();
  const bool has_trailer = options_.sends_trailers && (brings_trailers || !has_checksum(attempt.parts.headers));
  BodyPlan plan = {.is_chunked = has_trailer || !is_secure,
                   .is_signed = !is_secure,
                   .has_trailer = has_trailer,
                   .computes_crc32 = has_trailer && !brings_trailers};
  const bool is_ecdsa = !options_.region_set.empty();
  if (!plan.is_chunked) {
    plan.payload_hash = sigv4::kUnsignedPayload;
  } else if (!plan.is_signed) {
    plan.payload_hash = sigv4::kStreamingUnsignedTrailer;
  } else if (has_trailer) {
    plan.payload_hash = is_ecdsa ? sigv4::kStreamingEcdsaTrailer : sigv4::kStreamingSignedTrailer;
  } else {
    plan.payload_hash = is_ecdsa ? sigv4::kStreamingEcdsa : sigv4::kStreamingSigned;
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
  const bool says_hash = attempt.model.signing_name == "s3" || plan.is_events || attempt.operation.is_payload_unsigned;
  if (says_hash) fields.push_back({"x-amz-content-sha256", plan.payload_hash});
  if (!options_.region_set.empty()) fields.push_back({"x-amz-region-set", options_.region_set});
  if (const std::string& token = options_.credentials.session_token; !token.empty()) {
    fields.push_back({"x-amz-security-token", token});
  }
  if (!attempt.call.trace_header.empty()) fields.push_back({"X-Amzn-Trace-Id", attempt.call.trace_header});
}

std::unique_ptr<ByteSource> Remote::dress(std::unique_ptr<ByteSource> stream, const BodyPlan& plan,
                                          const sigv4::Signer& signer, std::string_view authorization,
                                          Timestamp now) const {
  std::string signature(authorization.substr(authorization.rfind('=') + 1));
  if (plan.is_events) {
    const auto key_for = [secret = signer.credentials.secret](const sigv4::Scope& scope) {
      return sigv4::derive_key(secret, scope);
    };
    const sigv4::Scope scope = sigv4::scope_of(signer, now);
    return wire::signed_events(std::move(stream),
                               {.key_for = key_for, .scope = scope, .signature = std::move(signature)}, clock_);
  }
  if (!plan.is_chunked) return stream;
  ChunkedSourceForm form = {.computes_crc32 = plan.computes_crc32, .has_trailer = plan.has_trailer};
  if (plan.is_signed) {
    form.signing = {.key = sigv4::key_of(signer, now),
                    .timestamp = iso8601_basic(now),
                    .scope = sigv4::scope_of(signer, now),
                    .seed_signature = std::move(signature)};
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
    if (!stream->length() && !wire::streams_event_input(attempt.operation)) {
      return fail(errors::invalid_argument, "The length of the body must be known before it is sent.");
    }
  }
  const BodyPlan plan = plan_body(attempt, stream.get());
  const Timestamp now = clock_.now();
  add_fields(attempt, plan, stream.get(), target, now);

  std::vector<sigv4::Field> views;
  for (const wire::Field& field : parts.headers) views.push_back({field.name, field.value});
  const sigv4::Signer signer = signer_for(attempt.model);
  const std::string authorization = sigv4::authorization_header(
      signer, {.method = parts.method, .path = target.path, .query = parts.query, .headers = views}, plan.payload_hash,
      now);

  http::Request request;
  request.method = parts.method;
  request.target = parts.query.empty() ? target.path : target.path + "?" + parts.query;
  for (wire::Field& field : parts.headers) request.headers.add(std::move(field.name), std::move(field.value));
  if (!attempt.operation.is_unsigned) request.headers.add("Authorization", authorization);
  request.body = stream == nullptr ? source_of(std::move(std::get<std::string>(parts.body)))
                                   : dress(std::move(stream), plan, signer, authorization, now);
  return request;
}

Task<Result<void>> Remote::attempt(Attempt attempt, void* output) {
  Target target;
  CO_TRY(http::Request request, prepare(attempt, target));
  CO_TRY(http::Response response, co_await client_.send(target.origin, std::move(request)));
  co_return co_await receive(attempt, std::move(response), output);
}

Task<Result<void>> Remote::receive(const Attempt& attempt, http::Response response, void* output) const {
  std::vector<wire::FieldView> views;
  for (const auto& field : response.headers) views.push_back({field.name, field.value});
  wire::ResponseView view = {.status = response.status, .headers = views, .body = {}};
  const bool is_success = response.status >= 200 && response.status < 300;
  if (is_success && wire::streams_event_output(attempt.operation)) {
    co_return co_await wire::decode_event_response(attempt.model, attempt.operation, view, output,
                                                   source_of(std::move(response.body)));
  }
  if (is_success && wire::streams_output(attempt.operation)) {
    co_return wire::decode_response(attempt.model, attempt.operation, view, output, std::move(response.body));
  }
  CO_TRY(const std::string document, co_await read_document(std::move(response.body), options_.document_bytes_max));
  const auto told = response.headers.find("x-amz-crc32");
  if (told && *told != std::to_string(crc32(0, as_bytes(document)))) {
    co_return fail(error(errors::internal_error).log("an answer's bytes are not those its x-amz-crc32 tells"));
  }
  view.body = document;
  co_return wire::decode_response(attempt.model, attempt.operation, view, output);
}

sigv4::Signer Remote::signer_for(const wire::ServiceModel& model) const {
  return {.credentials = options_.credentials,
          .region = options_.region,
          .service = std::string(model.signing_name),
          .method = options_.region_set.empty() ? sigv4::Method::hmac : sigv4::Method::ecdsa,
          .region_set = options_.region_set};
}

// A token that the caller left out: the same for every try, so that the far side does the work once.
void Remote::name_once(const wire::Operation& operation, void* input) {
  if (operation.input == nullptr) return;
  for (const wire::Member& member : operation.input->members) {
    if (!member.is_idempotency_token || member.shape->type != wire::Type::string) continue;
    const void* held = wire::find_member(input, member);
    if (held != nullptr && !static_cast<const std::string*>(held)->empty()) continue;
    *static_cast<std::string*>(wire::make_member(input, member)) = ids_.uuid();
  }
}

Task<Result<void>> Remote::send(const wire::ServiceModel& model, const wire::Operation& operation, const Call& call,
                                void* input, void* output) {
  name_once(operation, input);
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
