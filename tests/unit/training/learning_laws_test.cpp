// Laws of evaluate that hold for every history of a learner, tried on random ones (rapidcheck; a failing history is
// shrunk and named by its seed, RC_PARAMS repeats it).
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "given.hpp"

namespace jembatan::training {
namespace {

using namespace given;
using std::chrono::minutes;

constexpr const char* certificate_a = "https://lms.example/certificate?code=A";

// Times are few, so that ties are many.
time_point some_time() {
  return at("08:00") + minutes(10 * *rc::gen::inRange(0, 24));
}

activity_event some_event() {
  activity_event e;
  e.at = some_time();
  e.what = static_cast<activity_event::kind>(*rc::gen::inRange(1, 14));
  if (e.what == activity_event::kind::scored || e.what == activity_event::kind::graded) {
    if (*rc::gen::inRange(0, 5) != 0) e.grade.raw = 10 * *rc::gen::inRange(0, 11);
    if (*rc::gen::inRange(0, 5) != 0) e.grade.max = 100;
    if (*rc::gen::inRange(0, 5) == 0) e.grade.scaled = *rc::gen::inRange(0, 11) / 10.0;
  }
  if (e.what == activity_event::kind::certificate_issued)
    e.code = *rc::gen::elementOf(std::vector<std::string>{"A", "B"});
  return e;
}

// One event each, as if every event had come in a batch of its own.
std::vector<activity_history> some_activities() {
  const auto one = rc::gen::exec([] {
    const auto id = *rc::gen::elementOf(
        std::vector<std::string>{page, quiz, plan, form, badge, certificate_a, "https://lms.example/page/77"});
    return at_activity(id, {some_event()});
  });
  return *rc::gen::container<std::vector<activity_history>>(one);
}

std::vector<presence> some_presence() {
  auto events = *rc::gen::container<std::vector<presence_event>>(rc::gen::exec([] {
    const auto what = *rc::gen::arbitrary<bool>() ? presence_event::kind::joined : presence_event::kind::left;
    return presence_event{what, "c" + std::to_string(*rc::gen::inRange(0, 2)), "u1", some_time()};
  }));
  if (events.empty()) return {};
  return in_one_run(std::move(events));
}

person_facts some_facts() {
  person_facts facts{"P-1", *rc::gen::arbitrary<bool>(), some_presence(), some_activities()};
  facts.course = *rc::gen::container<std::vector<standing>>(rc::gen::exec([] {
    return standing{*rc::gen::arbitrary<bool>() ? standing::kind::approved : standing::kind::cancelled, some_time()};
  }));
  if (*rc::gen::inRange(0, 4) == 0)
    facts.certificate = certificate_row{"latihan-1", "P-1", "800/1", day("2026-03-18"), "", "", ""};
  return facts;
}

programme some_rules() {
  auto p = training();
  p.course = activity_ref{"moodle-test", course};
  if (*rc::gen::arbitrary<bool>()) p.enrol = enrolment::open;
  if (*rc::gen::arbitrary<bool>()) p.sessions.clear();
  p.modules = {{"m1", "Etika", "moodle-test", {page, quiz}, score_rule{quiz, 10 * *rc::gen::inRange(0, 11)}, ""}};
  if (!p.sessions.empty()) p.modules[0].before = "s1";
  if (*rc::gen::arbitrary<bool>()) p.actions = action_plan{"moodle-test", {plan}, action_plan::counting::score_raw, 20};
  if (*rc::gen::arbitrary<bool>()) p.feedback = feedback_form{{"moodle-test", form}, true};
  if (*rc::gen::arbitrary<bool>()) p.certificate.number_from = certificate_rule::origin::lms_code;
  p.badge = activity_ref{"moodle-test", badge};
  return p;
}

std::optional<record> evaluated(const person_facts& facts, const programme& rules) {
  return evaluate(facts, rules, directory({person("P-1")}, {}), at("13:00"), std::chrono::hours(48));
}

std::string text(const std::optional<record>& r) {
  return r ? to_json(*r) : "none";
}

// In another order, some of it twice, and cut into other pieces.
person_facts rearranged(const person_facts& facts) {
  auto other = facts;
  for (const auto& h : facts.activities) {
    if (*rc::gen::inRange(0, 3) == 0) other.activities.push_back(h);
  }
  std::vector<activity_history> pieces;
  for (auto& h : canonical(other.activities)) {
    if (*rc::gen::arbitrary<bool>()) {
      for (const auto& e : h.events) pieces.push_back({h.where, h.course, {e}});
    } else {
      std::reverse(h.events.begin(), h.events.end());
      pieces.push_back(std::move(h));
    }
  }
  const auto shuffle = [](auto& all) {
    for (auto i = all.size(); i > 1; --i) std::swap(all[i - 1], all[*rc::gen::inRange<std::size_t>(0, i)]);
  };
  shuffle(pieces);
  other.activities = std::move(pieces);
  shuffle(other.course);
  for (auto& p : other.presences) shuffle(p.events);
  return other;
}

RC_GTEST_PROP(learning_laws, order_duplication_and_division_do_not_matter, ()) {
  const auto facts = some_facts();
  const auto rules = some_rules();
  RC_ASSERT(text(evaluated(rearranged(facts), rules)) == text(evaluated(facts, rules)));
}

RC_GTEST_PROP(learning_laws, what_no_rule_reads_changes_nothing, ()) {
  auto facts = some_facts();
  const auto rules = some_rules();
  const auto before = text(evaluated(facts, rules));
  auto elsewhere = at_activity("https://lms.example/page/78", {some_event()});
  elsewhere.course = "https://lms.example/course/3";
  facts.activities.push_back(elsewhere);
  auto of_another_source = at_activity(quiz, {some_event()});
  of_another_source.where.source = "moodle-other";
  facts.activities.push_back(of_another_source);
  RC_ASSERT(text(evaluated(facts, rules)) == before);
}

RC_GTEST_PROP(learning_laws, a_later_act_never_moves_a_time_of_completion_but_can_take_it_away, ()) {
  auto facts = some_facts();
  facts.enrolled = true;
  auto rules = some_rules();
  rules.enrol = enrolment::required;
  for (const auto* id : {page, quiz})
    facts.activities.push_back(at_activity(id, {did(activity_event::kind::completed, at("12:00"))}));
  const auto before = evaluated(facts, rules)->modules[0].completed_at;
  RC_ASSERT(before.has_value());
  auto later = some_event();
  later.at = at("12:30");
  facts.activities.push_back(at_activity(*rc::gen::elementOf(std::vector<std::string>{page, quiz}), {later}));
  const auto after = evaluated(facts, rules)->modules[0].completed_at;
  RC_ASSERT(!after || after == before);
}

RC_GTEST_PROP(learning_laws, a_later_and_higher_score_never_unmakes_a_module, ()) {
  auto facts = some_facts();
  facts.enrolled = true;
  auto rules = some_rules();
  rules.enrol = enrolment::required;
  const bool met = evaluated(facts, rules)->modules[0].met;
  facts.activities.push_back(at_activity(quiz, {scored(at("12:30"), 100)}));
  RC_ASSERT(!met || evaluated(facts, rules)->modules[0].met);
}

RC_GTEST_PROP(learning_laws, another_visit_never_shortens_attendance, ()) {
  auto facts = some_facts();
  facts.enrolled = true;
  auto rules = some_rules();
  rules.enrol = enrolment::required;
  rules.sessions = {session()};
  const auto before = evaluated(facts, rules)->sessions[0].minutes;
  const auto from = some_time();
  if (facts.presences.empty()) facts.presences = in_one_run({});
  auto& events = facts.presences[0].events;
  events.push_back({presence_event::kind::joined, "c9", "u9", from});
  events.push_back({presence_event::kind::left, "c9", "u9", from + minutes(*rc::gen::inRange(0, 60))});
  RC_ASSERT(evaluated(facts, rules)->sessions[0].minutes >= before);
}

RC_GTEST_PROP(learning_laws, who_is_enrolled_has_a_record_and_nobody_else, ()) {
  const auto facts = some_facts();
  auto rules = some_rules();
  rules.enrol = enrolment::required;
  RC_ASSERT(evaluated(facts, rules).has_value() == is_enrolled(facts, rules));
}

RC_GTEST_PROP(learning_laws, lulus_is_who_has_no_reason_but_an_unknown_end, ()) {
  const auto r = evaluated(some_facts(), some_rules());
  RC_PRE(r.has_value());
  const bool excused = std::all_of(r->reasons.begin(), r->reasons.end(), [](const std::string& reason) {
    return reason.starts_with("session_end_unknown:") || reason.starts_with("leave_unknown:");
  });
  RC_ASSERT((r->outcome == result_kind::lulus) == excused);
}

RC_GTEST_PROP(learning_laws, every_record_round_trips, ()) {
  const auto r = evaluated(some_facts(), some_rules());
  RC_PRE(r.has_value());
  const auto read = from_json(to_json(*r));
  RC_ASSERT(read.has_value());
  RC_ASSERT(to_json(*read) == to_json(*r));
}

}  // namespace
}  // namespace jembatan::training
