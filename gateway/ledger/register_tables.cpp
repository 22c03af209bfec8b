#include "ledger/register_tables.hpp"

#include <limits>

namespace jembatan::ledger {
namespace {

using person_tuple = std::tuple<std::string, std::string, std::string, std::string, std::string, std::string,
                                std::string, std::string, std::string, std::string>;
using account_tuple = std::tuple<std::string, std::string, std::string, std::string, std::string, std::string>;

std::string day(const std::optional<date>& d) {
  return d ? format_date(*d) : std::string();
}

training::person_row person_from(const person_tuple& row) {
  const auto& [person, nip, jenis, nama, email, opd, nama_opd, skpd, from, to] = row;
  return {person, nip, jenis, nama, email, opd, nama_opd, skpd, parse_date(from), parse_date(to)};
}

training::account_row account_from(const account_tuple& row) {
  const auto& [person, source, page, account, from, to] = row;
  return {person, source, page, account, parse_date(from), parse_date(to)};
}

term term_from(integer starts, integer final_at, integer started, integer finalised) {
  return {from_unix_ms(starts), from_unix_ms(final_at), started != 0, finalised != 0};
}

in_force::certificates load_certificates(soci::session& session) {
  using row = std::tuple<std::string, std::string, std::string, std::string, std::string, std::string, std::string>;
  in_force::certificates all;
  for (const auto& [training, person, number, issued, link, path, sha256] :
       select_all<row>(session, "SELECT training,person_id,number,issued,link,pdf_path,sha256 FROM certificate_row")) {
    all[{training, person}] = {training, person, number, parse_date(issued).value_or(date()), link, path, sha256};
  }
  return all;
}

}  // namespace

std::string register_tables::digest_of(const std::string& name) {
  const auto row = select_all<std::tuple<std::string>>(session_, "SELECT digest FROM register WHERE name=:name", name);
  return row.empty() ? std::string() : std::get<0>(row.front());
}

void register_tables::put_in_force(const std::string& name, const std::string& digest, const std::string& actor,
                                   time_point now) {
  change(session_,
         "INSERT INTO register(name,version,digest,actor,at) VALUES(:name,1,:digest,:actor,:at) "
         "ON CONFLICT(name) DO UPDATE SET version=register.version+1,digest=excluded.digest,actor=excluded.actor,"
         "at=excluded.at",
         name, digest, actor, integer{to_unix_ms(now)});
}

std::unique_ptr<const in_force> register_tables::load() {
  std::vector<training::person_row> people;
  std::vector<training::account_row> accounts;
  std::map<std::string, training::programme> trainings;
  for (const auto& row : select_all<person_tuple>(
           session_,
           "SELECT person_id,nip,jenis_nip,nama,email,kode_opd,nama_opd,kode_skpd,dari,sampai FROM person_row "
           "ORDER BY person_id,ord")) {
    people.push_back(person_from(row));
  }
  for (const auto& row : select_all<account_tuple>(
           session_, "SELECT person_id,source,home_page,account,dari,sampai FROM account_row ORDER BY person_id,ord")) {
    accounts.push_back(account_from(row));
  }
  for (const auto& [stored] : select_all<std::tuple<std::string>>(session_, "SELECT json FROM training ORDER BY id")) {
    auto p = programme_from_json(stored);
    if (p.has_error()) throw soci::soci_error(p.error().context);
    trainings.emplace(p->id, *p);
  }
  return std::make_unique<const in_force>(training::directory(std::move(people), std::move(accounts)),
                                          std::move(trainings), load_certificates(session_));
}

void register_tables::store_certificate(const training::certificate_row& r) {
  change(session_,
         "INSERT INTO certificate_row(training,person_id,number,issued,link,pdf_path,sha256) "
         "VALUES(:training,:person,:number,:issued,:link,:path,:sha256) ON CONFLICT(training,person_id) DO UPDATE SET "
         "number=excluded.number,issued=excluded.issued,link=excluded.link,pdf_path=excluded.pdf_path,"
         "sha256=excluded.sha256",
         r.training, r.person_id, r.number, format_date(r.issued), r.link, r.pdf_path, r.sha256);
}

void register_tables::erase_certificate(const std::string& training, const std::string& person) {
  change(session_, "DELETE FROM certificate_row WHERE training=:training AND person_id=:person", training, person);
}

void register_tables::replace_person(const std::string& person, const std::vector<training::person_row>& rows) {
  change(session_, "DELETE FROM person_row WHERE person_id=:person", person);
  integer ord = 0;
  for (const auto& r : rows) {
    change(session_,
           "INSERT INTO person_row(person_id,ord,nip,jenis_nip,nama,email,kode_opd,nama_opd,kode_skpd,dari,sampai) "
           "VALUES(:person,:ord,:nip,:jenis,:nama,:email,:opd,:nama_opd,:skpd,:dari,:sampai)",
           person, ord++, r.nip, r.jenis_nip, r.nama, r.email, r.kode_opd, r.nama_opd, r.kode_skpd, day(r.from),
           day(r.to));
  }
}

void register_tables::replace_accounts(const std::string& person, const std::vector<training::account_row>& rows) {
  change(session_, "DELETE FROM account_row WHERE person_id=:person", person);
  integer ord = 0;
  for (const auto& r : rows) {
    change(session_,
           "INSERT INTO account_row(person_id,ord,source,home_page,account,dari,sampai) "
           "VALUES(:person,:ord,:source,:page,:account,:dari,:sampai)",
           person, ord++, r.source, r.home_page, r.account, day(r.from), day(r.to));
  }
}

void register_tables::store_training(const training::programme& p, const term& t) {
  change(
      session_,
      "INSERT INTO training(id,json,starts_at,final_at,started,finalised) "
      "VALUES(:id,:json,:starts,:final,:started,:finalised) ON CONFLICT(id) DO UPDATE SET json=excluded.json,"
      "starts_at=excluded.starts_at,final_at=excluded.final_at,started=excluded.started,finalised=excluded.finalised",
      p.id, programme_to_json(p), integer{to_unix_ms(t.starts_at)}, integer{to_unix_ms(t.final_at)}, integer{t.started},
      integer{t.finalised});
}

void register_tables::erase_training(const std::string& id) {
  change(session_, "DELETE FROM training WHERE id=:id", id);
}

std::optional<term> register_tables::term_of(const std::string& id) {
  const auto row = select_all<std::tuple<integer, integer, integer, integer>>(
      session_, "SELECT starts_at,final_at,started,finalised FROM training WHERE id=:id", id);
  if (row.empty()) return std::nullopt;
  return std::apply(term_from, row.front());
}

void register_tables::store_term(const std::string& id, const term& t) {
  change(session_,
         "UPDATE training SET starts_at=:starts,final_at=:final,started=:started,finalised=:finalised WHERE id=:id",
         integer{to_unix_ms(t.starts_at)}, integer{to_unix_ms(t.final_at)}, integer{t.started}, integer{t.finalised},
         id);
}

std::map<std::string, term> register_tables::terms() {
  return due_terms(time_point::max(), std::numeric_limits<integer>::max());
}

std::map<std::string, term> register_tables::due_terms(time_point now, integer most) {
  // `always` lets the caller ask for all of them.
  const integer always = now == time_point::max();
  const integer at = to_unix_ms(now);
  std::map<std::string, term> all;
  for (const auto& [id, starts, final_at, started, finalised] :
       select_all<std::tuple<std::string, integer, integer, integer, integer>>(
           session_,
           "SELECT id,starts_at,final_at,started,finalised FROM training WHERE :always=1 OR "
           "(started=0 AND starts_at<=:started_by) OR (finalised=0 AND final_at<=:final_by) ORDER BY id LIMIT :most",
           always, at, at, most)) {
    all.emplace(id, term_from(starts, final_at, started, finalised));
  }
  return all;
}

std::optional<time_point> register_tables::next_term() {
  const auto row = select_all<std::tuple<integer>>(
      session_,
      "SELECT coalesce(min(CASE WHEN started=0 THEN starts_at ELSE final_at END),-1) FROM training "
      "WHERE started=0 OR finalised=0");
  const auto next = std::get<0>(row.front());
  if (next < 0) return std::nullopt;
  return from_unix_ms(next);
}

}  // namespace jembatan::ledger
