#include "app/stores.hpp"

namespace jembatan::app {
namespace {

std::vector<ledger::target_rule> rules_of(const settings& s) {
  std::vector<ledger::target_rule> rules;
  for (const auto& [id, t] : s.targets) rules.push_back({id, t.common.deliver_from, t.common.deliver});
  return rules;
}

}  // namespace

result<stores> open_stores(const settings& s, const clock& clock, random_source& random, metrics::registry& metrics,
                           const surroundings& around) {
  JB_CHECK(around.files->make_directories(s.data_dir));
  JB_TRY(auto lock, around.files->lock(s.data_dir / "lock"));
  auto inbox = s.journal;
  inbox.vfs = around.vfs;
  inbox.files = around.files;
  JB_TRY(auto journal, journal::journal::open(inbox, s.node, clock, random, metrics, around.writing));
  JB_TRY(auto log, eventlog::embedded::open({s.data_dir / "eventlog.db", s.eventlog_keep, around.vfs, around.files},
                                            clock, random));
  stores all{std::move(lock), std::move(journal), std::move(log), nullptr};
  if (!s.has_role("adapters")) return all;
  auto book = s.ledger;
  book.vfs = around.vfs;
  JB_TRY(all.ledger, ledger::ledger::open(book, *all.log, clock, random, metrics));
  all.log->set_view(eventlog::records_topic, &all.ledger->records_topic());
  // However long this machine was off, or wherever its clock went: what the ledger has not read is not old.
  all.log->keep_unread([l = all.ledger.get()](std::string_view topic) { return l->position(topic); });
  all.ledger->set_targets(rules_of(s));
  all.ledger->set_accepted_counts([journal = all.journal] {
    std::map<std::string, std::uint64_t> accepted;
    for (const auto& [source, counts] : journal->counts()) accepted[source] = counts.accepted;
    return accepted;
  });
  return all;
}

}  // namespace jembatan::app
