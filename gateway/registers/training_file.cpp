#include "registers/training_file.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "config/reference.hpp"
#include "registers/learning_rules.hpp"
#include "registers/people.hpp"
#include "registers/rules_digest.hpp"

namespace jembatan::registers {
namespace {

using training::live_session;
using training::programme;

constexpr std::int64_t most_jp = 999;
constexpr std::int64_t most_jenis_diklat = 25;  // BKN reference jenisDiklat, facts/targets.md 1.5
constexpr std::size_t most_meeting_digits = 20;

bool is_digits(std::string_view s) {
  return !s.empty() && s.size() <= most_meeting_digits &&
         std::all_of(s.begin(), s.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Walks one file: describes its keys, checks what the loader cannot know, and fills the programme.
class training_reader {
 public:
  training_reader(const training_origin& from, training_file& to) : from_(from), to_(to), p_(to.programme) {}

  void describe(config::visitor& v);

 private:
  void identify(option_visitor& v);
  void period(option_visitor& v);
  void people(config::visitor& v);
  void sessions(option_visitor& v);
  void session(option_visitor& v);
  void window(option_visitor& v, live_session& s);
  void effects(option_visitor& v);

  void take_list(config::visitor& v, std::string_view key, const std::vector<std::string>& ids,
                 std::set<std::string>& into);
  void take_file(option_visitor& v, const std::filesystem::path& file);

  const training_origin& from_;
  training_file& to_;
  programme& p_;
  std::optional<date> first_, last_;
  std::map<std::string, int> session_lines_;
};

void training_reader::describe(config::visitor& v) {
  std::int64_t version = 1;
  v.option("version", version, 1, 1, {.text = "Of this file's format.", .required = true, .reload = true});
  identify(v);
  period(v);
  std::string enrol = "required";
  v.choice("enrolment", enrol, {"required", "open"},
           {.text = "required: a record only for those who are listed in `participants`, registered with the meeting "
                    "or enrolled in "
                    "the course. open: also for everybody who takes part.",
            .reload = true});
  p_.enrol = enrol == "open" ? training::enrolment::open : training::enrolment::required;
  people(v);
  sessions(v);
  describe_learning(v, from_.sources.learning, p_);
  effects(v);
}

void training_reader::identify(option_visitor& v) {
  v.option(
      "id", p_.id,
      {.text = "Name of the training for ever: the file's name without `.yaml`.", .required = true, .reload = true});
  const auto name = from_.file.stem().string();
  if (!v.documenting() && !p_.id.empty() && !is_short_name(p_.id))
    v.reject("id", "use a-z, 0-9 and '-', at most 64, not '-' first");
  else if (!v.documenting() && !p_.id.empty() && p_.id != name)
    v.reject("id", "is '" + p_.id + "' in the file " + name + ".yaml: the two must be equal");
  v.option("title", p_.title, {.text = "As on the certificate.", .required = true, .reload = true});
  v.option("organiser", p_.organiser, {.text = "Who holds the training.", .required = true, .reload = true});
}

void training_reader::period(option_visitor& v) {
  p_.timezone = "Asia/Jakarta";
  v.choice("timezone", p_.timezone, {"Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura"},
           {.text = "Zone of the period and of the windows; year and month of the record follow it.", .reload = true});
  if (const auto offset = zone_offset(p_.timezone)) p_.offset = *offset;
  v.section("period", {.text = "First and last day, both included.", .required = true, .reload = true},
            [&](option_visitor& p) {
              p.option("from", first_, {.text = "First day.", .required = true, .reload = true});
              p.option("to", last_,
                       {.text = "Last day: decides year and month of the record.", .required = true, .reload = true});
              if (first_ && last_ && *first_ > *last_) p.reject("to", "lies before the first day (from)");
            });
  if (first_) p_.from = *first_;
  if (last_) p_.to = *last_;
  std::int64_t jp = 0;
  v.option("jp", jp, 1, most_jp,
           {.text = "Training hours of the approved programme.", .required = true, .reload = true});
  p_.jp = static_cast<int>(jp);
}

void training_reader::people(config::visitor& v) {
  std::vector<std::string> listed, staff;
  v.list_or_section("participants", listed,
                    {.text = "Who is assigned: person_ids, or the file that holds them. Optional.", .reload = true},
                    [&](option_visitor& p) {
                      std::filesystem::path file;
                      p.option(
                          "file", file,
                          {.text = "One person_id a line; `#` begins a comment.", .required = true, .reload = true});
                      if (!file.empty()) take_file(p, file);
                    });
  take_list(v, "participants", listed, p_.participants);
  v.option("staff", staff, {.text = "person_ids that are never credited: teachers, committee.", .reload = true});
  take_list(v, "staff", staff, p_.staff);
  for (std::size_t i = 0; i < staff.size(); ++i)
    if (p_.participants.contains(staff[i]))
      v.reject_item("staff", i, "is a participant too: remove the person from one of the two");
}

void training_reader::take_list(config::visitor& v, std::string_view key, const std::vector<std::string>& ids,
                                std::set<std::string>& into) {
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (!is_person_id(ids[i]))
      v.reject_item(key, i, "is no person_id: letters, digits, '.', '_' or '-', at most 64");
    else if (!into.insert(ids[i]).second)
      v.reject_item(key, i, "stands here twice: remove one");
    else
      to_.people.push_back({ids[i], from_.file.string(), v.line_of(key, i)});
  }
}

void training_reader::take_file(option_visitor& v, const std::filesystem::path& file) {
  auto bytes = from_.read(file);
  if (bytes.has_error())
    return v.reject("file",
                    "cannot be read: " + bytes.error().message() + ": write the list into that file, or mend the path");
  to_.participants_bytes = std::move(*bytes);
  auto list = parse_participants(to_.participants_bytes, file.string());
  config::append(to_.problems, std::move(list.problems));
  for (auto& person : list.people) {
    p_.participants.insert(person.person_id);
    to_.people.push_back(std::move(person));
  }
}

void training_reader::sessions(option_visitor& v) {
  v.sequence("sessions", {.text = "Live sessions; each must be attended.", .reload = true},
             [this](option_visitor& s) { session(s); });
}

void training_reader::session(option_visitor& v) {
  live_session s;
  v.option("id", s.id, {.text = "Short name, unique within the training.", .required = true, .reload = true});
  if (!s.id.empty() && !is_short_name(s.id)) v.reject("id", "use a-z, 0-9 and '-', at most 64, not '-' first");
  if (const auto [first, fresh] = session_lines_.emplace(s.id, config::whole(v).line_of("id")); !fresh && !s.id.empty())
    v.reject("id",
             "is the id of the session in line " + std::to_string(first->second) + " already: choose another one");
  v.section("zoom", {.text = "The meeting.", .required = true, .reload = true}, [&](option_visitor& z) {
    z.option("source", s.source, {.text = "Id of a Zoom source in gateway.yaml.", .required = true, .reload = true});
    if (!s.source.empty() && from_.sources.zoom && !from_.sources.zoom->contains(s.source))
      z.reject("source", "no source of type zoom has this id: add it to gateway.yaml (sources), or mend the name");
    z.option("meeting_id", s.meeting_id,
             {.text = "Number of the meeting or webinar, digits only.", .required = true, .reload = true});
    if (!s.meeting_id.empty() && !is_digits(s.meeting_id))
      z.reject("meeting_id",
               "is no meeting number: write its digits without spaces, at most " + std::to_string(most_meeting_digits));
  });
  window(v, s);
  v.percent("attendance", s.attendance_percent, {.text = "Share of the window that must be attended.", .reload = true});
  p_.sessions.push_back(std::move(s));
}

void training_reader::window(option_visitor& v, live_session& s) {
  std::vector<std::string> times;
  v.option(
      "window", times,
      {.text = "From and to in the training's zone, like `[2026-03-16T08:00, 2026-03-16T12:00]`; within the period.",
       .required = true,
       .reload = true,
       .default_text = {}});
  if (times.empty()) {
    if (v.given("window") && !v.documenting())
      v.reject("window", "write its two times: [2026-03-16T08:00, 2026-03-16T12:00]");
    return;
  }
  const auto from = parse_local_time(times[0]), to = parse_local_time(times.back());
  if (times.size() != 2 || !from || !to)
    return v.reject("window", "write two times without a zone, like [2026-03-16T08:00, 2026-03-16T12:00]");
  s.when = {time_point(from->time_since_epoch() - p_.offset), time_point(to->time_since_epoch() - p_.offset)};
  if (s.when.from >= s.when.to) return v.reject("window", "ends before it begins, or at once");
  if (!first_ || !last_) return;
  if (s.when.from < start_of_day(*first_, p_.offset) || s.when.to > end_of_day(*last_, p_.offset))
    v.reject("window",
             "lies outside the training's period (" + format_date(*first_) + " to " + format_date(*last_) + ")");
}

void training_reader::effects(option_visitor& v) {
  v.section("siasn", {.text = "For BKN's SIASN.", .reload = true}, [this](option_visitor& s) {
    std::int64_t kind = 0;
    s.option("jenis_diklat", kind, 1, most_jenis_diklat,
             {.text = "BKN's kind of training: 17 is Pelatihan Jarak Jauh.", .required = true, .reload = true});
    p_.jenis_diklat = static_cast<int>(kind);
  });
  v.unsupported("sipd", {.text = "Budget line for SIPD."});
  duration settle{};
  v.option("settle", settle,
           {.text = "How long after its end the training's records may still change before they are final.",
            .reload = true,
            .default_text = "`delivery.settle` of gateway.yaml"});
  if (v.given("settle")) p_.settle = settle;
}

}  // namespace

training_file parse_training(std::string_view yaml, const training_origin& from) {
  training_file file;
  training_reader reader(from, file);
  auto problems = config::load_text(yaml, {from.file.string(), from.file.parent_path(), {}},
                                    [&](config::visitor& v) { reader.describe(v); });
  config::append(problems, std::move(file.problems));
  file.problems = std::move(problems);
  if (file.problems.empty()) file.programme.digest = rules_digest(file.programme);
  return file;
}

std::string training_reference() {
  return config::reference(
      "A training of the catalogue",
      "One file `<id>.yaml` per training in the folder that `trainings` in gateway.yaml names. The service reads "
      "the folder at start and on SIGHUP, whole or refused whole; `jembatan check` says what is wrong with file "
      "and line. Other files in the folder (lists of participants, this one) are read only where a training names "
      "them. This page is generated from the table that the loader reads by.",
      [](config::visitor& v) {
        training_file file;
        training_reader(training_origin{}, file).describe(v);
      });
}

}  // namespace jembatan::registers
