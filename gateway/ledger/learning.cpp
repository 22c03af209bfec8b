#include "ledger/learning.hpp"

#include <algorithm>
#include <array>

#include "ledger/fields.hpp"
#include "training/enrolment.hpp"

namespace jembatan::ledger {
namespace {

namespace json = boost::json;
using deed_kind = training::activity_event::kind;

constexpr std::array<std::pair<event_kind, deed_kind>, 13> deeds{{
    {event_kind::progressed, deed_kind::progressed},
    {event_kind::completed, deed_kind::completed},
    {event_kind::failed, deed_kind::failed},
    {event_kind::reopened, deed_kind::reopened},
    {event_kind::scored, deed_kind::scored},
    {event_kind::submitted, deed_kind::submitted},
    {event_kind::graded, deed_kind::graded},
    {event_kind::posted, deed_kind::posted},
    {event_kind::answered, deed_kind::answered},
    {event_kind::certificate_issued, deed_kind::certificate_issued},
    {event_kind::certificate_revoked, deed_kind::certificate_revoked},
    {event_kind::badge_awarded, deed_kind::badge_awarded},
    {event_kind::badge_revoked, deed_kind::badge_revoked},
}};

std::optional<double> number_at(const json::object& from, std::string_view key) {
  const auto* value = from.if_contains(key);
  return value && value->is_number() ? std::optional(value->to_number<double>()) : std::nullopt;
}

json::value or_null(const std::optional<double>& number) {
  return number ? json::value(*number) : json::value();
}

json::array score_list(const training::score& s) {
  return {or_null(s.raw), or_null(s.min), or_null(s.max), or_null(s.scaled)};
}

training::score score_from(const json::array& list) {
  const auto number = [&](std::size_t i) {
    return list.at(i).is_number() ? std::optional(list.at(i).to_number<double>()) : std::nullopt;
  };
  return {number(0), number(1), number(2), number(3)};
}

bool has_score(event_kind k) {
  return k == event_kind::scored || k == event_kind::graded;
}

void read_score(const json::object& data, arrival& a, json::object& slim) {
  const auto& score = object_at(data, "score");
  const training::score read{number_at(score, "raw"), number_at(score, "min"), number_at(score, "max"),
                             number_at(score, "scaled")};
  if (!read.raw && !read.scaled) a.defect = "score";
  slim["g"] = score_list(read);
}

void read_enrolment(const json::object& data, arrival& a, json::object& slim) {
  const auto state = text_at(data, "state");
  if (state == "enrolled")
    slim["w"] = training::to_text(training::standing::kind::approved);
  else if (state == "unenrolled")
    slim["w"] = training::to_text(training::standing::kind::cancelled);
  else
    a.defect = "state";
}

}  // namespace

event_kind learning_kind(event_kind k, const json::object& data) {
  if (!data.contains("activity") || data.contains("session")) return k;
  // Presence at an activity: no session of the catalogue can name one.
  if (k == event_kind::joined || k == event_kind::left) return event_kind::ignored;
  if (k == event_kind::enrolment) return event_kind::course_enrolment;
  const auto* success = data.if_contains("success");
  const bool failed = success && success->is_bool() && !success->get_bool();
  return k == event_kind::completed && failed ? event_kind::failed : k;
}

void read_learning(const json::object& data, arrival& a) {
  const auto& activity = object_at(data, "activity");
  const auto& participant = object_at(data, "participant");
  const auto& account = object_at(participant, "account");
  const auto course = text_at(activity, "course");
  // A certificate may be no activity of its own.
  const auto id = text_at(activity, "id").empty() ? course : text_at(activity, "id");
  json::object slim;
  put(slim, "z", a.source);
  put(slim, "v", id);
  put(slim, "q", text_at(activity, "part"));
  put(slim, "u", course);
  put(slim, "a", text_at(account, "name"));
  put(slim, "p", text_at(account, "home_page"));
  put(slim, "e", lower(text_at(participant, "email")));
  put(slim, "n", text_at(participant, "name"));
  if (!slim.contains("a") && !slim.contains("e")) a.defect = "participant.account";
  if (id.empty()) a.defect = "activity.id";
  if (const auto at = parse_rfc3339(text_at(data, "at")))
    a.at = *at;
  else
    a.defect = "at";
  if (has_score(a.kind)) read_score(data, a, slim);
  if (a.kind == event_kind::course_enrolment) read_enrolment(data, a, slim);
  const auto& certificate = object_at(data, "certificate");
  put(slim, "d", text_at(certificate, "code"));
  put(slim, "y", text_at(certificate, "link"));
  const auto learner = learner_of(slim);
  a.key = a.kind == event_kind::course_enrolment ? enrolment_key(learner, id) : activity_key(learner, id);
  a.slim = json::serialize(slim);
}

integer learner_key(std::string_view source, std::string_view home_page, std::string_view account,
                    std::string_view email) {
  if (!account.empty()) return hash_of({"learner", source, "account", home_page, account});
  return hash_of({"learner", source, "email", email});
}

integer activity_key(integer learner, std::string_view activity) {
  return hash_of({"activity", std::to_string(learner), activity});
}

integer enrolment_key(integer learner, std::string_view course) {
  return hash_of({"enrolment", std::to_string(learner), course});
}

integer learner_of(const json::object& slim) {
  return learner_key(text_at(slim, "z"), text_at(slim, "p"), text_at(slim, "a"), text_at(slim, "e"));
}

training::score score_of(const json::object& slim) {
  const auto* list = slim.if_contains("g");
  return list && list->is_array() ? score_from(list->get_array()) : training::score();
}

training::activity_event deed_of(const fact& f, const json::object& slim) {
  const auto found = std::find_if(deeds.begin(), deeds.end(), [&](const auto& d) { return d.first == f.kind; });
  return {f.at, found->second, score_of(slim), std::string(text_at(slim, "d")), std::string(text_at(slim, "y"))};
}

std::string deeds_to_json(const std::vector<training::activity_event>& all) {
  json::array list;
  for (const auto& e : all) {
    json::array one{static_cast<int>(e.what), to_unix_ms(e.at)};
    if (e.grade != training::score()) {
      one.push_back(score_list(e.grade));
    } else if (!e.code.empty() || !e.link.empty()) {
      one.push_back(json::string(e.code));
      one.push_back(json::string(e.link));
    }
    list.push_back(std::move(one));
  }
  return json::serialize(list);
}

std::vector<training::activity_event> deeds_from_json(std::string_view text) {
  std::vector<training::activity_event> all;
  const auto parsed = json::parse(text);
  for (const auto& element : parsed.as_array()) {
    const auto& one = element.as_array();
    training::activity_event e{from_unix_ms(one.at(1).as_int64()), static_cast<deed_kind>(one.at(0).as_int64())};
    if (one.size() == 3) e.grade = score_from(one.at(2).as_array());
    if (one.size() == 4) {
      e.code = one.at(2).as_string();
      e.link = one.at(3).as_string();
    }
    all.push_back(std::move(e));
  }
  return all;
}

}  // namespace jembatan::ledger
