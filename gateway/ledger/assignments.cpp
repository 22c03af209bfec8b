#include "ledger/assignments.hpp"

namespace jembatan::ledger {
namespace {

struct holder {
  integer key = 0, subject = 0;
  bool learner = false;
  std::string source;
};

std::string bare(std::string hold_id) {
  return hold_id.starts_with("hld:") ? hold_id.substr(4) : hold_id;
}

error no_hold(const std::string& id) {
  return {errc::not_found, "nothing is or was held under " + id + ": see `jembatan held list`"};
}

std::optional<holder> holder_of(tables& t, const std::string& hold_id) {
  if (hold_id.empty()) return std::nullopt;
  const auto rows = select_all<std::tuple<integer, integer, std::string, std::string>>(
      t.session, "SELECT key,occ,kind,source FROM party WHERE hold_id=:id", hold_id);
  if (rows.empty()) return std::nullopt;
  const auto& [key, occ, kind, source] = rows.front();
  const bool learner = is_learner(party_kind_from(kind).value());
  return holder{key, learner ? occ : key, learner, source};
}

void mark_subject(tables& t, const holder& h) {
  if (h.learner)
    t.marks.learner(h.subject);
  else
    t.marks.party(h.key);
}

void tell(tables& t, const char* act, const std::string& actor, const holder& h, const std::string& id) {
  t.feed.append({.act = act, .actor = actor, .src = h.source, .ref = "hld:" + id});
}

}  // namespace

result<void> assign(core& c, std::string hold_id, const std::string& person, const std::string& actor) {
  const auto now = c.time.now();
  const auto id = bare(std::move(hold_id));
  JB_CHECK(c.write->transact(c.occasion_of("assign", "assign", now), [&](tables& t) -> result<void> {
    const auto held = holder_of(t, id);
    if (!held) return no_hold(id);
    if (!c.registers->people.contains(person))
      return error(errc::invalid, "nobody in the register of people has the person_id " + person +
                                      ": see `jembatan people list`, or add the person first");
    change(t.session,
           "INSERT INTO assignment(subject,person,actor,at) VALUES(:subject,:person,:actor,:at) ON CONFLICT(subject) "
           "DO UPDATE SET person=excluded.person,actor=excluded.actor,at=excluded.at",
           held->subject, person, actor, integer{to_unix_ms(now)});
    mark_subject(t, *held);
    tell(t, "hold.assign", actor, *held, id);
    return {};
  }));
  c.dirty();
  return {};
}

result<void> unassign(core& c, std::string hold_id, const std::string& actor) {
  const auto id = bare(std::move(hold_id));
  JB_CHECK(c.write->transact(c.occasion_of("unassign", "assign", c.time.now()), [&](tables& t) -> result<void> {
    const auto held = holder_of(t, id);
    if (!held) return no_hold(id);
    if (change(t.session, "DELETE FROM assignment WHERE subject=:subject", held->subject) == 0)
      return error(errc::not_found, "nobody was assigned to " + id);
    mark_subject(t, *held);
    tell(t, "hold.unassign", actor, *held, id);
    return {};
  }));
  c.dirty();
  return {};
}

}  // namespace jembatan::ledger
