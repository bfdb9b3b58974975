#include "services/sts/session_token.h"

#include "base/text.h"
#include "services/sts/packed_session.h"
#include "services/sts/session_form.h"

namespace lightwell::sts {
namespace {

constexpr uint64_t kForm = 1;

std::string binding(std::string_view access_key_id) { return "session token of " + std::string(access_key_id); }

std::string to_form(const Grant& grant, size_t filling) {
  const Principal& who = grant.principal;
  const Session& session = *who.session;
  FormWriter form;
  form.number(kForm).text(grant.secret).text(grant.origin.id).text(grant.origin.access_key_id);
  form.number(uint64_t(who.kind)).text(who.account).text(who.arn).text(who.id).text(who.name);
  form.number(uint64_t(to_micros(session.issued_at))).number(uint64_t(to_micros(session.expires_at)));
  form.text(session.name).text(session.issuer_arn).text(session.source_identity).text(session.provider);
  form.tags(session.claims).number(session.is_mfa).number(session.is_chained).text(pack(session));
  form.text(std::string(filling, ' '));
  return std::move(form).take();
}

std::optional<Grant> from_form(std::string_view bytes) {
  FormReader form(bytes);
  if (form.number() != kForm) return std::nullopt;
  Grant grant;
  grant.secret = form.text();
  grant.origin.id = form.text();
  grant.origin.access_key_id = form.text();
  Principal& who = grant.principal;
  who.kind = PrincipalKind(form.number());
  who.account = form.text();
  who.arn = form.text();
  who.id = form.text();
  who.name = form.text();
  Session session;
  session.issued_at = from_micros(int64_t(form.number()));
  session.expires_at = from_micros(int64_t(form.number()));
  session.name = form.text();
  session.issuer_arn = form.text();
  session.source_identity = form.text();
  session.provider = form.text();
  session.claims = form.tags();
  session.is_mfa = form.number() != 0;
  session.is_chained = form.number() != 0;
  if (!unpack(form.text(), session)) return std::nullopt;
  form.text();
  if (!form.is_sound() || !form.is_at_end()) return std::nullopt;
  who.session = std::make_shared<const Session>(std::move(session));
  return grant;
}

}  // namespace

std::string make_token(const SealingKeys& keys, const Grant& grant, size_t length_min) {
  const std::string bound_to = binding(grant.access_key_id);
  std::string token = to_base64(as_bytes(keys.close(to_form(grant, 0), bound_to)));
  if (token.size() >= length_min) return token;
  const size_t filling = (length_min - token.size() + 3) / 4 * 3;
  return to_base64(as_bytes(keys.close(to_form(grant, filling), bound_to)));
}

std::optional<Grant> open_token(const SealingKeys& keys, std::string_view access_key_id, std::string_view token) {
  if (token.size() > kTokenMax) return std::nullopt;
  const auto sealed = from_base64(token);
  if (!sealed) return std::nullopt;
  const auto form = keys.open(*sealed, binding(access_key_id));
  if (!form) return std::nullopt;
  auto grant = from_form(*form);
  if (!grant) return std::nullopt;
  grant->access_key_id = access_key_id;
  grant->principal.access_key_id = access_key_id;
  return grant;
}

}  // namespace lightwell::sts
