#include "ekinerja/adapter.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "crypto/sha256.hpp"
#include "ekinerja/course.hpp"

namespace jembatan::ekinerja {
namespace {

namespace json = boost::json;
using delivery::attempt;
using delivery::payload;
using delivery::setback;
using delivery::standing;

constexpr std::size_t person_id_limit = 64;
const std::string save_path = "/kursus/save";

setback unexpected(std::string_view what) {
  return {setback::kind::refused, "unexpected_answer", std::string(what)};
}

std::string text_of(const result<std::string>& secret) {
  return secret.has_error() ? std::string() : *secret;
}

// The same, and each time it remembers the SSO token that was read.
secret_readers remembering(const secret_readers& s, const std::shared_ptr<std::string>& sso) {
  return {s.apim, [read = s.sso, sso] {
            auto token = read();
            *sso = text_of(token);
            return token;
          }};
}

std::string digest_of(const std::string& sso, const std::string& apim) {
  crypto::sha256_hasher hasher;
  hasher.update_framed(sso);
  hasher.update_framed(apim);
  return to_hex(hasher.finish());
}

std::string text_in(const json::object& o, std::string_view key) {
  const auto* v = o.if_contains(key);
  const auto* s = v == nullptr ? nullptr : v->if_string();
  return s == nullptr ? std::string{} : std::string(*s);
}

}  // namespace

adapter::adapter(options o, const delivery::target_options& t, outbound::https_client& c, const clock& k,
                 secret_readers s)
    : options_(std::move(o)),
      clock_(k),
      secrets_(std::move(s)),
      gateway_(c, k, remembering(secrets_, judged_sso_), options_.base_url, options_.token_url, t.deadline),
      people_(options_.person_cache) {}

attempt<payload> adapter::map(const training::record& r) const {
  return map_course(r, options_.instansi_id);
}

attempt<> adapter::ready(time_point now) {
  if (const auto token = usable_sso(gateway_.secrets(), now); token.has_error()) return token.error();
  return {};
}

std::string adapter::credentials_digest() {
  return digest_of(text_of(secrets_.sso()), text_of(secrets_.apim()));
}

// Only the SSO token locks out: the API gateway's key merely postpones.
std::string adapter::judged_credentials() {
  return digest_of(*judged_sso_, text_of(secrets_.apim()));
}

attempt<std::string> adapter::person_id(const std::string& nip) {
  if (auto known = people_.find(nip, clock_.now())) return *known;
  JB_TRY(const auto found, gateway_.get("/pns/data-utama/" + nip, "/pns/data-utama/{nip}"));
  if (found.what == answer::kind::empty) return setback{setback::kind::impossible, "person_unknown", {}};
  const auto* person = found.data.if_object();
  if (found.what != answer::kind::found || person == nullptr) return unexpected("data-utama shows no person");
  const auto id = text_in(*person, "id");
  if (id.empty() || id.size() > person_id_limit) return unexpected("data-utama shows no id");
  // A record must not land at somebody else's: the person that SIASN shows has to bear the number that we asked for.
  if (const auto shown = text_in(*person, "nipBaru"); !shown.empty() && shown != nip)
    return setback{setback::kind::impossible, "nip_mismatch", {}};
  people_.keep(nip, id, clock_.now());
  return id;
}

attempt<json::array> adapter::rows_of(const std::string& nip) {
  JB_TRY(const auto found, gateway_.get("/pns/rw-kursus/" + nip, "/pns/rw-kursus/{nip}"));
  if (found.what == answer::kind::empty) return json::array{};
  const auto* rows = found.data.if_array();
  if (found.what != answer::kind::found || rows == nullptr) return unexpected("rw-kursus shows no list");
  return *rows;
}

// The person's number was another one when it was tried: a row there is in somebody else's history, and a person has to
// take it out.
attempt<> adapter::nothing_stands_elsewhere(const std::string& nip, const delivery::traces& left) {
  for (const auto& before : left.tried) {
    if (before.nip == nip) continue;
    JB_TRY(const auto rows, rows_of(before.nip));
    if (const auto held = find_course(rows, before, {}))
      return setback{setback::kind::impossible, "row_at_another_nip", "row " + held->id};
  }
  return {};
}

attempt<standing> adapter::read_back(const payload& what, const delivery::traces& left) {
  JB_CHECK(nothing_stands_elsewhere(what.nip, left));
  JB_TRY(const auto person, person_id(what.nip));
  JB_TRY(const auto rows, rows_of(what.nip));
  return standing{person, find_course(rows, what, left)};
}

attempt<std::string> adapter::save(const payload& what, const standing& where) {
  JB_TRY(const auto done, gateway_.post(save_path, json::serialize(save_body(what, where))));
  if (done.what != answer::kind::saved) return unexpected("kursus/save shows no row");
  return done.row_id;
}

attempt<std::string> adapter::create(const payload& what, const standing& where) {
  return save(what, where);
}
attempt<std::string> adapter::correct(const payload& what, const standing& where) {
  return save(what, where);
}

std::string adapter::preview(const payload& what, const standing& where) const {
  return "POST " + gateway_.url(save_path) +
         "\nContent-Type: application/json\nAuthorization: Bearer [redacted]\nAuth: bearer [redacted]\n"
         "Accept: application/json\n\n" +
         json::serialize(save_body(what, where));
}

}  // namespace jembatan::ekinerja
