#include "siasn_double/siasn.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <optional>

#include "base/file.hpp"
#include "base/hex.hpp"

namespace jembatan::siasn_double {
namespace {

namespace json = boost::json;

constexpr std::string_view prefix = "/apisiasn/1.0";
constexpr std::size_t tokens_bound = 1000;

reply of(int status, const json::object& body) {
  return {.status = status, .body = json::serialize(body)};
}

reply refused(std::string_view why) {
  return of(200, {{"success", false}, {"message", why}, {"mapData", nullptr}});
}

reply not_found() {
  return of(404, {{"code", 0}, {"data", "Data tidak ditemukan"}});
}

reply found(json::value data, std::size_t count) {
  return of(200, {{"code", 1}, {"data", std::move(data)}, {"count", count}});
}

std::optional<std::string> text(const json::object& o, std::string_view key) {
  const auto* v = o.if_contains(key);
  if (v == nullptr || v->is_null()) return "";
  if (!v->is_string()) return {};
  return std::string(v->get_string());
}

bool is_date(const std::string& dd_mm_yyyy) {
  return dd_mm_yyyy.size() == 10 &&
         parse_date(dd_mm_yyyy.substr(6) + "-" + dd_mm_yyyy.substr(3, 2) + "-" + dd_mm_yyyy.substr(0, 2)).has_value();
}

// What is wrong with a body of kursus/save, or nothing.
std::optional<std::string> fault_in(const json::object& body) {
  for (const auto key :
       {"id", "instansiId", "institusiPenyelenggara", "jenisDiklatId", "jenisKursus", "jenisKursusSertipikat",
        "lokasiId", "namaKursus", "nomorSertipikat", "pnsOrangId", "tanggalKursus", "tanggalSelesaiKursus"})
    if (!text(body, key)) return std::string(key) + " harus teks";
  for (const auto key : {"jumlahJam", "tahunKursus"})
    if (!body.contains(key) || !body.at(key).is_int64()) return std::string(key) + " harus bilangan bulat";
  for (const auto key : {"namaKursus", "institusiPenyelenggara", "jenisDiklatId", "pnsOrangId"})
    if (text(body, key)->empty()) return std::string(key) + " wajib diisi";
  for (const auto key : {"tanggalKursus", "tanggalSelesaiKursus"})
    if (!is_date(*text(body, key))) return std::string(key) + " harus dd-mm-yyyy";
  return {};
}

// Read names differ from write names (facts/targets.md 1.3).
json::object stored_row(const json::object& body, const person& who) {
  return {{"id", *text(body, "id")},
          {"idPns", who.id},
          {"nipBaru", who.nip},
          {"nipLama", ""},
          {"jenisKursusNama", ""},
          {"jenisKursusSertifikat", *text(body, "jenisKursusSertipikat")},
          {"institusiPenyelenggara", *text(body, "institusiPenyelenggara")},
          {"jenisKursusId", *text(body, "jenisKursus")},
          {"jumlahJam", body.at("jumlahJam")},
          {"namaKursus", *text(body, "namaKursus")},
          {"noSertipikat", *text(body, "nomorSertipikat")},
          {"tahunKursus", body.at("tahunKursus")},
          {"tanggalKursus", *text(body, "tanggalKursus")},
          {"path", nullptr},
          {"jenisDiklatId", *text(body, "jenisDiklatId")},
          {"tanggalSelesaiKursus", *text(body, "tanggalSelesaiKursus")}};
}

std::optional<json::object> object_of(std::string_view body) {
  json::error_code failed;
  auto value = json::parse(body, failed);
  if (failed || !value.is_object()) return {};
  return std::move(value.get_object());
}

// What follows the scheme word, whatever its case: "Bearer X".
std::string_view bearer(std::string_view header) {
  constexpr std::size_t word = 7;
  if (header.size() <= word || (header.substr(1, word - 1) != "earer ") || (header[0] != 'B' && header[0] != 'b'))
    return {};
  return header.substr(word);
}

}  // namespace

reply siasn::answer(const incoming& in) {
  if (!in.target.starts_with("/double/") && resets_(modes_.reset)) return {.reset = true};
  return route(in);
}

reply siasn::route(const incoming& in) {
  if (in.target.starts_with("/double/")) return control(in);
  if (in.target == "/oauth2/token") return token(in);
  if (!in.target.starts_with(prefix))
    return of(404, {{"code", 404}, {"type", "Status report"}, {"message", "Runtime Error"}});
  if (!apim_good(in.authorization))
    return of(401, {{"fault", {{"code", 900901}, {"message", "Invalid Credentials"}, {"type", "fault"}}}});
  if (!sso_good(in.auth)) return of(401, {{"success", false}, {"message", "invalid or expired jwt"}});
  const auto path = std::string_view(in.target).substr(prefix.size());
  if (in.method == "POST" && path == "/kursus/save") return save(in);
  if (in.method == "GET") return read(in, path);
  return of(405, {{"message", "Method not allowed"}});
}

reply siasn::control(const incoming& in) {
  if (in.target == "/double/effects" && in.method == "GET") return of(200, rows_.shown());
  if (in.target == "/double/mode" && in.method == "GET") return of(200, modes_.shown());
  const auto body = in.method == "POST" ? object_of(in.body) : std::nullopt;
  if (!body) return of(400, {{"message", "POST a JSON object"}});
  if (in.target == "/double/mode") {
    if (const auto set = modes_.set(*body); set.has_error()) return of(400, {{"message", set.error().message()}});
    return of(200, modes_.shown());
  }
  if (in.target == "/double/rows") return store(*body, "hand");  // as if a person typed it
  return of(404, {{"message", "no such control"}});
}

reply siasn::token(const incoming& in) {
  if (!options_.apim.empty()) {
    const auto key = read_secret(options_.apim);
    if (key.has_error() || in.authorization != "Basic " + to_base64(as_bytes(*key)))
      return of(401, {{"error", "invalid_client"}, {"error_description", "Client Authentication failed."}});
  }
  if (in.method != "POST" || in.body.find("grant_type=client_credentials") == std::string::npos)
    return of(400, {{"error", "unsupported_grant_type"}});
  if (tokens_.size() >= tokens_bound) tokens_.clear();
  const auto given = random_->hex(16);
  tokens_[given] = clock_.now();
  return of(200, {{"access_token", given}, {"scope", "default"}, {"token_type", "Bearer"}, {"expires_in", 3600}});
}

bool siasn::apim_good(const std::string& header) const {
  const auto at = tokens_.find(std::string(bearer(header)));
  if (at == tokens_.end()) return false;
  return modes_.expire_apim_after_s == 0 ||
         clock_.now() < at->second + std::chrono::seconds{modes_.expire_apim_after_s};
}

bool siasn::sso_good(const std::string& header) const {
  const auto token = bearer(header);
  if (token.empty() || modes_.refuse_sso) return false;
  if (options_.sso.empty()) return true;
  const auto right = read_secret(options_.sso);
  return right.has_value() && *right == token;
}

reply siasn::read(const incoming&, std::string_view path) {
  const auto slash = path.rfind('/');
  const auto folder = path.substr(0, slash), last = path.substr(slash + 1);
  if (folder == "/kursus/id") {
    const auto* row = rows_.find(last);
    return row == nullptr ? not_found() : found(*row, 1);
  }
  const auto* who = people_.by_nip(last);
  if (who == nullptr) return not_found();
  if (folder == "/pns/data-utama")
    return found(
        {{"id", who->id}, {"nipBaru", who->nip}, {"nama", who->nama}, {"statusHidup", true}, {"validNik", true}}, 1);
  if (folder != "/pns/rw-kursus")
    return of(404, {{"code", 404}, {"type", "Status report"}, {"message", "Runtime Error"}});
  auto list = rows_.of_person(who->id);
  const auto count = list.size();
  return count == 0 ? not_found() : found(std::move(list), count);
}

reply siasn::save(const incoming& in) {
  if (outages_(modes_.unavailable))
    return {.status = 503, .body = "<html><body>Service Unavailable</body></html>", .content_type = "text/html"};
  if (refusals_(modes_.refuse)) return refused("Gagal menyimpan data");
  const auto body = object_of(in.body);
  if (!body) return of(400, {{"Error", "true"}, {"Message", "Bad request"}});
  auto done = store(*body, "");
  done.silent = silences_(modes_.act_then_silence);
  return done;
}

reply siasn::store(const json::object& body, std::string_view act) {
  if (const auto fault = fault_in(body)) return refused(*fault);
  const auto* who = people_.by_id(*text(body, "pnsOrangId"));
  if (who == nullptr) return refused("pnsOrangId tidak ditemukan");
  const auto id = text(body, "id");
  if (act.empty()) act = id->empty() ? "create" : "update";
  const auto saved = rows_.save(body, stored_row(body, *who), act, clock_.now(), *random_);
  if (saved.has_error())
    return saved.error().is(errc::not_found) ? refused("id tidak ditemukan") : of(500, {{"message", "disk"}});
  return of(200, {{"success", true}, {"message", "success"}, {"mapData", json::object{{"rwKursusId", *saved}}}});
}

}  // namespace jembatan::siasn_double
