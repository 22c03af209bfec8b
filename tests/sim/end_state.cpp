#include "sim/end_state.hpp"

#include <boost/json.hpp>

#include "app/balance.hpp"

namespace jembatan::sim {
namespace {

constexpr std::size_t all = 100'000;

std::string text_of(const app::source_balance& b) {
  const auto& i = b.inside;
  std::string text = b.balanced ? "balanced" : "NOT BALANCED";
  const std::pair<const char*, std::uint64_t> terms[] = {
      {"accepted", b.door.accepted}, {"recorded", i.recorded},   {"held", i.held}, {"ignored", i.ignored},
      {"unmapped", i.unmapped},      {"duplicate", i.duplicate}, {"dead", i.dead}, {"in_flight", b.in_flight}};
  for (const auto& [name, n] : terms) text += std::string(" ") + name + "=" + std::to_string(n);
  return text;
}

void take_records(ledger::ledger& book, end_state& s) {
  for (const auto& text : book.records_json("", "", all, "").value()) {
    auto r = training::from_json(text).value();
    if (r.state == training::status::withdrawn) continue;
    r.record_id = r.changed_at = r.facts_sha256 = r.rules_sha256 = "";
    r.revision = 0;
    s.records[r.training_id + " " + r.person_id] = training::to_json(r);
  }
}

// Several parties may be named alike: two occurrences of one meeting.
void take_holds(ledger::ledger& book, end_state& s) {
  std::map<std::string, std::multiset<std::string>> alike;
  for (const auto& h : book.held(all).value())
    alike[h.source + " " + h.meeting_id + " " + h.party_json].insert(h.reason + " " + std::to_string(h.events));
  for (const auto& [key, each] : alike)
    for (const auto& text : each) s.holds[key] += text + ";";
}

// What is parked as not to be taken back without a person.
void take_withdrawals(ledger::ledger& book, end_state& s) {
  std::map<std::string, training::record> records;
  for (const auto& text : book.records_json("", "", all, "").value()) {
    auto r = training::from_json(text).value();
    const auto id = r.record_id;
    records.emplace(id, std::move(r));
  }
  for (const auto& d : book.list_deliveries("", "parked", all).value()) {
    const auto r = records.find(d.record_id);
    if (r != records.end()) s.to_withdraw.insert(r->second.nip + "|" + r->second.organiser);
  }
}

}  // namespace

bool at_rest(machine& m) {
  auto& s = m.stores();
  for (const auto& [source, counts] : s.journal->counts())
    if (counts.depth != 0) return false;
  const auto read = s.ledger->drained();
  const auto dirty = s.ledger->dirty();
  if (read.has_error() || dirty.has_error() || !*read || *dirty != 0) return false;
  for (const auto* state : {"waiting", "due", "sending", "unknown"}) {
    const auto open = s.ledger->list_deliveries("", state, 1);
    if (open.has_error() || !open->empty()) return false;
  }
  return true;
}

end_state end_state_of(machine& m, const target& t) {
  end_state s;
  auto& stores = m.stores();
  take_records(*stores.ledger, s);
  take_withdrawals(*stores.ledger, s);
  take_holds(*stores.ledger, s);
  const auto drained = stores.ledger->drained().value();
  for (const auto& [source, b] : app::balance(stores.ledger->counts().value(), stores.journal->counts(), drained))
    s.counts[source] = text_of(b);
  for (auto [key, row] : t.rows()) {
    row.erase("id");
    s.rows[key] = boost::json::serialize(row);
  }
  return s;
}

void forget_withdrawn(end_state& here, const end_state& undisturbed) {
  for (const auto& key : here.to_withdraw)
    if (!undisturbed.rows.contains(key)) here.rows.erase(key);
}

}  // namespace jembatan::sim
