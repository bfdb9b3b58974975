// First run, sign-in and sign-out, the list of sessions, the passphrase.

#include <utility>

#include "photos/errors.h"
#include "site/answers.h"
#include "site/application.h"
#include "site/errors.h"
#include "site/requests.h"
#include "site/routes.h"
#include "site/session_cookie.h"

namespace lightwell::site {
namespace {

JsonWriter session_body(const Application& application, std::string_view state, std::string_view name) {
  JsonWriter out;
  out.open_object().key("state").text(state);
  if (!name.empty()) out.key("name").text(name);
  out.key("version").text(application.options.version).close_object();
  return out;
}

http::Response signed_in_answer(int status, const Application& application, const Visit& visit,
                                const photos::SignedIn& who) {
  http::Response response = json_answer(status, session_body(application, "signed_in", who.name));
  set_session_cookie(response, visit, who);
  return response;
}

Task<Result<http::Response>> get_session(Application& application, Visit& visit) {
  photos::Owners& owners = application.parts.owners;
  if (auto token = session_token(visit)) {
    const auto who = co_await owners.recognise(std::move(*token), visit.now);
    if (who) co_return json_answer(session_body(application, "signed_in", who->name));
    if (who.error().kind != &photos::errors::sign_in_required) co_return fail(Error(who.error()));
  }
  CO_TRY(const bool has_owner, co_await owners.has_owner());
  co_return json_answer(session_body(application, has_owner ? "signed_out" : "setup", ""));
}

Task<Result<http::Response>> set_up(Application& application, Visit& visit) {
  CO_CHECK(check_confidential(visit.visitor, application.options.rules));
  CO_TRY(SetupRequest request, read_setup(*visit.body));
  CO_TRY(const photos::SignedIn who,
         co_await application.parts.owners.create_owner(std::move(request.token), std::move(request.name),
                                                        std::move(request.passphrase), visit.door(), visit.now));
  co_return signed_in_answer(201, application, visit, who);
}

Task<Result<http::Response>> sign_in(Application& application, Visit& visit) {
  photos::Owners& owners = application.parts.owners;
  CO_CHECK(check_confidential(visit.visitor, application.options.rules));
  CO_TRY(std::string passphrase, read_sign_in(*visit.body));

  auto who = co_await owners.sign_in(std::move(passphrase), visit.door(), session_token(visit), visit.now);
  if (who) co_return signed_in_answer(200, application, visit, *who);
  if (who.error().kind == &photos::errors::wrong_passphrase) {
    CO_TRY(const bool has_owner, co_await owners.has_owner());
    if (!has_owner) co_return fail(errors::setup_needed);
  }
  co_return fail(std::move(who.error()));
}

Task<Result<http::Response>> sign_out(Application& application, Visit& visit) {
  photos::Owners& owners = application.parts.owners;
  if (const auto token = session_token(visit)) {
    const auto who = co_await owners.recognise(*token, visit.now);
    CO_CHECK(co_await owners.sign_out(*token));
    if (who) application.streams.end_session(who->session_id);
  }
  http::Response response = empty_answer();
  clear_session_cookie(response, visit);
  response.headers.add("Clear-Site-Data", "\"cache\"");
  co_return response;
}

Task<Result<http::Response>> list_sessions(Application& application, Visit& visit) {
  CO_TRY(const auto sessions, co_await application.parts.owners.sessions(*visit.who, visit.now));
  JsonWriter out;
  out.open_object().key("sessions").open_array();
  for (const photos::Session& session : sessions) {
    out.open_object().key("id").text(session.id);
    out.key("created_at").text(iso8601_seconds(session.created_at));
    out.key("last_seen_at").text(iso8601_seconds(session.last_seen_at));
    out.key("user_agent").text(session.user_agent).key("address").text(session.address);
    out.key("current").boolean(session.is_current).close_object();
  }
  out.close_array().close_object();
  co_return json_answer(std::move(out));
}

Task<Result<http::Response>> end_session(Application& application, Visit& visit) {
  CO_TRY(std::string id, visit.id("session_id", photos::errors::session_not_found));
  CO_CHECK(co_await application.parts.owners.end_session(*visit.who, id));
  application.streams.end_session(id);
  http::Response response = empty_answer();
  if (id == visit.who->session_id) clear_session_cookie(response, visit);
  co_return response;
}

Task<Result<http::Response>> change_passphrase(Application& application, Visit& visit) {
  CO_CHECK(check_confidential(visit.visitor, application.options.rules));
  CO_TRY(PassphraseChange change, read_passphrase_change(*visit.body));
  CO_TRY(const photos::SignedIn who,
         co_await application.parts.owners.change_passphrase(*visit.who, std::move(change.current),
                                                             std::move(change.next), visit.door(), visit.now));
  application.streams.end_others(who.viewer.person, who.session_id);
  http::Response response = empty_answer();
  set_session_cookie(response, visit, who);
  co_return response;
}

// Open to anyone only while there is no owner: the page of the first run asks it while a person types.
Task<Result<http::Response>> check_passphrase(Application& application, Visit& visit) {
  photos::Owners& owners = application.parts.owners;
  CO_CHECK(check_confidential(visit.visitor, application.options.rules));
  CO_TRY(PassphraseQuestion question, read_passphrase_question(*visit.body));

  CO_TRY(const bool has_owner, co_await owners.has_owner());
  if (has_owner) {
    auto token = session_token(visit);
    if (!token) co_return fail(photos::errors::sign_in_required);
    CO_TRY(const photos::SignedIn who, co_await owners.recognise(std::move(*token), visit.now));
    question.name = who.name;
  }
  const auto verdict = photos::Owners::check_passphrase(question.passphrase, question.name, visit.visitor.host_name);
  JsonWriter out;
  out.open_object().key("accepted").boolean(verdict.is_accepted);
  if (!verdict.is_accepted) out.key("reason").text(verdict.reason);
  out.close_object();
  co_return json_answer(std::move(out));
}

constexpr Route kRoutes[] = {
    {"GET", "/api/session", get_session, Entry::anyone},
    {"POST", "/api/session", sign_in, Entry::anyone, BodyKind::json},
    {"DELETE", "/api/session", sign_out, Entry::anyone},
    {"POST", "/api/setup", set_up, Entry::anyone, BodyKind::json},
    {"GET", "/api/sessions", list_sessions},
    {"DELETE", "/api/sessions/{session_id}", end_session},
    {"POST", "/api/passphrase", change_passphrase, Entry::owner, BodyKind::json},
    {"POST", "/api/passphrase/check", check_passphrase, Entry::anyone, BodyKind::json},
};

}  // namespace

std::span<const Route> session_routes() { return kRoutes; }

}  // namespace lightwell::site
