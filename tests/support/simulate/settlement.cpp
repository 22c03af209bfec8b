#include "simulate/settlement.hpp"

#include <boost/json.hpp>
#include <iterator>
#include <map>

namespace jembatan::simulate {
namespace {

namespace json = boost::json;

std::string key_text(const json::object& row, std::string_view key) {
  const json::value* v = row.if_contains(key);
  return v && v->is_string() ? std::string(v->get_string()) : std::string();
}

// A row as SIASN's read side names it.
std::string shown(const json::object& r) {
  const json::value* hours = r.if_contains("jumlahJam");
  return key_text(r, "nipBaru") + "  " + key_text(r, "namaKursus") + "  " + key_text(r, "tanggalKursus") + " to " +
         key_text(r, "tanggalSelesaiKursus") + "  " + (hours ? json::serialize(*hours) : "?") + " JP";
}

// JP and number of the certificate.
std::string credit_of(const json::object& row) {
  const json::value* hours = row.if_contains("jumlahJam");
  return (hours ? json::serialize(*hours) : "?") + " JP " + key_text(row, "noSertipikat");
}

standing read_status(const json::object& status) {
  standing s{.idle = status.at("dirty").as_int64() == 0, .balanced = true, .accepted = 0};
  for (const auto& member : status.at("sources").as_object()) {
    const json::object& source = member.value().as_object();
    s.idle = s.idle && source.at("in_flight").as_int64() == 0;
    s.balanced = s.balanced && source.at("balanced").as_bool();
    s.accepted += static_cast<std::uint64_t>(source.at("accepted").as_int64());
  }
  return s;
}

}  // namespace

result<standing> standing_of(std::string_view status_json) {
  boost::system::error_code failed;
  const json::value v = json::parse(status_json, failed);
  if (failed || !v.is_object()) return error{errc::invalid, "status printed no JSON object"};
  try {
    return read_status(v.get_object());
  } catch (const std::exception& e) {  // Boost.JSON's at() and as_*() report a missing or wrong field by exception
    return error{errc::invalid, std::string("status lacks a field: ") + e.what()};
  }
}

result<effects> effects_of(const std::vector<truth>& people, std::string_view effects_json) {
  boost::system::error_code failed;
  const json::value v = json::parse(effects_json, failed);
  const json::value* rows = !failed && v.is_object() ? v.get_object().if_contains("rows") : nullptr;
  if (!rows || !rows->is_array()) return error{errc::invalid, "the double printed no array \"rows\""};
  std::multimap<std::string, std::string> held;  // by NIP: JP and number of the certificate
  effects e;
  for (const json::value& row : rows->get_array()) {
    if (!row.is_object()) return error{errc::invalid, "a row of the double is no object"};
    const json::object& r = row.get_object();
    held.emplace(key_text(r, "nipBaru"), credit_of(r));
    e.rows.push_back(shown(r));
  }
  for (const truth& t : people) {
    if (t.expect != truth::state::record) continue;
    const bool wanted = t.outcome == "lulus";
    const std::string credit = std::to_string(t.jp) + " JP " + t.certificate;
    e.intended += wanted ? 1 : 0;
    const auto [first, last] = held.equal_range(t.nip);
    const auto got = std::distance(first, last);
    if (wanted && got == 1 && first->second == credit) ++e.right;
    if (!wanted && got == 1) e.early.push_back(t.who + " (" + t.role + ")");
    if ((wanted && (got != 1 || first->second != credit)) || got > 1)
      e.mismatches.push_back(t.who + " (" + t.role + "): intended " + (wanted ? "1 row of " + credit : "no row") +
                             " at SIASN, found " + std::to_string(got) + (got > 0 ? " of " + first->second : ""));
    held.erase(first, last);
  }
  for (const auto& [nip, credit] : held)
    e.mismatches.push_back("a row at SIASN of " + credit + " for a person without a record");
  return e;
}

}  // namespace jembatan::simulate
