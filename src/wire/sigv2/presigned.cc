#include "wire/sigv2/presigned.h"

#include <algorithm>
#include <map>
#include <optional>
#include <vector>

#include "base/digest.h"
#include "base/text.h"
#include "wire/sigv4/authorization.h"

namespace lightwell::wire::sigv2 {
namespace {

// The parameters that are part of the resource; any other may be changed freely. Whatever tells operations apart is
// here.
constexpr std::string_view kSubresources[] = {
    "abac",
    "accelerate",
    "acl",
    "analytics",
    "annotation",
    "attributes",
    "cors",
    "defaultObjectAcl",
    "delete",
    "encryption",
    "intelligent-tiering",
    "inventory",
    "legal-hold",
    "lifecycle",
    "location",
    "logging",
    "metadataAnnotationTable",
    "metadataConfiguration",
    "metadataInventoryTable",
    "metadataJournalTable",
    "metadataTable",
    "metrics",
    "notification",
    "object-lock",
    "ownershipControls",
    "partNumber",
    "policy",
    "policyStatus",
    "publicAccessBlock",
    "renameObject",
    "replication",
    "requestPayment",
    "response-cache-control",
    "response-content-disposition",
    "response-content-encoding",
    "response-content-language",
    "response-content-type",
    "response-expires",
    "restore",
    "retention",
    "select",
    "select-type",
    "session",
    "storageClass",
    "tagging",
    "torrent",
    "uploadId",
    "uploads",
    "versionId",
    "versioning",
    "versions",
    "website",
};

// A parameter as whoever acts on it reads it: what came in escapes means the same as what came plain, so it must be
// signed the same.
struct Parameter {
  std::string name;
  std::optional<std::string> value;  // none: there is no '='
};

std::vector<Parameter> parameters_of(std::string_view query) {
  std::vector<Parameter> out;
  for (const std::string_view part : sigv4::split(query, '&')) {
    const size_t equals = part.find('=');
    Parameter one{.name = percent_decode(part.substr(0, equals), true).value_or(""), .value = {}};
    if (equals != part.npos) one.value = percent_decode(part.substr(equals + 1), true).value_or("");
    out.push_back(std::move(one));
  }
  return out;
}

std::string header(const sigv4::Message& message, std::string_view name) {
  for (const sigv4::Field& field : message.headers) {
    if (equals_ignore_case(field.name, name)) return std::string(trim(field.value));
  }
  return {};
}

std::string amz_headers(const sigv4::Message& message) {
  std::map<std::string, std::string> found;
  const auto add = [](auto& into, const std::string& name, std::string_view value) {
    if (!name.starts_with("x-amz-")) return;
    const auto [at, is_fresh] = into.emplace(name, trim(value));
    if (!is_fresh) at->second.append(",").append(trim(value));
  };
  for (const sigv4::Field& field : message.headers) add(found, to_lower(field.name), field.value);
  std::map<std::string, std::string> in_query;  // counts where no header of the name came
  for (const Parameter& one : parameters_of(message.query)) add(in_query, to_lower(one.name), one.value.value_or(""));
  found.merge(in_query);
  std::string out;
  for (const auto& [name, value] : found) out.append(name).append(":").append(value).append("\n");
  return out;
}

std::string resource(std::string_view path, std::string_view query) {
  std::vector<std::pair<std::string, std::string>> parts;
  for (Parameter& one : parameters_of(query)) {
    if (is_subresource(one.name)) parts.emplace_back(std::move(one.name), one.value ? "=" + *one.value : "");
  }
  std::sort(parts.begin(), parts.end());
  std::string out(path);
  char separator = '?';
  for (const auto& [name, value] : parts) {
    out.append(1, separator).append(name).append(value);
    separator = '&';
  }
  return out;
}

std::string hmac_sha1(std::string_view key, std::string_view message) {
  std::string block = key.size() > 64 ? digest(Algorithm::sha1, as_bytes(key)) : std::string(key);
  block.resize(64, '\0');
  const auto pass = [&](char pad, std::string_view data) {
    std::string padded = block;
    for (char& c : padded) c = char(c ^ pad);
    return digest(Algorithm::sha1, as_bytes(padded.append(data)));
  };
  return pass(0x5c, pass(0x36, message));
}

}  // namespace

bool is_subresource(std::string_view parameter) {
  return std::ranges::find(kSubresources, parameter) != std::ranges::end(kSubresources);
}

bool is_presigned(std::string_view query) {
  for (const std::string_view part : sigv4::split(query, '&')) {
    const std::string_view name = part.substr(0, part.find('='));
    if (name == "AWSAccessKeyId" || name == "Signature") return true;
  }
  return false;
}

std::expected<Presigned, Problem> parse_presigned(std::string_view query) {
  const auto key = sigv4::query_parameter(query, "AWSAccessKeyId");
  const auto signature = sigv4::query_parameter(query, "Signature");
  const auto expires = sigv4::query_parameter(query, "Expires");
  const auto is_printable = [](char c) { return c > ' ' && c < 127; };
  if (!key || key->empty() || !std::all_of(key->begin(), key->end(), is_printable) || !signature || !expires)
    return std::unexpected(Problem::missing_parameters);
  const auto at = parse_unsigned(*expires);
  if (!at || *at > 253'402'300'799) return std::unexpected(Problem::expires_not_a_number);  // the year 9999
  return Presigned{.access_key_id = *key,
                   .signature = *signature,
                   .expires_text = *expires,
                   .expires_at = from_micros(int64_t(*at) * 1'000'000),
                   .security_token = sigv4::query_parameter(query, "x-amz-security-token").value_or("")};
}

std::string string_to_sign(const sigv4::Message& message, std::string_view resource_path,
                           std::string_view expires_text) {
  std::string out(message.method);
  out.append("\n").append(header(message, "content-md5")).append("\n").append(header(message, "content-type"));
  out.append("\n").append(expires_text).append("\n").append(amz_headers(message));
  return out.append(resource(resource_path, message.query));
}

std::string sign(std::string_view secret, std::string_view string_to_sign) {
  return to_base64(as_bytes(hmac_sha1(secret, string_to_sign)));
}

}  // namespace lightwell::wire::sigv2
