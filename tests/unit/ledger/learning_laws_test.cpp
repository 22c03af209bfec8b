// Laws of the whole ledger over random histories of learners (rapidcheck; a failing history is shrunk and named by its
// seed, RC_PARAMS repeats it). order_test.cpp has longer histories; here a story is short enough to be read.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <cstdlib>

#include "world.hpp"

namespace jembatan::ledger::testing {

std::ostream& operator<<(std::ostream& out, const told& t) {
  out << t.when << ' ' << t.account << ' ' << t.type << ' ' << t.activity << ' ' << t.state;
  return t.raw ? out << ' ' << *t.raw : out;
}

namespace {

// A history costs two ledgers with a file each, so fewer and shorter ones than usual; RC_PARAMS from outside wins.
[[maybe_unused]] const int bounded = ::setenv("RC_PARAMS", "max_success=25 max_size=40", 0);

const std::vector<std::string> accounts{"ani", "budi", "cici"};

told some_event() {
  const auto account = *rc::gen::elementOf(accounts);
  const auto when = "0" + std::to_string(*rc::gen::inRange(1, 6)) + ":00";
  switch (*rc::gen::inRange(0, 6)) {
    case 0:
      return scored(account, 10 * *rc::gen::inRange(5, 11), when);
    case 1:
      return enrolled(account, *rc::gen::elementOf(std::vector<std::string>{"enrolled", "unenrolled"}), when);
    case 2:
      return did("module.reopened.v1", account, page_11, when);
    default:
      return did("module.completed.v1", account, *rc::gen::elementOf(std::vector<std::string>{page_11, quiz_12}), when);
  }
}

std::vector<told> some_history() {
  auto all = *rc::gen::container<std::vector<told>>(rc::gen::exec(some_event));
  for (std::size_t i = 0; i < all.size(); ++i) all[i].identity = "event-" + std::to_string(i);
  return all;
}

// cici is known only by an operator's word, or by the register, as a law wants it.
void import(world& w, bool with_cici) {
  w.import_people({person("P-0102", "ani@example.go.id"), person("P-0103", "budi@example.go.id"),
                   person("P-0104", "cici@example.go.id")});
  std::vector<training::account_row> rows{lms_account("P-0102", "ani"), lms_account("P-0103", "budi")};
  if (with_cici) rows.push_back(lms_account("P-0104", "cici"));
  w.import_accounts(rows);
  w.import_trainings({learning_programme({"P-0102"})});
}

void begin(world& w) {
  w.open();
  w.time.set(at("23:00"));
}

// Records without what time and order may decide, and the classes.
std::string state_of(world& w) {
  std::multiset<std::string> all;
  for (auto r : w.records()) {
    if (r.state == training::status::withdrawn) continue;
    r.record_id.clear();
    r.changed_at.clear();
    r.revision = 0;
    r.facts_sha256.clear();  // of when it was last revised: what changes nothing makes no revision
    all.insert(training::to_json(r));
  }
  for (const auto& h : w.held()) all.insert(h.reason + h.party_json);
  const auto c = w.counts("moodle-bpsdm");
  std::string text = std::to_string(c.recorded) + "/" + std::to_string(c.held) + "/" + std::to_string(c.ignored);
  for (const auto& one : all) text += "\n" + one;
  return text;
}

std::string told_at_once(const std::vector<told>& history, bool with_cici) {
  world w;
  begin(w);
  import(w, with_cici);
  for (const auto& t : history) w.tell(t);
  w.settle();
  return state_of(w);
}

RC_GTEST_PROP(ledger_laws, held_and_released_equals_known_from_the_start, ()) {
  const auto history = some_history();
  world w;
  begin(w);
  import(w, false);
  for (const auto& t : history) {
    w.tell(t);
    if (*rc::gen::inRange(0, 4) == 0) w.settle();
  }
  w.settle();
  import(w, true);
  w.settle();
  RC_ASSERT(state_of(w) == told_at_once(history, true));
}

RC_GTEST_PROP(ledger_laws, assigned_by_an_operator_equals_known_from_the_start, ()) {
  const auto history = some_history();
  world w;
  begin(w);
  import(w, false);
  const auto early = history.size() / 2;
  for (std::size_t i = 0; i < history.size(); ++i) {
    if (i == early) w.settle();
    w.tell(history[i]);
  }
  w.settle();
  const auto held = w.held();
  const auto unknown =
      std::find_if(held.begin(), held.end(), [](const auto& h) { return h.reason == "person_unknown"; });
  if (unknown != held.end()) {
    RC_ASSERT(w.book->assign(unknown->id, "P-0104", "acct:uid-7").has_value());
    w.settle();
  }
  RC_ASSERT(state_of(w) == told_at_once(history, true));
}

RC_GTEST_PROP(ledger_laws, replayed_under_a_mended_mapping_equals_mapped_well_from_the_start, ()) {
  const auto history = some_history();
  world w;
  begin(w);
  import(w, true);
  auto mended = history;
  for (auto& t : mended) {
    auto wrong = t;
    switch (*rc::gen::inRange(0, 3)) {
      case 0:
        wrong.type = "event.unused.v1";
        wrong.activity = wrong.course = "";
        break;
      case 1:
        wrong.activity = "https://lms.example/page/77";
        break;
      default:
        wrong.account = *rc::gen::elementOf(accounts);
    }
    t.receipt = w.tell(wrong);
    t.generation = 1;
    if (*rc::gen::inRange(0, 8) == 0) w.settle();
  }
  w.settle();
  for (const auto& t : mended) {
    w.tell(t);
    if (*rc::gen::inRange(0, 8) == 0) w.settle();
  }
  w.settle();
  RC_ASSERT(state_of(w) == told_at_once(history, true));
}

RC_GTEST_PROP(ledger_laws, variants_of_one_event_end_the_same_in_any_order, ()) {
  auto history = some_history();
  const auto originals = history.size();
  for (std::size_t i = 0; i < originals; ++i) {
    auto variant = history[i];
    variant.sent = *rc::gen::arbitrary<bool>() ? "09:00" : std::string();
    if (variant.raw) variant.raw = 10 * *rc::gen::inRange(5, 11);
    if (variant.type == "module.completed.v1") variant.success = *rc::gen::arbitrary<bool>();
    history.push_back(variant);
  }
  const auto expected = told_at_once(history, true);
  for (auto i = history.size(); i > 1; --i) std::swap(history[i - 1], history[*rc::gen::inRange<std::size_t>(0, i)]);
  RC_ASSERT(told_at_once(history, true) == expected);
}

}  // namespace
}  // namespace jembatan::ledger::testing
