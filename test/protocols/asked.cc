// Answers questions about the codecs, one JSON object a line: {"do": "model", "tables": {...}} first, then
// decode_request, encode_response, encode_error, encode_request, decode_response of it. Bytes travel as base64.

#include <iostream>

#include "base/text.h"
#include "protocols/dynamic_model.h"
#include "protocols/dynamic_value.h"
#include "run/spawn.h"
#include "wire/codec.h"
#include "wire/eventstream/events.h"
#include "wire/members.h"
#include "wire/sigv4/canonical.h"
#include "wire/sigv4/signature.h"

namespace {

using namespace lightwell;
using namespace lightwell::protocols;
namespace json = boost::json;

constexpr uint64_t kBodyMax = 64 << 20;

std::string bytes_of(const json::object& asked, std::string_view name) {
  const auto* value = asked.if_contains(name);
  return value == nullptr ? std::string() : from_base64(std::string_view(value->as_string())).value();
}
std::string_view text_of(const json::object& asked, std::string_view name) {
  const auto* value = asked.if_contains(name);
  return value == nullptr ? std::string_view() : std::string_view(value->as_string());
}
json::string told(std::string_view bytes) { return json::string(to_base64(as_bytes(bytes))); }

std::vector<wire::FieldView> fields_of(const json::object& asked) {
  std::vector<wire::FieldView> out;
  for (const auto& field : asked.at("headers").as_array()) {
    out.push_back({std::string_view(field.at(0).as_string()), std::string_view(field.at(1).as_string())});
  }
  return out;
}
json::array told_fields(const std::vector<wire::Field>& fields) {
  json::array out;
  for (const wire::Field& field : fields) out.push_back(json::array{field.name, field.value});
  return out;
}
std::string whole(Payload body) {
  const auto source = source_of(std::move(body));
  return sync_wait(read_all(*source, kBodyMax)).value();
}
json::object told_error(const Error& failure) {
  return {{"error", failure.kind->code},
          {"status", failure.kind->http_status},
          {"message", failure.message},
          {"log", failure.log_words}};
}

class Asked {
 public:
  json::object answer(const json::object& asked) {
    const std::string_view what = text_of(asked, "do");
    if (what == "model") {
      model_ = std::make_unique<DynamicModel>(asked.at("tables"));
      router_ = std::make_unique<wire::Router>(model_->model());
      return {{"ok", true}};
    }
    if (what == "decode_request") return decode_request(asked);
    if (what == "encode_response") return encode_response(asked);
    if (what == "encode_error") return encode_error(asked);
    if (what == "encode_request") return encode_request(asked);
    if (what == "decode_response") return decode_response(asked);
    if (what == "verify") return verify(asked);
    return {{"error", "what is asked is not known"}};
  }

 private:
  const wire::ServiceModel& row(const json::object& asked) const {
    for (const wire::ServiceModel* row = &model_->model(); row != nullptr; row = row->also) {
      if (asked.contains("protocol") && int(row->protocol) == asked.at("protocol").as_int64()) return *row;
    }
    return model_->model();
  }
  const wire::Operation& operation(const json::object& asked) const {
    return *model_->model().find_operation(text_of(asked, "operation"));
  }
  // The members of a struct, with what streams of it.
  static json::object told_struct(const wire::Shape& shape, void* structure, bool is_input) {
    json::object out = to_json(shape, structure).as_object();
    for (const wire::Member& member : shape.members) {
      auto& held = *static_cast<Struct*>(structure);
      if (!member.is_streaming) continue;
      if (wire::is_event_stream(member)) {
        if (held.events != nullptr) out[member.name] = read_events(*member.shape, *held.events);
      } else if (is_input) {
        if (held.input_stream != nullptr) out[member.name] = told(whole(std::move(held.input_stream)));
      } else if (held.output_stream) {
        out[member.name] = told(whole(std::move(*held.output_stream)));
      }
    }
    return out;
  }
  static void fill(const wire::Shape& shape, const json::object& told, void* structure, bool is_input) {
    from_json(shape, told, structure);
    for (const wire::Member& member : shape.members) {
      const auto* value = told.if_contains(member.name);
      if (!member.is_streaming || value == nullptr) continue;
      auto& held = *static_cast<Struct*>(structure);
      if (wire::is_event_stream(member)) {
        held.events = events_of(*member.shape, value->as_array());
      } else if (is_input) {
        held.input_stream = source_of(from_base64(std::string_view(value->as_string())).value());
      } else {
        held.output_stream = from_base64(std::string_view(value->as_string())).value();
      }
    }
  }

  json::object decode_request(const json::object& asked) {
    const std::string body = bytes_of(asked, "body");
    const auto headers = fields_of(asked);
    const wire::RequestView request{.method = text_of(asked, "method"),
                                    .path = text_of(asked, "path"),
                                    .query = text_of(asked, "query"),
                                    .headers = headers,
                                    .body = body};
    const auto found = router_->find(request);
    if (!found) return told_error(found.error());
    const wire::ServiceModel& spoken = wire::spoken(model_->model(), request);
    std::unique_ptr<ByteSource> stream;
    if (wire::streams_input(**found)) stream = source_of(body);
    auto input = wire::streams_event_input(**found)
                     ? sync_wait(wire::read_event_request(spoken, **found, request, std::move(stream)))
                     : wire::read_request(spoken, **found, request, std::move(stream));
    if (!input) return told_error(input.error());
    json::object out{{"operation", (*found)->name}, {"protocol", int(spoken.protocol)}};
    if (input->broken() != nullptr) out["broken"] = told_error(*input->broken());
    out["value"] = told_struct(*(*found)->input, input->data(), true);
    return out;
  }

  json::object encode_response(const json::object& asked) {
    const wire::Operation& row = operation(asked);
    wire::Value output(*row.output);
    fill(*row.output, asked.at("value").as_object(), output.data(), false);
    auto response = wire::encode_response(this->row(asked), row, output, "REQUEST1");
    if (response.content_length) {
      response.headers.push_back({"Content-Length", std::to_string(*response.content_length)});
    }
    return {{"status", response.status},
            {"headers", told_fields(response.headers)},
            {"body", told(whole(std::move(response.body)))}};
  }

  json::object encode_error(const json::object& asked) {
    const ErrorKind* kind = model_->model().find_error(text_of(asked, "code"));
    auto response = wire::encode_error(row(asked), error(*kind, std::string(text_of(asked, "message"))),
                                       {.request_id = "REQUEST1"});
    return {{"status", response.status},
            {"headers", told_fields(response.headers)},
            {"body", told(whole(std::move(response.body)))}};
  }

  json::object encode_request(const json::object& asked) {
    const wire::Operation& row = operation(asked);
    wire::Value input(*row.input);
    fill(*row.input, asked.at("value").as_object(), input.data(), true);
    auto request = wire::encode_request(this->row(asked), row, input.data());
    if (!request) return told_error(request.error());
    return {{"method", request->method},
            {"path", request->path},
            {"query", request->query},
            {"headers", told_fields(request->headers)},
            {"body", told(whole(std::move(request->body)))}};
  }

  json::object decode_response(const json::object& asked) {
    const wire::Operation& row = operation(asked);
    const std::string body = bytes_of(asked, "body");
    const auto headers = fields_of(asked);
    const wire::ResponseView response{.status = int(asked.at("status").as_int64()), .headers = headers, .body = body};
    wire::Value output(*row.output);
    std::optional<Payload> stream;
    if (wire::streams_output(row)) stream = body;
    const bool is_events = wire::streams_event_output(row) && response.status < 300;
    const auto read =
        is_events
            ? sync_wait(wire::decode_event_response(this->row(asked), row, response, output.data(), source_of(body)))
            : wire::decode_response(this->row(asked), row, response, output.data(), std::move(stream));
    if (!read) return told_error(read.error());
    return {{"value", told_struct(*row.output, output.data(), false)}};
  }

  // Whether the signature of a request, in its header or its query, is good for this secret.
  static json::object verify(const json::object& asked) {
    std::vector<wire::sigv4::Field> fields;
    std::string_view authorization, timestamp, hash = "UNSIGNED-PAYLOAD";
    for (const wire::FieldView& field : fields_of(asked)) {
      fields.push_back({field.name, field.value});
      if (equals_ignore_case(field.name, "authorization")) authorization = field.value;
      if (equals_ignore_case(field.name, "x-amz-date")) timestamp = field.value;
      if (equals_ignore_case(field.name, "x-amz-content-sha256")) hash = field.value;
    }
    if (asked.contains("payload_hash")) hash = text_of(asked, "payload_hash");
    namespace sigv4 = wire::sigv4;
    const auto presigned = sigv4::parse_presigned(text_of(asked, "query"));
    auto found = presigned ? presigned->authorization : sigv4::parse_authorization(authorization).value();
    const sigv4::Message message{.method = text_of(asked, "method"),
                                 .path = text_of(asked, "path"),
                                 .query = text_of(asked, "query"),
                                 .headers = fields};
    const auto canonical =
        sigv4::canonical_request(message, found.signed_headers, hash, sigv4::path_rule(found.scope.service));
    const std::string text = sigv4::string_to_sign(presigned ? std::string_view(presigned->timestamp) : timestamp,
                                                   found.scope, canonical.value_or(""), found.method);
    const std::string_view secret = text_of(asked, "secret");
    const sigv4::RequestKey key =
        found.method == sigv4::Method::hmac
            ? sigv4::RequestKey(sigv4::derive_key(secret, found.scope))
            : sigv4::RequestKey(std::make_shared<const sigv4::EcdsaKey>(found.access_key_id, secret));
    return {{"is_good", key.verify(text, found.signature)}, {"canonical", canonical.value_or("")}};
  }

  std::unique_ptr<DynamicModel> model_;
  std::unique_ptr<wire::Router> router_;
};

}  // namespace

int main() {
  Asked asked;
  for (std::string line; std::getline(std::cin, line);) {
    json::object answer;
    try {
      answer = asked.answer(json::parse(line).as_object());
    } catch (const std::exception& broken) {
      answer = {{"error", "broken"}, {"message", broken.what()}};
    }
    std::cout << json::serialize(answer) << std::endl;
  }
}
