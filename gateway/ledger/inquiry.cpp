#include "ledger/inquiry.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <set>

#include "base/hex.hpp"
#include "ledger/delivery_rows.hpp"
#include "ledger/party.hpp"

namespace jembatan::ledger {
namespace {

// An answer is for a person to read: what is longer is cut, and says so where that can happen in earnest.
constexpr integer most_messages = 1000;
constexpr std::size_t most_steps = 10'000;

constexpr const char* message_columns =
    "SELECT r.seq,r.ix,r.n,r.facts,r.g,r.class,r.key,r.h,r.part,r.pos,r.logged_at,j.node,j.epoch,"
    "coalesce(t.source,''),coalesce(t.topic,''),coalesce(t.type,''),coalesce(t.mapping,''),coalesce(t.raw_type,''),"
    "coalesce(t.reason,''),coalesce(t.field,'') FROM raw r JOIN journal j ON j.id=r.journal "
    "LEFT JOIN treatment t ON t.id=r.treatment ";
using message_tuple = std::tuple<integer, integer, integer, integer, integer, std::string, integer, integer, integer,
                                 integer, integer, std::string, std::string, std::string, std::string, std::string,
                                 std::string, std::string, std::string, std::string>;

constexpr const char* step_columns =
    "SELECT f.n,f.at,f.act,f.actor,f.outcome,f.revision,coalesce(d.detail,''),coalesce(d.before,0) FROM feed f "
    "LEFT JOIN feed_detail d ON d.n=f.n ";

std::string hex_of(integer eight_bytes) {
  std::array<std::uint8_t, 8> bytes{};
  auto rest = static_cast<std::uint64_t>(eight_bytes);
  for (auto b = bytes.rbegin(); b != bytes.rend(); ++b, rest >>= 8) *b = static_cast<std::uint8_t>(rest);
  return to_hex(bytes);
}

integer integer_of(std::string_view hex) {
  std::uint64_t all = 0;
  std::from_chars(hex.data(), hex.data() + hex.size(), all, 16);
  return static_cast<integer>(all);
}

message_story story_of(const message_tuple& row) {
  const auto& [seq, ix, n, facts, g, cls, key, h, part, pos, logged, node, epoch, source, topic, type, mapping,
               raw_type, reason, field] = row;
  message_story m;
  m.from = {node, epoch, static_cast<std::uint64_t>(seq)};
  m.index = ix;
  m.n = n;
  m.facts = facts;
  m.generation = g;
  m.cls = cls;
  m.partition = part;
  m.position = pos;
  m.logged_at = from_unix_ms(logged);
  m.source = source;
  m.topic = topic;
  m.type = type;
  m.mapping = mapping;
  m.raw_type = raw_type;
  m.reason = reason;
  m.field = field;
  m.event = hex_of(h);
  return m;
}

}  // namespace

inquiry::inquiry(const options& o) {
  dialect::open(session_, o.file, o.vfs, dialect::access::read);
}

result<std::unique_ptr<inquiry>> inquiry::open(const options& o) {
  return guarded("open for questions",
                 [&]() -> result<std::unique_ptr<inquiry>> { return std::unique_ptr<inquiry>(new inquiry(o)); });
}

template <class Body>
auto inquiry::look(Body&& body) -> decltype(body()) {
  const std::lock_guard lock(mutex_);
  auto outcome = guarded("explain", [&]() -> decltype(body()) {
    session_ << "BEGIN";
    return body();
  });
  dialect::roll_back(session_);  // nothing was written
  return outcome;
}

result<std::vector<message_story>> inquiry::of_receipt(const receipt& r) {
  return look([&]() -> result<std::vector<message_story>> {
    const auto journal = select_all<std::tuple<integer>>(
        session_, "SELECT id FROM journal WHERE node=:node AND epoch=:epoch", r.node, r.epoch);
    if (journal.empty()) return std::vector<message_story>();
    return messages("WHERE r.journal=:journal AND r.seq=:seq ORDER BY r.ix,r.n", std::get<0>(journal.front()),
                    static_cast<integer>(r.sequence));
  });
}

result<std::vector<message_story>> inquiry::of_event(const std::string& id) {
  return look([&]() -> result<std::vector<message_story>> {
    auto all =
        messages("WHERE r.h=:h AND r.h<>:none ORDER BY r.journal,r.seq,r.ix,r.n", integer_of(id.substr(0, 16)), 0);
    // Only the first eight bytes are found by; where the next ones are known they must agree.
    std::erase_if(all, [&](const message_story& m) { return !id.starts_with(m.event); });
    return all;
  });
}

result<std::vector<message_story>> inquiry::of_hold(const std::string& id) {
  return look([&]() -> result<std::vector<message_story>> {
    std::vector<message_story> all;
    for (const auto& [key] : select_all<std::tuple<integer>>(session_, "SELECT key FROM party WHERE hold_id=:id", id)) {
      auto more = messages(
          "JOIN fact f ON f.journal=r.journal AND f.seq=r.seq AND f.ix=r.ix AND f.n=r.n WHERE f.key=:key AND "
          "r.key=:same "
          "ORDER BY f.time,r.journal,r.seq,r.ix,r.n",
          key, key);
      std::move(more.begin(), more.end(), std::back_inserter(all));
    }
    return all;
  });
}

std::vector<message_story> inquiry::messages(const std::string& where, integer a, integer b) {
  std::vector<message_story> all;
  for (const auto& row :
       select_all<message_tuple>(session_, message_columns + where + " LIMIT :most", a, b, most_messages)) {
    auto& m = all.emplace_back(story_of(row));
    add_fact(m, std::get<6>(row), std::get<7>(row));
    add_party(m, std::get<6>(row));
  }
  return all;
}

// Its fact; of a duplicate the one that was there before.
void inquiry::add_fact(message_story& m, integer key, integer h) {
  using row = std::tuple<integer, integer, integer, integer, integer, std::string, std::string>;
  for (const auto& [l, time, at, seq, ix, node, epoch] :
       select_all<row>(session_,
                       "SELECT f.l,f.time,f.at,f.seq,f.ix,j.node,j.epoch FROM fact f JOIN journal j ON j.id=f.journal "
                       "WHERE f.key=:key AND f.h=:h AND f.n=:n AND f.g=:g ORDER BY f.journal,f.seq,f.ix",
                       key, h, integer{m.n}, integer{m.generation})) {
    const receipt from{node, epoch, static_cast<std::uint64_t>(seq)};
    const bool own = from == m.from && ix == m.index;
    if (m.time && !own) continue;
    if (m.event.size() == 16) m.event += hex_of(l);
    m.time = from_unix_ms(time);
    m.at = from_unix_ms(at);
    m.first = own ? std::nullopt : std::optional(from);
    if (own) return;
  }
}

void inquiry::add_party(message_story& m, integer key) {
  using row = std::tuple<std::string, std::string, std::string, std::string>;
  for (const auto& [reason, person, trainings, hold] :
       select_all<row>(session_, "SELECT reason,person,trainings,hold_id FROM party WHERE key=:key", key)) {
    if (m.reason.empty()) m.reason = reason;
    m.person = person;
    m.trainings = list_from_json(trainings);
    m.hold = hold;
    for (const auto& training : m.trainings) {
      for (const auto& [id] : select_all<std::tuple<std::string>>(
               session_, "SELECT record_id FROM record WHERE training=:training AND person=:person", training, person))
        m.records.push_back(id);
    }
  }
}

std::optional<receipt> inquiry::receipt_of(integer journal, integer sequence) {
  const auto found = select_all<std::tuple<std::string, std::string>>(
      session_, "SELECT node,epoch FROM journal WHERE id=:id", journal);
  if (found.empty()) return std::nullopt;
  return receipt{std::get<0>(found.front()), std::get<1>(found.front()), static_cast<std::uint64_t>(sequence)};
}

step inquiry::step_from(const step_tuple& row) {
  const auto& [n, at, act, actor, out, revision, detail, before] = row;
  step s{n, from_unix_ms(at), act, actor, out, revision, detail, std::nullopt};
  if (detail.empty()) return s;
  const auto parsed = boost::json::parse(detail);
  if (const auto* by = parsed.as_object().if_contains("by"))
    s.because = receipt_of(by->at(0).as_int64(), by->at(1).as_int64());
  return s;
}

// Each row names the one before it; the chain ends where an older version wrote.
std::vector<step> inquiry::revisions(integer newest) {
  std::vector<step> all;
  prepared<step_tuple, std::tuple<integer>> select(session_, step_columns + std::string("WHERE f.n=:n"));
  for (auto n = newest; n != 0 && all.size() < most_steps;) {
    const auto row = select.first(n);
    if (!row) break;
    all.push_back(step_from(*row));
    n = std::get<7>(*row);
  }
  std::reverse(all.begin(), all.end());
  return all;
}

std::vector<step> inquiry::steps_of_delivery(const std::string& id) {
  std::vector<step> all;
  for (const auto& row :
       select_all<step_tuple>(session_,
                              step_columns + std::string("WHERE f.ref=:ref AND f.act>='delivery.' AND "
                                                         "f.act<'delivery/' ORDER BY f.n LIMIT :most"),
                              "dlv:" + id, static_cast<integer>(most_steps)))
    all.push_back(step_from(row));
  return all;
}

// What the person did in the training, and the session events of their occurrences.
void inquiry::add_events(record_story& story, const std::string& training, const std::string& person) {
  std::vector<integer> keys;
  std::set<integer> occurrences;
  for (const auto& [key, occ, kind, trainings] : select_all<std::tuple<integer, integer, std::string, std::string>>(
           session_, "SELECT key,occ,kind,trainings FROM party WHERE person=:person ORDER BY first_at,key", person)) {
    const auto all = list_from_json(trainings);
    if (std::find(all.begin(), all.end(), training) == all.end()) continue;
    keys.push_back(key);
    if (kind == "participant" && occurrences.insert(occ).second) keys.push_back(occ);
  }
  for (const auto key : keys) {
    auto more = messages(
        "JOIN fact f ON f.journal=r.journal AND f.seq=r.seq AND f.ix=r.ix AND f.n=r.n WHERE f.key=:key AND r.key=:same "
        "ORDER BY f.time,r.journal,r.seq,r.ix,r.n",
        key, key);
    std::move(more.begin(), more.end(), std::back_inserter(story.events));
    story.more_events = static_cast<integer>(story.events.size()) >= most_messages;
    if (story.more_events) break;
  }
  std::stable_sort(story.events.begin(), story.events.end(),
                   [](const message_story& a, const message_story& b) { return a.at < b.at; });
}

result<std::optional<record_story>> inquiry::of_record(const std::string& id) {
  return look([&]() -> result<std::optional<record_story>> {
    const auto found = select_all<std::tuple<std::string, std::string, std::string, integer>>(
        session_, "SELECT json,training,person,feed_n FROM record WHERE record_id=:id", id);
    if (found.empty()) return std::optional<record_story>();
    const auto& [json, training, person, newest] = found.front();
    record_story story;
    story.record_json = json;
    story.revisions = revisions(newest);
    for (const auto& row : select_all<delivery_tuple>(
             session_,
             std::string("SELECT ") + delivery_columns + " FROM delivery d WHERE d.record_id=:id ORDER BY d.target",
             id)) {
      const auto what = delivery_from(row).what;
      story.deliveries.push_back({what, steps_of_delivery(what.delivery_id)});
    }
    add_events(story, training, person);
    return std::optional(std::move(story));
  });
}

}  // namespace jembatan::ledger
