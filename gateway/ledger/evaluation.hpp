#pragma once
// One transaction of evaluation: from dirty marks to parties, occurrences, classes, records and what targets should
// hold. Reads only what is committed, and leaves nothing of its marks open: an event is `evaluating` until this has
// read it. The order of the phases matters: times of occurrences come from their parties, registrations and enrolments
// are judged by the registers alone, connections and what learners did by the times and the enrolments, records by all
// judgements.
#include <set>

#include "base/random.hpp"
#include "ledger/companions.hpp"
#include "ledger/judge.hpp"
#include "ledger/ledger.hpp"
#include "ledger/tables.hpp"
#include "ledger/trace.hpp"

namespace jembatan::ledger {

struct evaluation_rules {
  hold_rules holds;
  std::vector<target_rule> targets;
  std::map<std::string, std::uint64_t> accepted;  // as it was before the transaction began (SEMANTICS.md 6.1)
};

// Why something is looked at: the cause of the mark (SEMANTICS.md 6.5) and, where events are the cause, the last one
// that was read for it.
struct trigger {
  std::string cause;
  raw_place last;
};

class evaluation {
 public:
  evaluation(tables&, const in_force&, const evaluation_rules&, random_source&, time_point now);
  void run(const std::vector<mark>&);
  integer evaluated() const { return evaluated_; }
  // After run(): what the log may say of it when it is committed.
  trace told() const { return {lines_of(t_, read_), revised_}; }

 private:
  void merge_party(integer key, const std::string& cause);
  void forget_party(const party&);
  void widen(const party&);
  void follow_registration(const party&, const judgement& now);
  void follow_occurrence(integer occ);
  void judge_registration(integer key);
  void identify_in_courses();
  void judge_party(integer key);
  std::optional<party> party_at(integer key);
  std::set<std::string> trainings_now(const party&);
  const training::resolution& who(const party&);
  void settle(const party&, judgement);
  void tell_holds(const party&, const judgement&);
  void touch_members(const judgement&, const trigger&);
  trigger why(integer key, integer occ) const;
  void classify(const std::string& source, const std::vector<fact>&, event_class);

  void evaluate_member(const std::string& training, const std::string& person, const trigger&);
  bool registered(const std::string& person, const training::programme&);
  bool enrolled(const std::string& person, const training::programme&);
  training::person_facts facts_of(const std::string& person, const training::programme&);
  std::optional<training::record> judge_member(const training::programme&, const std::string& person);
  void revise(training::record, const std::optional<training::record>& before, const char* act, const trigger&);
  void wish(const training::record&);
  void wish_for(const target_rule&, const training::record&);
  bool lacks_certificate(const training::record&) const;
  time_point instant_for(const std::string& training);
  integer watermark_of(const std::string& training);

  tables& t_;
  const in_force& registers_;
  const evaluation_rules& rules_;
  random_source& random_;
  time_point now_;
  std::map<integer, std::vector<fact>> read_;  // facts of the parties that were marked
  companions companions_;
  std::vector<party> changed_;  // connections as they were and as they are
  std::set<integer> occurrences_, registrations_, to_judge_;
  std::map<integer, trigger> triggers_;                             // by key of party or occurrence
  std::map<std::pair<std::string, std::string>, trigger> members_;  // training, person
  std::map<std::string, integer> watermarks_;
  std::map<std::string, time_point> instants_;
  std::map<std::string, std::vector<training::registration>> registered_;  // by person, from when all are judged
  std::set<std::string> moved_;                    // people of whom something counts, or does not, that did not before
  std::map<integer, party> seen_;                  // parties that were looked at before they are judged
  std::map<integer, training::resolution> known_;  // who they are
  std::map<std::pair<std::string, std::string>, bool> enrolled_;  // by training and person, from when all are known
  std::vector<record_line> revised_;
  integer evaluated_ = 0;
};

}  // namespace jembatan::ledger
