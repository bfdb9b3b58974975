// The way of one request from its head to the operation's result.

#include <algorithm>

#include "base/text.h"
#include "gate/errors.h"
#include "gate/gate.h"
#include "gate/integrity.h"
#include "gate/visit.h"
#include "http/head.h"
#include "wire/eventstream/signed_events.h"

namespace lightwell::gate {
namespace {

namespace sigv4 = wire::sigv4;

constexpr uint64_t kAnonymousDocumentMax = 1 << 20;  // of a body that is held in memory before anybody is known

bool is_chunked(PayloadForm form) {
  return form == PayloadForm::chunked_signed || form == PayloadForm::chunked_signed_trailer ||
         form == PayloadForm::chunked_unsigned_trailer;
}

// "aws-chunked,gzip" -> "gzip"
std::string without_aws_chunked(std::string_view encodings) {
  std::string out;
  for (const std::string_view part : sigv4::split(encodings, ',')) {
    const std::string_view name = trim(part);
    if (name.empty() || equals_ignore_case(name, "aws-chunked")) continue;
    out.append(out.empty() ? "" : ",").append(name);
  }
  return out;
}

bool belongs_to_signature(std::string_view lower_name) {
  for (const std::string_view name :
       {"x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-expires", "x-amz-signedheaders", "x-amz-signature",
        "x-amz-security-token", "x-amz-content-sha256"}) {
    if (lower_name == name) return true;
  }
  return false;
}

// What the messages of a stream of events are checked with; without the key of a caller whose secret nobody knows.
wire::EventChain event_chain(const Caller& caller) {
  wire::EventChain chain = {.key_for = nullptr, .scope = caller.chain.scope, .signature = caller.chain.signature};
  if (caller.chain.key) {
    chain.key_for = [secret = caller.key.secret](const sigv4::Scope& scope) {
      return sigv4::derive_key(secret, scope);
    };
  }
  return chain;
}

wire::EventMismatch event_mismatch(Dialect dialect, const Caller& caller) {
  return [dialect, id = caller.key.id](std::string_view string_to_sign, std::string_view signature) {
    return mismatch(dialect, id, string_to_sign, signature, "");
  };
}

Result<ChunkedForm> chunked_form(const http::Headers& headers, const Caller& caller) {
  const auto length = headers.find("x-amz-decoded-content-length");
  if (!length) return fail(errors::missing_content_length);
  const auto decoded = parse_unsigned(*length);
  if (!decoded) {
    return fail(error(errors::invalid_argument, "The value of x-amz-decoded-content-length is not a number.")
                    .with("ArgumentName", "x-amz-decoded-content-length")
                    .with("ArgumentValue", std::string(*length)));
  }
  ChunkedForm form = {.is_signed = caller.payload != PayloadForm::chunked_unsigned_trailer,
                      .has_trailer = caller.payload != PayloadForm::chunked_signed,
                      .trailer_names = header_names(headers.get("x-amz-trailer")),
                      .decoded_length = *decoded,
                      .chain = caller.chain};
  for (const std::string& name : form.trailer_names) {
    const auto known = checksum_names();
    if (std::any_of(known.begin(), known.end(), [&](const ChecksumName& one) { return one.header == name; })) continue;
    return fail(errors::invalid_request, "The value specified in the x-amz-trailer header is not supported");
  }
  return form;
}

}  // namespace

wire::RequestView Gate::Visit::view() const {
  return {.method = request.method,
          .path = entry->is_s3 ? std::string_view(target.raw_path) : request.path(),
          .query = request.query(),
          .headers = headers,
          .body = document};
}

Task<Result<http::Response>> Gate::serve(Visit& visit) {
  CO_CHECK(locate(visit));
  if (visit.entry->is_s3 && visit.request.method == "OPTIONS") co_return co_await preflight(visit);
  visit.body = std::move(visit.request.body);
  CO_CHECK(co_await authenticate(visit));
  CO_CHECK(prepare_headers(visit));
  CO_CHECK(prepare_body(visit));
  if (!visit.caller.is_anonymous) visit.holding.reset();
  // Where the headers leave the protocol open, the form tells.
  visit.answers_as = &wire::spoken(*visit.entry->service.model, visit.view());
  CO_TRY(const wire::Operation* operation, visit.entry->router.find(visit.view()));
  visit.operation = operation->name;
  if (visit.caller.is_anonymous && options_.auth.mode != AuthMode::off && !lets_anonymous_in(visit, *operation)) {
    co_return fail(missing_authentication(visit.dialect()));
  }
  if (!operation->is_built()) {
    const ErrorKind* kind = visit.answers_as->not_implemented;
    co_return fail(kind != nullptr ? *kind : errors::not_implemented,
                   fmt::format("{} is not implemented.", operation->name));
  }
  co_return co_await call(visit, *operation);
}

Result<void> Gate::locate(Visit& visit) {
  const http::Request& request = visit.request;
  for (const auto& field : request.headers) {
    visit.received.push_back({field.name, field.value});
    visit.headers.push_back({field.name, field.value});
  }
  visit.answers_as = &wire::spoken(*visit.entry->service.model, visit.view());
  if (!visit.entry->is_s3) return {};
  auto target = s3_target(request.headers.get("host"), request.path());
  if (!target) return fail(errors::invalid_uri);
  visit.target = std::move(*target);
  return {};
}

Task<Result<http::Response>> Gate::preflight(Visit& visit) {
  visit.operation = "PreflightCORS";
  std::optional<std::vector<CorsRule>> rules;
  if (cors_ != nullptr && !visit.target.bucket.empty()) {
    CO_TRY(rules, co_await cors_->find(visit.target.bucket));
  }
  co_return answer_preflight(rules, visit.request.headers, !visit.target.key.empty());
}

Task<Result<void>> Gate::authenticate(Visit& visit) {
  Evidence evidence = {.method = visit.request.method,
                       .path = visit.request.path(),
                       .query = visit.request.query(),
                       .headers = visit.received,
                       .resource_path = visit.target.raw_path};
  const wire::ServiceModel& model = *visit.entry->service.model;
  evidence.region = region_of_host(visit.request.headers.get("host"), model.endpoint_prefix);
  CO_TRY(Claimant claimant, co_await verifier_.identify(evidence, visit.dialect(), model.signing_name, visit.now));
  visit.caller = claimant.caller;
  // All but S3 digest the whole body for the signature, and find the operation in it. Of a caller whose key does not
  // exist, nothing is read.
  if (!visit.entry->is_s3 && visit.caller.payload != PayloadForm::signed_events) {
    CO_CHECK(co_await read_document(visit));
    evidence.body = visit.document;
  }
  CO_TRY(visit.caller, verifier_.confirm(std::move(claimant), evidence, visit.dialect()));
  if (options_.uses != nullptr && !visit.caller.key.id.empty()) {
    options_.uses->note(visit.caller.key, model.endpoint_prefix, visit.caller.region, visit.now);
  }
  co_return Result<void>{};
}

Result<void> Gate::prepare_headers(Visit& visit) {
  const bool chunked = is_chunked(visit.caller.payload);
  visit.headers.clear();
  const auto own = [&](std::string text) -> std::string_view { return visit.owned.emplace_back(std::move(text)); };
  for (const sigv4::Field& field : visit.received) {
    if (equals_ignore_case(field.name, "content-encoding")) {
      const std::string kept = without_aws_chunked(field.value);
      if (!kept.empty()) visit.headers.push_back({field.name, own(kept)});
    } else if (!chunked || !equals_ignore_case(field.name, "content-length")) {
      visit.headers.push_back({field.name, field.value});
    }
  }
  if (chunked) {
    const std::string_view decoded = visit.request.headers.get("x-amz-decoded-content-length");
    visit.headers.push_back({"Content-Length", decoded});
  }
  if (!visit.caller.is_presigned || !visit.entry->is_s3) return {};
  // SDKs put x-amz-* headers into the query of a presigned URL; they are signed there and mean the same.
  for (const std::string_view part : sigv4::split(visit.request.query(), '&')) {
    const size_t equals = part.find('=');
    const auto name = percent_decode(part.substr(0, equals), true);
    const auto value = percent_decode(equals == part.npos ? "" : part.substr(equals + 1), true);
    // A line break would become one in the headers of an answer.
    if (!name || !value || !http::is_field_value(*value)) return fail(errors::invalid_uri);
    const std::string lower = to_lower(*name);
    if (!lower.starts_with("x-amz-") || belongs_to_signature(lower)) continue;
    if (!visit.request.headers.find(lower)) visit.headers.push_back({own(lower), own(*value)});
  }
  return {};
}

Result<void> Gate::prepare_body(Visit& visit) {
  const Caller& caller = visit.caller;
  if (caller.payload == PayloadForm::signed_events) {
    visit.body =
        wire::verified_events(std::move(visit.body), event_chain(caller), event_mismatch(visit.dialect(), caller));
    return {};
  }
  if (!visit.entry->is_s3) {
    if (caller.payload != PayloadForm::digested) return {};
    const std::string computed = sha256_hex(visit.document);
    if (computed == caller.payload_sha256) return {};
    return fail(mismatch(visit.dialect(), caller.key.id, "", caller.payload_sha256, ""));
  }
  if (caller.payload == PayloadForm::digested) {
    visit.body = std::make_unique<DigestedBody>(std::move(visit.body), caller.payload_sha256);
  } else if (is_chunked(caller.payload)) {
    TRY(ChunkedForm form, chunked_form(visit.request.headers, caller));
    visit.body = std::make_unique<ChunkedBody>(std::move(visit.body), std::move(form));
  }
  return {};
}

Task<Result<void>> Gate::read_document(Visit& visit) {
  const bool s3 = visit.entry->is_s3;
  const auto large = options_.large_documents.find(visit.entry->service.model->name);
  uint64_t bytes_max = large == options_.large_documents.end() ? options_.document_bytes_max : large->second;
  if (visit.caller.is_anonymous) bytes_max = std::min(bytes_max, kAnonymousDocumentMax);
  const auto too_large = [&] {
    return s3 ? error(errors::max_message_length_exceeded).with("MaxMessageLengthBytes", std::to_string(bytes_max))
              : error(errors::request_too_large);
  };
  const auto length = visit.body->length();
  if (length && *length > bytes_max) co_return fail(too_large());
  if (length) visit.document.reserve(*length);
  visit.holding.emplace(unverified_bytes_, options_.unverified_bytes_max);
  for (;;) {
    CO_TRY(const Bytes bytes, co_await visit.body->read());
    if (bytes.empty()) co_return Result<void>{};
    const uint64_t size = visit.document.size() + bytes.size();
    if (size > bytes_max) co_return fail(too_large());
    if (!visit.holding->grow_to(size)) co_return fail(no_room(*visit.answers_as).log("too many bodies are held"));
    visit.document.append(as_text(bytes));
  }
}

Task<Result<wire::Value>> Gate::read_input(Visit& visit, const wire::Operation& operation) {
  const wire::ServiceModel& model = *visit.answers_as;
  if (wire::streams_event_input(operation)) {
    co_return co_await wire::read_event_request(model, operation, visit.view(), std::move(visit.body));
  }
  if (wire::streams_input(operation)) {
    if (!visit.body->length()) co_return fail(errors::missing_content_length);
    co_return wire::read_request(model, operation, visit.view(), std::move(visit.body));
  }
  if (visit.entry->is_s3) {
    CO_CHECK(co_await read_document(visit));
    CO_CHECK(check_integrity(visit.headers, *visit.body, visit.document, operation.is_checksum_required));
    if (!visit.caller.is_anonymous) visit.holding.reset();
  }
  co_return wire::read_request(model, operation, visit.view());
}

Task<Result<http::Response>> Gate::call(Visit& visit, const wire::Operation& operation) {
  CO_TRY(wire::Value input, co_await read_input(visit, operation));
  begin_call(visit, operation);
  CO_CHECK(co_await authorize(visit, operation, input.data()));
  CO_CHECK(wire::check_constraints(input));
  std::optional<Occasions::Stay> stay;
  if (is_asked_by_service(operation)) stay.emplace(authorizer_.occasions(), *visit.occasion);
  wire::Value output(*operation.output);
  auto called = co_await operation.invoke(visit.entry->service.handlers, visit.call, input.data(), output.data());
  if (!called) {
    co_return fail(co_await failure_to_tell(visit, operation, input.data(), std::move(called).error()));
  }
  http::Response response = to_response(wire::encode_response(*visit.answers_as, operation, output, visit.request_id));
  // The model states one status for an operation; a part of an object is HTTP's to name (RFC 9110, 15.3.7).
  if (response.status == 200 && response.headers.find("content-range")) response.status = 206;
  co_return response;
}

Task<void> Gate::add_cors(Visit& visit, http::Response& response) {
  const std::string_view origin = visit.request.headers.get("origin");
  if (origin.empty() || cors_ == nullptr || !visit.entry->is_s3 || visit.target.bucket.empty()) co_return;
  if (visit.request.method == "OPTIONS") co_return;
  const auto rules = co_await cors_->find(visit.target.bucket);
  if (!rules || !*rules) co_return;
  const CorsRequest asked = {.origin = origin, .method = visit.request.method};
  if (const CorsRule* rule = matching_rule(**rules, asked)) add_cors_headers(response.headers, *rule, asked);
}

}  // namespace lightwell::gate
