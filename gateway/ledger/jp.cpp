#include "ledger/jp.hpp"

namespace jembatan::ledger {

result<std::vector<jp_row>> jp_of(reader& read, const training::directory& people, int year) {
  std::map<std::string, jp_row> all;
  for (const auto& row : people.rows()) all[row.person_id];
  JB_TRY(const auto records, read.lulus_json());
  for (const auto& json : records) {
    const auto r = training::from_json(json);
    if (!r) return error(errc::corrupt, "a record in the ledger cannot be read");
    if (r->year != year) continue;
    auto& row = all[r->person_id];
    (r->state == training::status::final ? row.final_jp : row.provisional_jp) += r->jp;
  }
  const date last_day = std::chrono::year{year} / 12 / 31;
  std::vector<jp_row> rows;
  for (auto& [id, row] : all) {
    row.person_id = id;
    if (const auto* person = people.attributes(id, last_day)) {
      row.nip = person->nip;
      row.nama = person->nama;
      row.kode_opd = person->kode_opd;
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace jembatan::ledger
