#include "ekinerja/adapter.hpp"

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
      gateway_(c, k, std::move(s), options_.base_url, options_.token_url, t.deadline),
      people_(options_.person_cache) {}

attempt<payload> adapter::map(const training::record& r) const {
  return map_course(r, options_.instansi_id);
}

attempt<> adapter::ready(time_point now) {
  if (const auto token = usable_sso(gateway_.secrets(), now); token.has_error()) return token.error();
  return {};
}

std::string adapter::credentials_digest() {
  crypto::sha256_hasher hasher;
  for (const auto* read : {&gateway_.secrets().sso, &gateway_.secrets().apim}) {
    const auto secret = (*read)();
    hasher.update_framed(secret.has_error() ? std::string_view{} : std::string_view(*secret));
  }
  return to_hex(hasher.finish());
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

attempt<standing> adapter::read_back(const payload& what, const std::string& known_id) {
  JB_TRY(const auto person, person_id(what.nip));
  JB_TRY(const auto found, gateway_.get("/pns/rw-kursus/" + what.nip, "/pns/rw-kursus/{nip}"));
  if (found.what == answer::kind::empty) return standing{person, {}};
  const auto* rows = found.data.if_array();
  if (found.what != answer::kind::found || rows == nullptr) return unexpected("rw-kursus shows no list");
  return standing{person, find_course(*rows, what, known_id)};
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
