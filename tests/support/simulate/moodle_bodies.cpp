#include "simulate/moodle_bodies.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <string_view>

#include "base/time.hpp"
#include "simulate/moodle_terms.hpp"

namespace jembatan::simulate {
namespace {

namespace json = boost::json;
using std::chrono::seconds;

struct timed_statement {
  instant sent;
  std::string text;
};

// Moodle's cron takes up to 30 a run by default.
constexpr std::int64_t least_batch = 3, most_batch = 30;

json::object activity(std::string id, std::string_view name, std::string_view type) {
  return {
      {"id", std::move(id)}, {"definition", {{"name", {{"id", name}}}, {"type", type}}}, {"objectType", "Activity"}};
}

json::object course() {
  return activity(course_activity(), "Pelayanan Publik Prima", terms::course);
}

// What the deed happened in: module, quiz, forum or assignment.
json::object activity_of(const deed& d) {
  if (d.module == 0) return activity(assignment_activity(), "Rencana Aksi", terms::assignment);
  const auto at = static_cast<std::size_t>(d.part);
  return activity(activity_of(d.module, d.part), modules[static_cast<std::size_t>(d.module - 1)].title,
                  terms::element_types[at]);
}

json::object attempt_of(const deed& d) {
  const int cmid = 10 * d.module + static_cast<int>(element::quiz) + 1;
  return activity(std::string(moodle_site) + "/mod/quiz/attempt.php?attempt=" + std::to_string(d.attempt) +
                      "&cmid=" + std::to_string(cmid),
                  "Percobaan", terms::attempt);
}

// The object, and the parents before section and course.
struct place {
  json::object object;
  json::array parents;
};

place place_of(const participant& p, const deed& d) {
  using kind = deed::kind;
  switch (d.what) {
    case kind::enrolled:
    case kind::unenrolled:
      return {course(), {}};
    case kind::logged_in:
      return {activity(std::string(moodle_site), "LMS BPSDM", terms::lms), {}};
    case kind::badge_awarded:
    case kind::badge_revoked:
      return {activity(badge_activity(), "Pelayan Publik Prima", terms::badge), {}};
    case kind::attempted:
      return {attempt_of(d), {activity_of(d)}};
    case kind::answered:
      return {activity(std::string(moodle_site) + "/question/question.php?cmid=" + std::to_string(10 * d.module + 3) +
                           "&id=" + std::to_string(d.number),
                       "Soal", terms::interaction),
              {attempt_of(d), activity_of(d)}};
    case kind::posted: {
      const std::string thread = std::string(moodle_site) + "/mod/forum/discuss.php?d=" + std::to_string(d.module);
      return {activity(thread + "#p" + p.account + std::to_string(d.module), "Re: Pengalaman saya", terms::reply),
              {activity(thread, "Pengalaman saya", terms::discussion), activity_of(d)}};
    }
    case kind::submitted:
    case kind::graded:
      return {activity(assignment_activity() + "#submission", "Rencana Aksi Submission", terms::submission),
              {activity_of(d)}};
    case kind::progressed:
    case kind::completed:
    case kind::failed:
    case kind::reopened:
      return {activity_of(d), {}};
  }
  return {};
}

// Moodle's scaled runs from -1 to 1: 50 of 100 gives 0.
json::object score(int raw, int max) {
  return {{"max", max}, {"min", 0}, {"raw", raw}, {"scaled", 2.0 * raw / max - 1}};
}

json::object result_of(const deed& d) {
  using kind = deed::kind;
  switch (d.what) {
    case kind::progressed:
      return {{"completion", false}, {"extensions", {{terms::progress, d.number}}}};
    case kind::completed:
      if (d.part == element::quiz) return {{"completion", true}, {"success", true}};
      return {{"completion", true}};
    case kind::failed:
      return {{"completion", true}, {"success", false}};
    case kind::attempted:  // no pass grade is set, so success is always true
      return {{"completion", true}, {"duration", "PT754S"}, {"score", score(d.number, 100)}, {"success", true}};
    case kind::answered:
      return {{"completion", true}, {"response", "b"}, {"success", true}};
    case kind::graded:
      return {{"response", "Sudah diterapkan."}, {"score", score(d.number, 5)}, {"success", true}};
    case kind::badge_awarded:
      return {{"response", "Selamat."}};
    default:
      return {};
  }
}

json::object context_of(const deed& d, json::array parents) {
  if (d.module > 0)
    parents.push_back(activity(std::string(moodle_site) + "/course/section.php?id=" + std::to_string(d.module),
                               modules[static_cast<std::size_t>(d.module - 1)].title, terms::section));
  const bool in_course =
      d.what != deed::kind::logged_in && d.what != deed::kind::enrolled && d.what != deed::kind::unenrolled;
  if (in_course) parents.push_back(course());
  json::object activities{{"category", {activity(std::string(moodle_site), "LMS BPSDM", terms::lms)}}};
  if (!parents.empty()) activities["parent"] = std::move(parents);
  return {{"language", "id"},
          {"platform", "Moodle"},
          {"registration", "58028332-2277-5b51-a632-7836992917ea"},
          {"contextActivities", std::move(activities)},
          {"extensions",
           {{terms::info,
             {{"event_name", terms::of(d.what).event},
              {"event_function", "\\src\\transformer"},
              {"http://moodle.org", "4.5"},
              {"https://github.com/xAPI-vle/moodle-logstore_xapi", "5.0.1"}}}}}};
}

// PHP's json_encode escapes every slash; in JSON they stand in texts only.
std::string as_php(const std::string& text) {
  std::string out;
  for (const char c : text) out.append(c == '/' ? "\\/" : std::string(1, c));
  return out;
}

std::vector<timed_statement> all_statements(const case_study& c) {
  std::vector<timed_statement> all;
  for (const participant& p : c.people)
    for (const deed& d : p.deeds) all.push_back({std::max(d.sent, d.at), moodle_statement(p, d)});
  std::stable_sort(all.begin(), all.end(),
                   [](const timed_statement& a, const timed_statement& b) { return a.sent < b.sent; });
  return all;
}

timed_body batch(const std::vector<timed_statement>& all, std::size_t from, std::size_t to, seconds later) {
  std::string body = "[";
  for (std::size_t i = from; i < to; ++i) body.append(i > from ? "," : "").append(all[i].text);
  return {to_unix_ms(time_point{all[to - 1].sent + later}), body + "]"};
}

}  // namespace

std::string moodle_statement(const participant& p, const deed& d) {
  const terms::act& named = terms::of(d.what);
  place where = place_of(p, d);
  json::object s{{"actor", {{"account", {{"homePage", moodle_site}, {"name", p.account}}}, {"name", p.who.name}}},
                 {"verb", {{"id", named.verb}, {"display", {{"en", named.display}}}}},
                 {"object", std::move(where.object)},
                 {"timestamp", format_rfc3339(time_point{d.at})},
                 {"context", context_of(d, std::move(where.parents))}};
  json::object result = result_of(d);
  if (!result.empty()) s["result"] = std::move(result);
  return as_php(json::serialize(s));
}

std::vector<timed_body> moodle_bodies(const case_study& c, dice& d) {
  const std::vector<timed_statement> all = all_statements(c);
  std::vector<timed_body> bodies;
  for (std::size_t from = 0; from < all.size();) {
    const auto size = static_cast<std::size_t>(d.between(least_batch, most_batch));
    const std::size_t to = std::min(all.size(), from + size);
    const bool late = d.one_in(12);
    bodies.push_back(batch(all, from, to, seconds{late ? d.between(7'200, 28'800) : 60}));
    // Again, from the middle of this one to the middle of the next.
    if (d.one_in(8) || from == 0)
      bodies.push_back(
          batch(all, (from + to) / 2, std::min(all.size(), to + size / 2), seconds{d.between(3'600, 86'400)}));
    from = to;
  }
  std::stable_sort(bodies.begin(), bodies.end(),
                   [](const timed_body& a, const timed_body& b) { return a.event_ts < b.event_ts; });
  return bodies;
}

}  // namespace jembatan::simulate
