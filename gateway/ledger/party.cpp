#include "ledger/party.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <limits>
#include <map>
#include <set>

#include "ledger/fields.hpp"
#include "ledger/learning.hpp"

namespace jembatan::ledger {
namespace {

namespace json = boost::json;
using training::presence_event;

// In the order of party_kind.
constexpr std::array<std::string_view, 5> kinds{"participant", "session", "registration", "activity", "enrolment"};

party_kind kind_of(event_kind k) {
  if (is_session(k)) return party_kind::session;
  if (k == event_kind::course_enrolment) return party_kind::enrolment;
  if (is_learning(k)) return party_kind::activity;
  return k == event_kind::enrolment ? party_kind::registration : party_kind::participant;
}

template <class T>
void sort_unique(std::vector<T>& all) {
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
}

std::vector<std::string> sorted(const std::set<std::string>& values) {
  return {values.begin(), values.end()};
}

// Distinct non-empty values of one field over all facts.
class values_of {
 public:
  void add(const json::object& from, std::string_view key) {
    if (const auto text = text_at(from, key); !text.empty()) all_.emplace(text);
  }
  std::vector<std::string> list() const { return sorted(all_); }

 private:
  std::set<std::string> all_;
};

// Whether a join of some leg could be left open. Rather one too many: it only costs an evaluation.
bool has_open_join(std::vector<presence_event> events) {
  std::map<std::string, int> depth;
  std::sort(events.begin(), events.end(),
            [](const auto& a, const auto& b) { return std::tie(a.at, a.what) < std::tie(b.at, b.what); });
  bool odd = false;
  for (const auto& e : events) {
    auto& legs = depth[e.leg];
    legs += e.what == presence_event::kind::joined ? 1 : -1;
    odd = odd || legs < 0;
  }
  return odd || std::any_of(depth.begin(), depth.end(), [](const auto& d) { return d.second != 0; });
}

void merge_acts(party& p, const fact& f, const json::object& data) {
  const auto at = to_unix_ms(f.at);
  const auto* start = data.if_contains("s");
  if (start && start->is_int64()) p.start = std::min<std::int64_t>(p.start, start->get_int64());
  p.latest = std::max(p.latest, at);
  p.who.at = std::min(p.who.at, f.at);
  if (f.kind == event_kind::session_ended) {
    p.ended = std::max(p.ended, at);
    p.practice = p.practice || data.contains("x");
  }
  if (const auto other = text_at(data, "b"); !other.empty()) p.bound.emplace_back(other);
  if (const auto status = training::standing_from(text_at(data, "w"))) p.standings.push_back({*status, f.at});
  if (f.kind == event_kind::joined || f.kind == event_kind::left) {
    const auto what = f.kind == event_kind::joined ? presence_event::kind::joined : presence_event::kind::left;
    p.presence.push_back({what, p.connection, std::string(text_at(data, "l")), f.at});
  }
}

void merge_learner(party& p, const fact& f, const json::object& data) {
  p.occ = learner_of(data);
  p.activity = text_at(data, "v");
  const auto course = text_at(data, p.kind == party_kind::enrolment ? "v" : "u");
  // One activity lies in one course; were there two, the order must not decide.
  if (p.course.empty() || (!course.empty() && course < p.course)) p.course = course;
  if (p.kind == party_kind::activity) p.deeds.push_back(deed_of(f, data));
}

struct identity_fields {
  values_of registrants, emails, accounts, home_pages, keys, names, nips;
  void add(const json::object& data) {
    registrants.add(data, "r");
    emails.add(data, "e");
    accounts.add(data, "a");
    home_pages.add(data, "p");
    keys.add(data, "k");
    names.add(data, "n");
    nips.add(data, "i");
  }
  void move_to(training::party& who) const {
    who.registrant_ids = registrants.list();
    who.emails = emails.list();
    who.account_names = accounts.list();
    who.customer_keys = keys.list();
    who.names = names.list();
    who.claimed_nips = nips.list();
    const auto pages = home_pages.list();
    if (!pages.empty()) who.account_home_page = pages.front();
  }
};

// One value as text, several as a list.
void put_named(json::object& into, std::string_view key, const std::vector<std::string>& values) {
  if (values.size() == 1) into[key] = values.front();
  if (values.size() > 1) into[key] = json::array(values.begin(), values.end());
}

}  // namespace

std::string_view to_text(party_kind k) {
  return kinds[static_cast<std::size_t>(k)];
}

std::optional<party_kind> party_kind_from(std::string_view text) {
  const auto found = std::find(kinds.begin(), kinds.end(), text);
  if (found == kinds.end()) return std::nullopt;
  return static_cast<party_kind>(found - kinds.begin());
}

std::string source_of(const fact& f) {
  return std::string(text_at(json::parse(f.slim).as_object(), "z"));
}

party merge(integer key, const std::vector<fact>& facts) {
  constexpr auto never = std::numeric_limits<std::int64_t>::max();
  party p;
  p.key = key;
  p.who.at = time_point::max();
  p.start = never;
  identity_fields identity;
  for (const auto* f : winners(facts)) {
    const auto data = json::parse(f->slim).as_object();
    p.kind = kind_of(f->kind);
    p.who.source = text_at(data, "z");
    p.meeting_id = text_at(data, "m");
    p.occurrence = text_at(data, "o");
    p.connection = text_at(data, "c");
    p.who.host = p.who.host || data.contains("h");
    identity.add(data);
    merge_acts(p, *f, data);
    if (is_learner(p.kind)) merge_learner(p, *f, data);
  }
  identity.move_to(p.who);
  if (p.start == never) p.start = to_unix_ms(p.who.at);
  if (p.kind == party_kind::participant || p.kind == party_kind::session)
    p.occ = occurrence_key(p.who.source, p.meeting_id, p.occurrence);
  std::sort(p.presence.begin(), p.presence.end());
  sort_unique(p.bound);
  sort_unique(p.standings);
  sort_unique(p.deeds);
  p.open = has_open_join(p.presence);
  std::set<raw_place> places;
  for (const auto& f : facts) {
    if (f.counts) places.insert(f.from);
  }
  p.events = static_cast<integer>(places.size());
  return p;
}

integer identifier_hash(std::string_view value) {
  return hash_of({"identifier", value});
}

std::vector<integer> identifier_hashes(const training::party& who) {
  std::set<integer> all;
  for (const auto* list :
       {&who.registrant_ids, &who.emails, &who.account_names, &who.customer_keys, &who.claimed_nips}) {
    for (const auto& value : *list) all.insert(identifier_hash(value));
  }
  return {all.begin(), all.end()};
}

std::string named_by_source(const party& p) {
  json::object all;
  put_named(all, "registrant_id", p.who.registrant_ids);
  put_named(all, "email", p.who.emails);
  if (!p.who.account_names.empty()) {
    json::object account;
    if (!p.who.account_home_page.empty()) account["home_page"] = p.who.account_home_page;
    put_named(account, "name", p.who.account_names);
    all["account"] = std::move(account);
  }
  put_named(all, "customer_key", p.who.customer_keys);
  put_named(all, "nip", p.who.claimed_nips);
  put_named(all, "name", p.who.names);
  if (p.who.host) all["role"] = "host";
  if (!p.connection.empty()) all["connection"] = p.connection;
  return json::serialize(all);
}

}  // namespace jembatan::ledger
