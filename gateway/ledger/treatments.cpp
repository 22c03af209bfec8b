#include "ledger/treatments.hpp"

namespace jembatan::ledger {
namespace {

// Types of raw events come from the sender: what is remembered of them is bounded.
constexpr std::size_t most_known = 4096;

}  // namespace

integer treatment_table::id_of(const treatment& t) {
  if (const auto found = known_.find(t); found != known_.end()) return found->second;
  change(session_,
         "INSERT INTO treatment(source,topic,type,mapping,raw_type,reason,field) "
         "VALUES(:source,:topic,:type,:mapping,:raw_type,:reason,:field) ON CONFLICT DO NOTHING",
         t.source, t.topic, t.type, t.mapping, t.raw_type, t.reason, t.field);
  const auto row = select_all<std::tuple<integer>>(
      session_,
      "SELECT id FROM treatment WHERE source=:source AND topic=:topic AND type=:type AND mapping=:mapping "
      "AND raw_type=:raw_type AND reason=:reason AND field=:field",
      t.source, t.topic, t.type, t.mapping, t.raw_type, t.reason, t.field);
  if (known_.size() >= most_known) known_.clear();
  return known_[t] = std::get<0>(row.front());
}

}  // namespace jembatan::ledger
