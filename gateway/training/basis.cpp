#include "training/basis.hpp"

#include <algorithm>
#include <cstdio>

#include "crypto/sha256.hpp"

namespace jembatan::training {
namespace {

// Every value is framed by its length and every list is preceded by its size, so no two facts share a form.
class canonical_form {
 public:
  void add(std::string_view text) { hasher_.update_framed(text); }
  void add(bool value) { add(std::string_view(value ? "1" : "0")); }
  void add(time_point at) { add(std::string_view(std::to_string(to_unix_ms(at)))); }
  void add(const std::optional<double>& number) {
    char text[32] = "none";
    // As many digits as tell every double from every other one.
    if (number) std::snprintf(text, sizeof text, "%.17g", *number);
    add(std::string_view(text));
  }
  void add_size(std::size_t n) { add(std::string_view(std::to_string(n))); }
  std::string finish() { return to_hex(hasher_.finish()); }

 private:
  crypto::sha256_hasher hasher_;
};

void add(canonical_form& form, const presence& what) {
  form.add(what.where.source);
  form.add(what.where.meeting_id);
  form.add(what.where.id);
  form.add(what.where.started);
  form.add(what.where.ended.has_value());
  form.add(what.where.ended.value_or(what.where.latest));  // `latest` decides nothing once the end is known
  form.add(what.where.practice);
  form.add_size(what.events.size());
  for (const auto& event : what.events) {
    form.add(event.what == presence_event::kind::joined);
    form.add(event.connection);
    form.add(event.leg);
    form.add(event.at);
  }
}

void add(canonical_form& form, const activity_history& what) {
  form.add(what.where.source);
  form.add(what.where.id);
  form.add_size(what.events.size());
  for (const auto& event : what.events) {
    form.add(event.at);
    form.add_size(static_cast<std::size_t>(event.what));
    for (const auto& number : {event.grade.raw, event.grade.min, event.grade.max, event.grade.scaled}) form.add(number);
    form.add(event.code);
    form.add(event.link);
  }
}

void add(canonical_form& form, const std::optional<certificate_row>& row) {
  form.add(row.has_value());
  if (!row) return;
  form.add(row->number);
  form.add(format_date(row->issued));
  form.add(row->link);
  form.add(row->sha256);
}

void add(canonical_form& form, std::vector<standing> course) {
  std::sort(course.begin(), course.end());
  course.erase(std::unique(course.begin(), course.end()), course.end());
  form.add_size(course.size());
  for (const auto& one : course) {
    form.add(to_text(one.what));
    form.add(one.at);
  }
}

bool is_read(const presence& what, const programme& rules) {
  return std::any_of(rules.sessions.begin(), rules.sessions.end(),
                     [&](const live_session& s) { return belongs(what.where, s); });
}

}  // namespace

std::string facts_digest(const person_facts& facts, const programme& rules) {
  auto presences = canonical(facts.presences);
  std::erase_if(presences, [&](const presence& p) { return !is_read(p, rules); });
  auto activities = canonical(facts.activities);
  std::erase_if(activities, [&](const activity_history& h) { return !reads(rules, h); });
  canonical_form form;
  form.add(std::string_view("training-facts/2"));
  form.add(facts.person_id);
  form.add(facts.enrolled);
  form.add_size(presences.size());
  for (const auto& one : presences) add(form, one);
  form.add_size(activities.size());
  for (const auto& one : activities) add(form, one);
  add(form, facts.course);
  add(form, facts.certificate);
  return form.finish();
}

}  // namespace jembatan::training
