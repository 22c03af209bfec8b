#include "ekinerja/course.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <cstdio>

#include "crypto/sha256.hpp"
#include "ekinerja/reference.hpp"

namespace jembatan::ekinerja {
namespace {

namespace json = boost::json;
using delivery::holding;
using delivery::payload;
using delivery::setback;

// Grows when the meaning of the body changes, so that what was sent before counts as another payload.
constexpr std::string_view body_version = "kursus/1";

struct field_pair {
  std::string_view written, read;
};
// SIASN's write names differ from its read names (facts/targets.md 1.3).
constexpr std::array<field_pair, 9> compared{{{"namaKursus", "namaKursus"},
                                              {"institusiPenyelenggara", "institusiPenyelenggara"},
                                              {"tanggalKursus", "tanggalKursus"},
                                              {"tanggalSelesaiKursus", "tanggalSelesaiKursus"},
                                              {"nomorSertipikat", "noSertipikat"},
                                              {"jenisDiklatId", "jenisDiklatId"},
                                              {"jenisKursusSertipikat", "jenisKursusSertifikat"},
                                              {"jumlahJam", "jumlahJam"},
                                              {"tahunKursus", "tahunKursus"}}};

setback impossible(std::string code) {
  return {setback::kind::impossible, std::move(code), {}};
}

// Control characters out, white space at both ends out: the name itself stays as the programme has it.
std::string clean(std::string_view text) {
  std::string out;
  for (const char c : text) out += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
  const auto first = out.find_first_not_of(' ');
  if (first == std::string::npos) return {};
  return out.substr(first, out.find_last_not_of(' ') - first + 1);
}

std::string dd_mm_yyyy(date d) {
  std::array<char, 16> out{};
  std::snprintf(out.data(), out.size(), "%02u-%02u-%04d", static_cast<unsigned>(d.day()),
                static_cast<unsigned>(d.month()), static_cast<int>(d.year()));
  return out.data();
}

// Text or number alike: reads give numbers as either.
std::string scalar(const json::value* v) {
  if (v == nullptr || v->is_null()) return {};
  if (const auto* s = v->if_string()) return std::string(*s);
  if (v->is_int64() || v->is_uint64()) return json::serialize(*v);
  return {};
}

std::string value_of(const json::object& o, std::string_view key) {
  const auto text = scalar(o.if_contains(key));
  return key.starts_with("tanggal") ? normalised_date(text) : normalised(text);
}

bool same_course(const json::object& row, const json::object& fields) {
  const auto number = value_of(fields, "nomorSertipikat");
  const auto row_number = value_of(row, "noSertipikat");
  if (!number.empty() && !row_number.empty()) return number == row_number;
  for (const auto key : {"namaKursus", "tanggalKursus", "tanggalSelesaiKursus", "institusiPenyelenggara"})
    if (value_of(row, key) != value_of(fields, key)) return false;
  return true;
}

// What we leave open, or the row does not show, is no difference.
bool needs_no_correction(const json::object& row, const json::object& fields) {
  for (const auto& [written, read] : compared) {
    const auto ours = value_of(fields, written), theirs = value_of(row, read);
    if (!ours.empty() && !theirs.empty() && ours != theirs) return false;
    if (written == "nomorSertipikat" && !ours.empty() && theirs.empty()) return false;
  }
  return true;
}

// Each row that can be read as a course, judged by the payload that is to stand there.
std::vector<holding> held_rows(const json::array& rows, const payload& what) {
  std::vector<holding> all;
  for (const auto& value : rows) {
    const auto* row = value.if_object();
    if (row == nullptr) continue;
    auto id = scalar(row->if_contains("id"));
    if (!id.empty()) all.push_back({std::move(id), needs_no_correction(*row, what.fields), *row});
  }
  return all;
}

// Of those that are this course.
std::optional<holding> best_of(const std::vector<holding>& rows, const payload& course) {
  const holding* best = nullptr;
  for (const auto& row : rows) {
    if (!same_course(row.row, course.fields)) continue;
    const bool better = best == nullptr || (row.same && !best->same) || (row.same == best->same && row.id < best->id);
    if (better) best = &row;
  }
  return best == nullptr ? std::nullopt : std::optional(*best);
}

}  // namespace

std::string normalised(std::string_view text) {
  std::string out;
  for (const char c : clean(text)) {
    if (c == ' ' && out.ends_with(' ')) continue;
    out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

std::string normalised_date(std::string_view text) {
  const auto trimmed = clean(text);
  if (const auto d = parse_date(std::string_view(trimmed).substr(0, 10))) return dd_mm_yyyy(*d);
  return trimmed.substr(0, 10);
}

delivery::attempt<payload> map_course(const training::record& r, std::string_view instansi_id) {
  const auto title = clean(r.title), organiser = clean(r.organiser);
  // It becomes part of a path: digits only.
  if (r.nip.empty() || r.nip.size() > 18 || r.nip.find_first_not_of("0123456789") != std::string::npos)
    return impossible("nip_invalid");
  if (title.empty()) return impossible("title_empty");
  if (organiser.empty()) return impossible("organiser_empty");
  if (r.jp < 1 || r.jp > 999) return impossible("jp_out_of_range");
  if (!r.start.ok() || !r.end.ok() || r.end < r.start) return impossible("dates_invalid");
  if (r.jenis_diklat == diklat_struktural) return impossible("diklat_struktural_unsupported");
  const auto jenis = find_jenis_diklat(r.jenis_diklat);
  if (!jenis) return impossible("jenis_diklat_unknown");
  payload p;
  p.nip = r.nip;
  p.fields = {{"instansiId", instansi_id},
              {"institusiPenyelenggara", organiser},
              {"jenisDiklatId", std::to_string(jenis->id)},
              {"jenisKursus", ""},
              {"jenisKursusSertipikat", std::string(1, jenis->sertipikat)},
              {"jumlahJam", r.jp},
              {"lokasiId", ""},
              {"namaKursus", title},
              {"nomorSertipikat", r.certified ? clean(r.certified->number) : ""},
              {"tahunKursus", r.year},
              {"tanggalKursus", dd_mm_yyyy(r.start)},
              {"tanggalSelesaiKursus", dd_mm_yyyy(r.end)}};
  crypto::sha256_hasher hasher;
  hasher.update_framed(body_version);
  hasher.update_framed(json::serialize(p.fields));
  p.digest = to_hex(hasher.finish());
  return p;
}

json::object save_body(const payload& what, const delivery::standing& where) {
  json::object body;
  if (where.held) body["id"] = where.held->id;  // absent = create (facts/targets.md 1.3)
  for (const auto& [key, value] : what.fields) body[key] = value;
  body["pnsOrangId"] = where.person;
  // A number that a person typed into an adopted row must not be wiped out by our not knowing it.
  if (where.held && value_of(what.fields, "nomorSertipikat").empty())
    body["nomorSertipikat"] = scalar(where.held->row.if_contains("noSertipikat"));
  return body;
}

std::optional<holding> find_course(const json::array& rows, const payload& what, const delivery::traces& left) {
  auto listed = held_rows(rows, what);
  for (const auto& row : listed)
    if (!left.known_id.empty() && row.id == left.known_id) return row;
  if (auto found = best_of(listed, what)) return found;
  std::erase_if(listed, [&](const holding& row) {
    return std::find(left.others.begin(), left.others.end(), row.id) != left.others.end();
  });
  for (auto before = left.tried.rbegin(); before != left.tried.rend(); ++before)
    if (auto found = best_of(listed, *before)) return found;
  return {};
}

}  // namespace jembatan::ekinerja
