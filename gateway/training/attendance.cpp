#include "training/attendance.hpp"

#include <algorithm>
#include <deque>
#include <iterator>
#include <map>
#include <tuple>
#include <utility>

namespace jembatan::training {
namespace {

using kind = presence_event::kind;

// A join whose left was not found, with the end that is assumed for it.
struct open_stretch {
  window when;
  bool session_end_known = false;
};

struct stretches {
  std::vector<window> closed;
  std::vector<open_stretch> open;
};

// Pairs in time order, first open join first, and returns what stays unpaired. `first` goes first on a tie.
std::vector<presence_event> pair_up(std::vector<presence_event> events, kind first, std::vector<window>& closed) {
  std::sort(events.begin(), events.end(), [&](const presence_event& a, const presence_event& b) {
    if (a.at != b.at) return a.at < b.at;
    return a.what != b.what ? a.what == first : a.leg < b.leg;
  });
  std::vector<presence_event> unpaired;
  std::deque<presence_event> joins;
  for (auto& event : events) {
    if (event.what == kind::joined) {
      joins.push_back(std::move(event));
    } else if (joins.empty()) {
      unpaired.push_back(std::move(event));
    } else {
      closed.push_back({joins.front().at, event.at});
      joins.pop_front();
    }
  }
  std::move(joins.begin(), joins.end(), std::back_inserter(unpaired));
  return unpaired;
}

// SEMANTICS.md 4.3: unknown ends are the occurrence's.
open_stretch assume_end(const occurrence& where, time_point joined) {
  return {{joined, std::max(joined, where.ended.value_or(where.latest))}, where.ended.has_value()};
}

void add_connection(const occurrence& where, const std::map<std::string, std::vector<presence_event>>& legs,
                    stretches& into) {
  std::vector<presence_event> unpaired;
  for (const auto& [leg, events] : legs) {
    auto rest = pair_up(events, kind::joined, into.closed);
    std::move(rest.begin(), rest.end(), std::back_inserter(unpaired));
  }
  for (const auto& event : pair_up(std::move(unpaired), kind::left, into.closed)) {
    if (event.what == kind::joined) into.open.push_back(assume_end(where, event.at));
  }
}

void add_occurrence(const presence& what, stretches& into) {
  std::map<std::string, std::map<std::string, std::vector<presence_event>>> connections;
  for (const auto& event : what.events) connections[event.connection][event.leg].push_back(event);
  for (const auto& [connection, legs] : connections) add_connection(what.where, legs, into);
}

// A join in the last instant that is known has no length yet, but its end is in doubt all the same.
bool touches(const window& stretch, const window& when) {
  return stretch.from < when.to && std::max(stretch.to, stretch.from + duration{1}) > when.from;
}

duration union_within(std::vector<window> parts, const window& when, std::optional<time_point>& began) {
  std::sort(parts.begin(), parts.end());
  duration total{0};
  auto covered = when.from;  // everything before is counted, or outside
  for (const auto& part : parts) {
    const auto from = std::max(part.from, covered);
    const auto to = std::min(part.to, when.to);
    if (from >= to) continue;
    if (!began) began = from;
    total += to - from;
    covered = to;
  }
  return total;
}

void merge(occurrence& into, const occurrence& from) {
  into.started = std::min(into.started, from.started);
  into.latest = std::max(into.latest, from.latest);
  if (from.ended) into.ended = std::max(into.ended.value_or(*from.ended), *from.ended);
  into.practice = into.practice || from.practice;
}

}  // namespace

window span(const occurrence& o) {
  const auto end = o.ended.value_or(o.started + std::chrono::hours{24});
  return {o.started, std::max(end, o.started + duration{1})};
}

bool belongs(const occurrence& o, const live_session& s) {
  if (o.source != s.source || o.meeting_id != s.meeting_id) return false;
  const auto run = span(o);
  return run.from < s.when.to && s.when.from < run.to;
}

std::vector<presence> canonical(std::vector<presence> presences) {
  std::map<std::tuple<std::string, std::string, std::string>, presence> by_occurrence;
  for (auto& one : presences) {
    const auto key = std::tuple(one.where.source, one.where.meeting_id, one.where.id);
    const auto [at, added] = by_occurrence.try_emplace(key, std::move(one));
    if (added) continue;
    merge(at->second.where, one.where);
    std::move(one.events.begin(), one.events.end(), std::back_inserter(at->second.events));
  }
  std::vector<presence> all;
  for (auto& [key, one] : by_occurrence) {
    std::sort(one.events.begin(), one.events.end());
    one.events.erase(std::unique(one.events.begin(), one.events.end()), one.events.end());
    all.push_back(std::move(one));
  }
  return all;
}

attendance attend(const std::vector<presence>& presences, const live_session& session) {
  std::vector<presence> candidates;
  std::copy_if(presences.begin(), presences.end(), std::back_inserter(candidates), [&](const presence& p) {
    return p.where.source == session.source && p.where.meeting_id == session.meeting_id;
  });
  stretches found;
  for (const auto& one : canonical(std::move(candidates))) {
    if (belongs(one.where, session) && !one.where.practice) add_occurrence(one, found);
  }
  attendance result;
  for (const auto& open : found.open) {
    if (!touches(open.when, session.when)) continue;
    (open.session_end_known ? result.leave_unknown : result.session_end_unknown) = true;
    found.closed.push_back(open.when);
  }
  const auto present = union_within(std::move(found.closed), session.when, result.began);
  result.seconds = std::chrono::floor<std::chrono::seconds>(present).count();
  if (result.seconds == 0) result.began.reset();
  return result;
}

}  // namespace jembatan::training
