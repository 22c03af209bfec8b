#include "simulate/case_workspace.hpp"

#include <algorithm>
#include <iterator>

#include "base/time.hpp"
#include "simulate/case_truth.hpp"
#include "simulate/moodle_bodies.hpp"

namespace jembatan::simulate {
namespace {

std::string place(std::string_view key, const std::string& activity) {
  return std::string(key) + ": {source: " + std::string(moodle_source_id) + ", activity: \"" + activity + "\"";
}

std::string module_yaml(std::size_t index) {
  const int number = static_cast<int>(index) + 1;
  const module_text& m = modules[index];
  std::string y = "  - id: " + std::string(m.id) + "\n    title: " + std::string(m.title) +
                  "\n    source: " + std::string(moodle_source_id) + "\n    complete:\n";
  for (const element e : elements) y += "      - \"" + activity_of(number, e) + "\"\n";
  y += "    score: {activity: \"" + activity_of(number, element::quiz) + "\", minimum: " + std::to_string(least_score) +
       "%}\n";
  return m.before.empty() ? y : y + "    before: " + std::string(m.before) + "\n";
}

}  // namespace

std::vector<timed_body> bodies_of(const case_study& c, dice& d) {
  std::vector<timed_body> all = moodle_bodies(c, d);
  for (const plan& live : c.live) {
    std::vector<timed_body> zoom = zoom_bodies(live, d);
    std::move(zoom.begin(), zoom.end(), std::back_inserter(all));
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const timed_body& a, const timed_body& b) { return a.event_ts < b.event_ts; });
  // Zoom tries again after five minutes, an hour and more: some bodies get through hours late.
  for (std::size_t i = 0; i + 60 < all.size(); i += static_cast<std::size_t>(d.between(20, 50)))
    std::rotate(all.begin() + static_cast<std::ptrdiff_t>(i), all.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                all.begin() + static_cast<std::ptrdiff_t>(i) + d.between(10, 60));
  return all;
}

std::string training_yaml(const case_study& c) {
  const training_plan& t = c.training;
  std::string y = "version: 1\nid: " + t.id + "\ntitle: " + t.title + "\norganiser: " + t.organiser + "\n";
  y += "timezone: Asia/Jakarta\nperiod: {from: " + format_date(t.from) + ", to: " + format_date(t.to) + "}\n";
  y += "jp: " + std::to_string(t.jp) + "\nenrolment: required\nparticipants: {file: " + t.id + ".participants.csv}\n";
  for (const participant& p : c.people)
    if (p.staff) y += "staff: [" + p.who.person_id + "]\n";
  y += place("course", course_activity()) + "}\nsessions:\n";
  for (const plan& live : c.live) y += session_yaml(live);
  y += "modules:\n";
  for (std::size_t i = 0; i < modules.size(); ++i) y += module_yaml(i);
  y += place("action_plan", assignment_activity()) + ", count: score_raw, minimum: " + std::to_string(least_actions) +
       "}\n";
  y += place("badge", badge_activity()) + "}\n";
  y += "certificate: {required: true, number_from: register}\nsiasn: {jenis_diklat: 17}\nsettle: 0s\n";
  return y;
}

std::string people_csv(const case_study& c) {
  std::string csv{people_header};
  for (const participant& p : c.people) {
    if (!p.in_directory) continue;
    if (p.former_ni.empty()) {
      csv += people_row(p.who, "2024-01-01", "");
      continue;
    }
    person former = p.who;
    former.nip = p.former_ni;
    former.pppk = true;
    csv +=
        people_row(former, "2024-01-01", format_date(std::chrono::sys_days{c.changed_status} - std::chrono::days{1}));
    csv += people_row(p.who, format_date(c.changed_status), "");
  }
  return csv;
}

std::string accounts_csv(const case_study& c) {
  std::string csv = "person_id,source,home_page,account,berlaku_dari,berlaku_sampai\n";
  for (const participant& p : c.people)
    if (p.in_directory && !p.account.empty())
      csv += p.who.person_id + "," + std::string(moodle_source_id) + "," + std::string(moodle_site) + "," + p.account +
             ",2024-01-01,\n";
  return csv;
}

std::string certificates_csv(const case_study& c) {
  std::string csv = "training,person_id,number,date,link,pdf_path,sha256\n";
  for (const participant& p : c.people)
    if (!p.certificate.empty())
      csv += c.training.id + "," + p.who.person_id + "," + p.certificate + "," + format_date(c.training.to) + ",,,\n";
  return csv;
}

std::string participants_csv(const case_study& c) {
  std::string csv;
  for (const participant& p : c.people)
    if (p.listed) csv += p.who.person_id + "\n";
  return csv;
}

result<void> write_workspace(const std::filesystem::path& dir, const case_study& c,
                             const std::vector<timed_body>& bodies, const workspace_options& o) {
  const std::string training = "trainings/" + c.training.id;
  workspace_options with_moodle = o;
  with_moodle.learning_system = true;
  return write_workspace(dir,
                         {{"people.csv", people_csv(c)},
                          {"accounts.csv", accounts_csv(c)},
                          {"certificates.csv", certificates_csv(c)},
                          {training + ".yaml", training_yaml(c)},
                          {training + ".participants.csv", participants_csv(c)},
                          {"events.jsonl", lines_of(bodies)},
                          {"truth.jsonl", lines_of(truth_of(c))}},
                         c.live.back().training.closes, with_moodle);
}

}  // namespace jembatan::simulate
