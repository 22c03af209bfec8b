#include "ekinerja/gateway.hpp"

namespace jembatan::ekinerja {
namespace {

using delivery::attempt;
using delivery::setback;

setback of_transport(const error& e, bool write) {
  if (e.is(errc::cancelled)) return {setback::kind::cancelled, "cancelled", {}};
  if (e.is(errc::timeout)) return {setback::kind::unreachable, "timeout", {}};
  if (e.is(errc::denied)) return {setback::kind::unreachable, "tls_refused", {}};
  // A read that is too long stays too long: tried a few times, then a person looks.
  if (e.is(errc::full)) return {write ? setback::kind::unreachable : setback::kind::refused, "answer_too_large", {}};
  return {setback::kind::unreachable, "unreachable", {}};
}

bool concerns_the_question(answer::kind k) {
  return k == answer::kind::saved || k == answer::kind::found || k == answer::kind::empty;
}

}  // namespace

gateway::gateway(outbound::https_client& c, const clock& t, secret_readers s, std::string base_url,
                 const std::string& token_url, duration deadline)
    : client_(c),
      clock_(t),
      secrets_(std::move(s)),
      base_url_(std::move(base_url)),
      deadline_(deadline),
      apim_(c, t, secrets_.apim, token_url, deadline) {}

attempt<answer> gateway::get(const std::string& path, std::string route) {
  return call({.method = "GET", .url = url(path), .route = std::move(route), .headers = {}, .body = {}});
}

attempt<answer> gateway::post(const std::string& path, std::string body) {
  return call({.method = "POST",
               .url = url(path),
               .route = path,
               .headers = {{"Content-Type", "application/json"}},
               .body = std::move(body)});
}

attempt<answer> gateway::call(outbound::request r) {
  r.deadline = deadline_;
  auto first = send(r);
  if (first.has_error() || first->what != answer::kind::token_refused) {
    if (first.has_error() || concerns_the_question(first->what)) return first;
    return to_setback(*first);
  }
  apim_.refused();
  auto second = send(std::move(r));
  if (second.has_error() || concerns_the_question(second->what)) return second;
  // Still refused: a fresh token does not help now, so the next attempt begins with another one.
  if (second->what == answer::kind::token_refused) apim_.refused();
  return to_setback(*second);
}

attempt<answer> gateway::send(outbound::request r) {
  JB_TRY(const auto sso, usable_sso(secrets_, clock_.now()));
  JB_TRY(const auto token, apim_.current());
  // Auth is SIASN's own header beside the gateway's (facts/targets.md 1.1).
  r.headers.push_back({"Authorization", "Bearer " + token});
  r.headers.push_back({"Auth", "bearer " + sso});
  r.headers.push_back({"Accept", "application/json"});
  const auto answered = client_.send(r);
  if (answered.has_error()) return of_transport(answered.error(), r.method != "GET");
  return classify(answered->status, answered->content_type, answered->body);
}

}  // namespace jembatan::ekinerja
