#include "registers/rules_digest.hpp"

#include <set>
#include <string_view>

#include "crypto/sha256.hpp"

namespace jembatan::registers {
namespace {

// Each value is framed by its length, each list begins with its size: no two programmes give the same bytes.
class canonical_text {
 public:
  void add(std::string_view text) { hasher_.update_framed(text); }
  void add(std::int64_t number) { add(std::string_view(std::to_string(number))); }
  template <class Ids>
  void add_list(const Ids& ids) {
    add(static_cast<std::int64_t>(ids.size()));
    for (const auto& id : ids) add(std::string_view(id));
  }
  digest finish() { return hasher_.finish(); }

 private:
  crypto::sha256_hasher hasher_;
};

void add(canonical_text& t, const training::live_session& s) {
  t.add(s.id);
  t.add(s.source);
  t.add(s.meeting_id);
  t.add(to_unix_ms(s.when.from));
  t.add(to_unix_ms(s.when.to));
  t.add(std::int64_t{s.attendance_percent});
}

void add(canonical_text& t, const training::activity_ref& a) {
  t.add(a.source);
  t.add(a.id);
}

void add(canonical_text& t, const training::learning_module& m) {
  t.add(m.id);
  t.add(m.title);
  t.add(m.source);
  t.add_list(m.complete);
  t.add(m.score ? m.score->activity : std::string());
  t.add(std::int64_t{m.score ? m.score->minimum_percent : -1});
  t.add(m.before);
}

void add(canonical_text& t, const training::action_plan& a) {
  t.add(a.source);
  t.add_list(a.activities);
  t.add(static_cast<std::int64_t>(a.count));
  t.add(std::int64_t{a.minimum});
}

void add(canonical_text& t, const training::feedback_form& f) {
  add(t, f.where);
  t.add(std::int64_t{f.required});
}

template <class Rule>
void add(canonical_text& t, const std::optional<Rule>& rule) {
  t.add(std::int64_t{rule.has_value()});
  if (rule) add(t, *rule);
}

template <class Rule>
void add(canonical_text& t, const std::vector<Rule>& rules) {
  t.add(static_cast<std::int64_t>(rules.size()));
  for (const auto& rule : rules) add(t, rule);
}

}  // namespace

std::string rules_digest(const training::programme& p) {
  canonical_text t;
  t.add("jembatan programme 2");  // another number when fields are added or the order changes
  t.add(p.id);
  t.add(p.title);
  t.add(p.organiser);
  t.add(p.timezone);
  t.add(std::int64_t{p.offset.count()});
  t.add(format_date(p.from));
  t.add(format_date(p.to));
  t.add(std::int64_t{p.jp});
  t.add(p.enrol == training::enrolment::open ? "open" : "required");
  t.add_list(p.participants);
  t.add_list(p.staff);
  add(t, p.sessions);
  add(t, p.course);
  add(t, p.modules);
  add(t, p.actions);
  add(t, p.feedback);
  add(t, p.badge);
  t.add(std::int64_t{p.certificate.required});
  t.add(static_cast<std::int64_t>(p.certificate.number_from));
  t.add(std::int64_t{p.jenis_diklat});
  t.add(p.settle ? std::to_string(p.settle->count()) : std::string("default"));
  return to_hex(t.finish());
}

}  // namespace jembatan::registers
