#include "metadata/metadata.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/log.h"
#include "base/text.h"

namespace lightwell::metadata {
namespace {

constexpr std::string_view kTokenField = "X-aws-ec2-metadata-token";
constexpr std::string_view kLifetimeField = "X-aws-ec2-metadata-token-ttl-seconds";
constexpr std::string_view kTokenPath = "/latest/api/token";

constexpr std::string_view kVersions[] = {
    "1.0",        "2007-01-19", "2007-03-01", "2007-08-29", "2007-10-10", "2007-12-15", "2008-02-01", "2008-09-01",
    "2009-04-04", "2011-01-01", "2011-05-01", "2012-01-12", "2014-02-25", "2014-11-05", "2015-10-20", "2016-04-19",
    "2016-06-30", "2016-09-02", "2018-03-28", "2018-08-17", "2018-09-24", "2019-10-01", "2020-10-27", "2021-01-03",
    "2021-03-23", "2021-07-15", "2022-09-24", "2024-04-11", "latest"};

constexpr std::string_view kIdentityFolder = "instance-identity";

bool is_version(std::string_view text) {
  return std::find(std::begin(kVersions), std::end(kVersions), text) != std::end(kVersions);
}

// As AWS's own server says it.
http::Response refusal(int status) {
  http::Response response{.status = status};
  response.headers.add("Content-Type", "text/html");
  response.body = fmt::format(
      "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>\n"
      "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\"\n"
      "\t\"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd\">\n"
      "<html xmlns=\"http://www.w3.org/1999/xhtml\" xml:lang=\"en\" lang=\"en\">\n <head>\n"
      "  <title>{0} - {1}</title>\n </head>\n <body>\n  <h1>{0} - {1}</h1>\n </body>\n</html>\n",
      status, http::reason_phrase(status));
  return response;
}

http::Response plain(std::string text, std::string type = "text/plain") {
  http::Response response;
  response.headers.add("Content-Type", std::move(type));
  response.body = std::move(text);
  return response;
}

http::Response found(const std::optional<Tree::Found>& what) { return what ? plain(what->text) : refusal(404); }

std::string lines_of(std::initializer_list<std::string_view> names) {
  std::string out;
  for (const std::string_view name : names) out.append(out.empty() ? "" : "\n").append(name);
  return out;
}

std::string_view without_slashes(std::string_view path) {
  while (path.starts_with('/')) path.remove_prefix(1);
  while (path.ends_with('/')) path.remove_suffix(1);
  return path;
}

// "a/b/c" -> "a", and "b/c" stays.
std::string_view take_first(std::string_view& path) {
  const size_t slash = path.find('/');
  const std::string_view first = path.substr(0, slash);
  path = without_slashes(slash == path.npos ? std::string_view() : path.substr(slash));
  return first;
}

std::string_view host_name(std::string_view host) {
  if (host.starts_with('[')) return host.substr(0, host.find(']') + 1);
  return host.substr(0, host.find(':'));
}

bool is_address(std::string_view name) {
  return name.starts_with('[') || (!name.empty() && name.find_first_not_of("0123456789.") == name.npos);
}

// Programs read this, and people; both as AWS writes it.
std::string json_lines(std::initializer_list<std::pair<std::string_view, std::string>> members) {
  std::string out = "{";
  for (const auto& [name, value] : members) {
    out += fmt::format("{}\n  \"{}\" : \"{}\"", out.size() == 1 ? "" : ",", name, value);
  }
  return out + "\n}";
}

}  // namespace

Metadata::Metadata(Instance instance, Sources sources, const Clock& clock, Ids& ids, Options options)
    : instance_(std::move(instance)),
      tree_(metadata_tree(instance_)),
      sources_(sources),
      clock_(clock),
      tokens_(ids),
      options_(std::move(options)) {
  dynamic_.add("fws/instance-monitoring", "disabled");
  for (const char* name : {"document", "pkcs7", "rsa2048", "signature"}) {
    dynamic_.announce(fmt::format("{}/{}", kIdentityFolder, name));
  }
}

http::Handler Metadata::handler() {
  return [this](http::Request& request) { return answer(request); };
}

Task<http::Response> Metadata::answer(http::Request& request) {
  const bool is_read = request.method == "GET" || request.method == "HEAD";
  const auto token = request.headers.find(kTokenField);
  const auto left = token ? tokens_.left(*token, clock_.now()) : std::nullopt;
  http::Response response;
  if (!is_our_name(request.headers.get("host"))) {
    response = refusal(403);
  } else if (request.method == "PUT" && request.path() == kTokenPath) {
    response = answer_token(request);
  } else if (!is_read) {
    response = refusal(405);
    response.headers.add("Allow", "OPTIONS, GET, HEAD");
  } else if (token ? !left : options_.is_token_required) {
    response = refusal(401);
  } else if (const auto path = percent_decode(request.path())) {
    response = co_await answer_path(*path);
    if (left) response.headers.add(std::string(kLifetimeField), std::to_string(left->count()));
  } else {
    response = refusal(400);
  }
  response.headers.add("Server", "EC2ws");
  response.headers.add("Cache-Control", "no-store");
  response.headers.add("X-Content-Type-Options", "nosniff");
  log::debug("metadata {} {} {}", request.method, request.path(), response.status);
  co_return response;
}

bool Metadata::is_our_name(std::string_view host) const {
  const std::string name = to_lower(host_name(host));
  if (is_address(name) || name == "localhost" || name.ends_with(".localhost")) return true;
  if (name == "instance-data" || name == "instance-data.ec2.internal") return true;
  return std::any_of(options_.host_names.begin(), options_.host_names.end(),
                     [&](const std::string& own) { return equals_ignore_case(own, name); });
}

http::Response Metadata::answer_token(const http::Request& request) {
  // A proxy that passes everything on must not fetch tokens for those behind it.
  if (request.headers.find("x-forwarded-for")) return refusal(403);
  const auto asked = parse_unsigned(request.headers.get(kLifetimeField));
  if (!asked || *asked < uint64_t(kTokenSecondsMin) || *asked > uint64_t(kTokenSecondsMax)) return refusal(400);
  http::Response response = plain(tokens_.make(seconds(*asked), clock_.now()));
  response.headers.add(std::string(kLifetimeField), std::to_string(*asked));
  return response;
}

Task<http::Response> Metadata::answer_path(std::string path) {
  std::string_view rest = without_slashes(path);
  if (rest.empty()) {
    std::string list;
    for (const std::string_view version : kVersions) list.append(list.empty() ? "" : "\n").append(version);
    co_return plain(std::move(list));
  }
  if (!is_version(take_first(rest))) co_return refusal(404);
  if (rest.empty()) {
    co_return plain(instance_.user_data ? lines_of({"dynamic", "meta-data", "user-data"})
                                        : lines_of({"dynamic", "meta-data"}));
  }
  const std::string_view part = take_first(rest);
  if (part == "meta-data") co_return co_await answer_metadata(rest);
  if (part == "dynamic") co_return co_await answer_dynamic(rest);
  if (part == "user-data" && rest.empty() && instance_.user_data) {
    co_return plain(*instance_.user_data, "application/octet-stream");
  }
  co_return refusal(404);
}

Task<http::Response> Metadata::answer_metadata(std::string_view path) {
  std::string_view rest = path;
  const std::string_view first = take_first(rest);
  if (first == "iam") co_return co_await answer_iam(rest);
  if (first == "public-keys") co_return co_await answer_public_keys(rest);
  if (!path.empty()) co_return found(tree_.find(path));
  Tree whole = tree_;
  if (co_await sources_.roles.profile()) whole.announce("iam/");
  if (co_await sources_.keys.public_key()) whole.announce("public-keys/");
  co_return found(whole.find(""));
}

Task<http::Response> Metadata::answer_dynamic(std::string_view path) {
  const auto known = dynamic_.find(path);
  if (!known || !known->is_elsewhere) co_return found(known);
  const std::string name(path.substr(kIdentityFolder.size() + 1));  // the path's text may go while we wait
  const auto identity = co_await sources_.identity.identity();
  if (!identity) {
    log::warning("metadata: {} {}", identity.error().message, identity.error().log_words);
    co_return refusal(500);
  }
  if (name == "document") co_return plain(identity->document);
  co_return plain(name == "signature" ? identity->signature : identity->pkcs7);
}

Task<http::Response> Metadata::answer_public_keys(std::string_view path) {
  const std::string asked(path);  // the path's text may go while we wait
  const auto key = co_await sources_.keys.public_key();
  if (!key) co_return refusal(404);
  if (asked.empty()) co_return plain("0=" + key->name);
  if (asked == "0") co_return plain("openssh-key");
  co_return asked == "0/openssh-key" ? plain(key->openssh) : refusal(404);
}

Task<http::Response> Metadata::answer_iam(std::string_view path) {
  const std::string asked(path);  // the path's text may go while we wait
  const auto profile = co_await sources_.roles.profile();
  if (!profile) co_return refusal(404);
  if (asked.empty()) co_return plain("info\nsecurity-credentials/");
  if (asked == "security-credentials") co_return profile->role.empty() ? refusal(404) : plain(profile->role);
  const bool is_info = asked == "info";
  if (!is_info && (profile->role.empty() || asked != "security-credentials/" + profile->role)) co_return refusal(404);
  const auto credentials = co_await sources_.roles.credentials(profile->role);
  if (!credentials) {
    log::warning("metadata: {} {}", credentials.error().message, credentials.error().log_words);
    co_return plain(json_lines(
        {{"Code", "AssumeRoleUnauthorizedAccess"},
         {"Message", profile->role.empty() ? fmt::format("The instance profile {} has no role.", profile->arn)
                                           : fmt::format("EC2 cannot assume the role {}.", profile->role)},
         {"LastUpdated", iso8601_seconds(clock_.now())}}));
  }
  const std::string updated = iso8601_seconds(credentials->issued_at);
  if (is_info) {
    co_return plain(json_lines({{"Code", "Success"},
                                {"LastUpdated", updated},
                                {"InstanceProfileArn", profile->arn},
                                {"InstanceProfileId", profile->id}}));
  }
  co_return plain(json_lines({{"Code", "Success"},
                              {"LastUpdated", updated},
                              {"Type", "AWS-HMAC"},
                              {"AccessKeyId", credentials->access_key_id},
                              {"SecretAccessKey", credentials->secret_access_key},
                              {"Token", credentials->token},
                              {"Expiration", iso8601_seconds(credentials->expires_at)}}));
}

}  // namespace lightwell::metadata
