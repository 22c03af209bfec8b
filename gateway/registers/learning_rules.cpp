#include "registers/learning_rules.hpp"

#include <algorithm>
#include <utility>

namespace jembatan::registers {
namespace {

using training::activity_ref;
using training::programme;

constexpr std::size_t most_id_bytes = 2000;  // browsers and learning systems end earlier
constexpr std::int64_t most_actions = 1000;

class learning_reader {
 public:
  learning_reader(const std::optional<std::set<std::string>>& sources, programme& p) : sources_(sources), p_(p) {}

  void describe(config::visitor& v) {
    v.section(
        "course",
        {.text = "The course at the learning system: its enrolments count, and its certificates.", .reload = true},
        [this, given = v.given("course")](option_visitor& c) { place(c, given, p_.course); });
    v.sequence("modules", {.text = "Modules at the learning system; each must be completed.", .reload = true},
               [this](option_visitor& m) { module(m); });
    v.section("action_plan",
              {.text = "What was applied at work, as a mentor grades it: a rule where it is written.", .reload = true},
              [this, given = v.given("action_plan")](option_visitor& a) { action_plan(a, given); });
    v.section("feedback", {.text = "The feedback form at the learning system.", .reload = true},
              [this, given = v.given("feedback")](option_visitor& f) { feedback(f, given); });
    v.section(
        "badge",
        {.text = "The badge at the learning system. It is shown in the record and decides nothing.", .reload = true},
        [this, given = v.given("badge")](option_visitor& b) { place(b, given, p_.badge); });
    v.section("certificate",
              {.text = "The certificate. It is no rule of the training: it is given because of lulus.", .reload = true},
              [this](option_visitor& c) { certificate(c); });
  }

 private:
  void source(option_visitor& v, std::string& id) {
    v.option("source", id, {.text = "Id of a source in gateway.yaml.", .required = true, .reload = true});
    if (!id.empty() && sources_ && !sources_->contains(id))
      v.reject("source",
               "no source of a learning system has this id: add it to gateway.yaml (sources), or mend the name");
  }
  void activity(option_visitor& v, std::string& id, bool required) {
    v.option("activity", id, {.text = "Its IRI, as the events carry it.", .required = required, .reload = true});
    if (!id.empty() && !is_activity_id(id)) v.reject("activity", not_an_id);
  }
  void place(option_visitor& v, bool given, std::optional<activity_ref>& into) {
    activity_ref where;
    source(v, where.source);
    activity(v, where.id, true);
    if (given) into = std::move(where);
  }

  // A list of activities, each once.
  void activities(config::visitor& v, std::string_view key, const std::vector<std::string>& ids) {
    std::set<std::string> seen;
    for (std::size_t i = 0; i < ids.size(); ++i) {
      if (!is_activity_id(ids[i]))
        v.reject_item(key, i, not_an_id);
      else if (!seen.insert(ids[i]).second)
        v.reject_item(key, i, "stands here twice: remove one");
    }
  }

  void module(option_visitor& v);
  void score(option_visitor& v, training::score_rule& rule);
  void action_plan(option_visitor& v, bool given);
  void check_plan(option_visitor& v, const training::action_plan& plan, bool single);
  void feedback(option_visitor& v, bool given);
  void certificate(option_visitor& v);

  static constexpr const char* not_an_id =
      "is no IRI: write it as the learning system does, like https://lms.example.go.id/mod/quiz/view.php?id=12";

  const std::optional<std::set<std::string>>& sources_;
  programme& p_;
  std::map<std::string, int> module_lines_;
};

void learning_reader::module(option_visitor& v) {
  training::learning_module m;
  v.option("id", m.id, {.text = "Short name, unique among the modules.", .required = true, .reload = true});
  if (!m.id.empty() && !is_short_name(m.id)) v.reject("id", "use a-z, 0-9 and '-', at most 64, not '-' first");
  if (const auto [first, fresh] = module_lines_.emplace(m.id, config::whole(v).line_of("id")); !fresh && !m.id.empty())
    v.reject("id", "is the id of the module in line " + std::to_string(first->second) + " already: choose another one");
  v.option("title", m.title, {.text = "For people.", .required = true, .reload = true});
  source(v, m.source);
  v.option("complete", m.complete,
           {.text = "Activities that must all be completed: their latest state counts.",
            .required = true,
            .reload = true,
            .default_text = {}});
  activities(config::whole(v), "complete", m.complete);
  if (v.given("complete") && m.complete.empty() && !v.documenting())
    v.reject("complete", "names no activity: write at least one, or remove the module");
  v.section("score", {.text = "A score that must be reached; the latest one counts.", .reload = true},
            [&, given = v.given("score")](option_visitor& s) {
              training::score_rule rule;
              score(s, rule);
              if (given) m.score = std::move(rule);
            });
  v.option("before", m.before,
           {.text = "Id of a session: the module must be completed before its window opens.", .reload = true});
  if (!m.before.empty() && std::none_of(p_.sessions.begin(), p_.sessions.end(),
                                        [&](const training::live_session& s) { return s.id == m.before; }))
    v.reject("before", "no session of this training has the id '" + m.before + "': mend it, or add the session");
  p_.modules.push_back(std::move(m));
}

void learning_reader::score(option_visitor& v, training::score_rule& rule) {
  activity(v, rule.activity, true);
  v.percent("minimum", rule.minimum_percent,
            {.text = "Share of the span from the least to the greatest score.", .required = true, .reload = true});
}

void learning_reader::action_plan(option_visitor& v, bool given) {
  training::action_plan plan;
  source(v, plan.source);
  std::string single;
  activity(v, single, false);
  v.option(
      "activities", plan.activities,
      {.text = "Instead of `activity`, for `count: assignments`: the assignments that are counted.", .reload = true});
  activities(config::whole(v), "activities", plan.activities);
  std::string count = "score_raw";
  v.choice(
      "count", count, {"score_raw", "assignments"},
      {.text = "score_raw: the latest grade is the number of actions. assignments: graded assignments are counted.",
       .reload = true});
  plan.count = count == "assignments" ? training::action_plan::counting::assignments
                                      : training::action_plan::counting::score_raw;
  std::int64_t minimum = 1;
  v.option("minimum", minimum, 1, most_actions,
           {.text = "Actions that must have been applied.", .required = true, .reload = true});
  plan.minimum = static_cast<int>(minimum);
  if (!given || v.documenting()) return;
  check_plan(v, plan, !single.empty());
  if (!single.empty()) plan.activities = {single};
  p_.actions = std::move(plan);
}

void learning_reader::check_plan(option_visitor& v, const training::action_plan& plan, bool single) {
  const bool by_number = plan.count == training::action_plan::counting::assignments;
  if (single && v.given("activities")) return v.reject("activities", "stands beside `activity`: write one of the two");
  if (!single && plan.activities.empty())
    return v.reject("activity", by_number ? "is missing: write `activities`, the assignments that are counted"
                                          : "is missing: write the assignment whose grade counts");
  const auto many = single ? 1 : static_cast<int>(plan.activities.size());
  if (!by_number && many > 1)
    v.reject("activities", "one grade counts for score_raw: write `activity`, or `count: assignments`");
  if (by_number && plan.minimum > many)
    v.reject("minimum", "can never be reached: " + std::to_string(many) + " assignments are counted");
}

void learning_reader::feedback(option_visitor& v, bool given) {
  training::feedback_form form;
  source(v, form.where.source);
  activity(v, form.where.id, true);
  v.option("required", form.required, {.text = "Whether it must have been given.", .reload = true});
  if (given) p_.feedback = std::move(form);
}

void learning_reader::certificate(option_visitor& v) {
  v.option("required", p_.certificate.required,
           {.text = "Whether delivery waits until the record has a certificate.", .reload = true});
  std::string from = "register";
  v.choice("number_from", from, {"register", "lms_code"},
           {.text = "register: certificates.csv. lms_code: the code that the learning system gave, for certificates of "
                    "the course.",
            .reload = true});
  if (from != "lms_code") return;
  p_.certificate.number_from = training::certificate_rule::origin::lms_code;
  if (!p_.course) v.reject("number_from", "lms_code needs `course`: whose certificates are meant?");
}

}  // namespace

void describe_learning(config::visitor& v, const std::optional<std::set<std::string>>& sources, programme& p) {
  learning_reader(sources, p).describe(v);
}

bool is_activity_id(std::string_view s) {
  const auto colon = s.find(':');
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  return s.size() <= most_id_bytes && colon != std::string_view::npos && colon + 1 < s.size() && letter(s.front()) &&
         std::none_of(s.begin(), s.end(), [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == 0x7f; });
}

bool is_short_name(std::string_view s) {
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  return !s.empty() && s.size() <= 64 && plain(s.front()) &&
         std::all_of(s.begin(), s.end(), [&](char c) { return plain(c) || c == '-'; });
}

}  // namespace jembatan::registers
