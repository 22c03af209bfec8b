#include "simulate/zoom_bodies.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <chrono>
#include <cstdio>
#include <string_view>

#include "base/hex.hpp"
#include "base/time.hpp"

namespace jembatan::simulate {
namespace {

namespace json = boost::json;
using std::chrono::seconds;

std::string zoom_time(instant t) {
  return format_rfc3339_short(time_point{t});
}

class sender {
 public:
  sender(const plan& p, dice& d) : plan_(p), dice_(d) {}

  std::vector<timed_body> all() {
    lifecycle();
    for (const attendee& a : plan_.people) {
      if (a.plays == role::link_owner) registration(a);
      if (a.legs.empty()) continue;
      if (a.waited) waiting_room(a);
      for (const leg& l : a.legs) connection(a, l);
      if (a.plays == role::breakout) breakout_rooms(a);
    }
    std::stable_sort(bodies_.begin(), bodies_.end(), earlier);
    duplicates();
    return std::move(bodies_);
  }

 private:
  static bool earlier(const timed_body& a, const timed_body& b) { return a.event_ts < b.event_ts; }

  json::object object_of_meeting(bool number) const {
    const meeting& m = plan_.where;
    const auto scheduled =
        std::chrono::duration_cast<std::chrono::minutes>(plan_.training.closes - plan_.training.opens);
    json::object o{{"uuid", m.uuid}};
    if (number)
      o["id"] = m.id;
    else
      o["id"] = std::to_string(m.id);
    o["type"] = 2;
    o["topic"] = m.topic;
    o["host_id"] = m.host_id;
    o["host_email"] = m.host_email;
    o["duration"] = scheduled.count();  // always the scheduled minutes, in meeting.ended too
    o["start_time"] = zoom_time(m.started);
    o["timezone"] = "Asia/Jakarta";
    return o;
  }

  // Zoom's delay between what happened and event_ts.
  std::int64_t stamp(instant at) { return to_unix_ms(time_point{at}) + dice_.between(150, 1900); }

  void lifecycle() {
    const meeting& m = plan_.where;
    json::object created = object_of_meeting(true);
    send("meeting.created", m.started - std::chrono::hours{24 * 9},
         {{"account_id", m.account_id}, {"operator", m.host_email}, {"operator_id", m.host_id}, {"object", created}});
    send("meeting.started", m.started, {{"account_id", m.account_id}, {"object", object_of_meeting(false)}});
    json::object ended = object_of_meeting(false);
    ended["end_time"] = zoom_time(m.ended);
    send("meeting.ended", m.ended, {{"account_id", m.account_id}, {"object", ended}});
  }

  // The host approves nobody by hand: registered is approved.
  void registration(const attendee& a) {
    json::object object = object_of_meeting(true);
    const std::size_t space = a.who.name.find(' ');
    object["registrant"] = {{"id", a.registrant},
                            {"email", a.who.email},
                            {"first_name", a.who.name.substr(0, space)},
                            {"last_name", a.who.name.substr(space + 1)},
                            {"status", "approved"},
                            {"join_url", "https://us02web.zoom.us/w/" + std::to_string(plan_.where.id)}};
    send("meeting.registration_created", plan_.where.started - std::chrono::hours{48},
         {{"account_id", plan_.where.account_id}, {"object", std::move(object)}});
  }

  void send(std::string_view event, instant at, json::object payload) {
    json::object body{{"event", event}, {"payload", std::move(payload)}};
    const std::int64_t ts = stamp(at);
    body["event_ts"] = ts;
    bodies_.push_back({ts, json::serialize(body)});
  }

  void send_participant(std::string_view event, instant at, json::object object, json::object participant) {
    object["participant"] = std::move(participant);
    json::object body{{"payload", {{"account_id", plan_.where.account_id}, {"object", std::move(object)}}}};
    const std::int64_t ts = stamp(at);
    body["event_ts"] = ts;
    body["event"] = event;
    bodies_.push_back({ts, json::serialize(body)});
  }

  static json::object participant(const attendee& a, const leg& l) {
    return {{"user_id", l.user_id},
            {"user_name", a.who.name},
            {"id", a.zoom_id},
            {"participant_user_id", a.zoom_id},
            {"participant_uuid", l.connection},
            {"email", a.shown_email}};
  }

  void connection(const attendee& a, const leg& l) {
    json::object in = participant(a, l);
    in["join_time"] = zoom_time(l.joined);
    in["public_ip"] = "203.0.113." + std::to_string(dice_.between(1, 254));
    send_participant("meeting.participant_joined", l.joined, object_of_meeting(false), std::move(in));
    if (!l.left) return;
    json::object out = participant(a, l);
    out["leave_time"] = zoom_time(*l.left);
    // The text cannot tell a room move from a departure (most moves read so too): it must not decide.
    out["leave_reason"] = a.who.name + " left the meeting.";
    out["public_ip"] = "203.0.113." + std::to_string(dice_.between(1, 254));
    out["private_ip"] = "10.20.0." + std::to_string(dice_.between(1, 254));
    out["registrant_id"] = a.registrant;  // `joined` leaves the key out
    out["customer_key"] = "";
    send_participant("meeting.participant_left", *l.left, object_of_meeting(false), std::move(out));
  }

  void waiting_room(const attendee& a) {
    const leg& l = a.legs.front();
    const auto at = [&](std::string_view event, seconds before) {
      json::object p = participant(a, l);
      p["date_time"] = zoom_time(l.joined - before);
      send_participant(event, l.joined - before, object_of_meeting(false), std::move(p));
    };
    at("meeting.participant_joined_waiting_room", seconds{90});
    at("meeting.participant_admitted", seconds{2});
    at("meeting.participant_left_waiting_room", seconds{1});
  }

  // The room is the middle leg. Its events name the main room's leg in parent_user_id.
  void breakout_rooms(const attendee& a) {
    const leg& main = a.legs.front();
    const leg& room = a.legs[1];
    json::object object = object_of_meeting(false);
    object["breakout_room_uuid"] = to_base64(as_bytes(dice_.bytes(16)));
    const auto at = [&](std::string_view event, std::string_view key, instant t) {
      json::object p = participant(a, room);
      std::string glued = zoom_time(t);
      glued[10] = ' ';
      glued.back() = ':';
      p["user_id"] = room.user_id + glued + "000";
      p["parent_user_id"] = main.user_id;
      p[key] = zoom_time(t);
      send_participant(event, t, object, std::move(p));
    };
    at("meeting.participant_joined_breakout_room", "join_time", room.joined);
    at("meeting.participant_left_breakout_room", "leave_time", *room.left);
  }

  // Zoom retries what it thinks was not answered: the same body once more, minutes later. At least one.
  void duplicates() {
    const auto many = std::max<std::size_t>(1, bodies_.size() / 50);
    for (std::size_t i = 0; i < many; ++i) {
      const auto which = static_cast<std::size_t>(dice_.between(0, static_cast<std::int64_t>(bodies_.size()) - 1));
      const auto later = std::min<std::size_t>(bodies_.size(), which + static_cast<std::size_t>(dice_.between(1, 9)));
      timed_body again = bodies_[which];
      bodies_.insert(bodies_.begin() + static_cast<std::ptrdiff_t>(later), std::move(again));
    }
  }

  const plan& plan_;
  dice& dice_;
  std::vector<timed_body> bodies_;
};

}  // namespace

std::vector<timed_body> zoom_bodies(const plan& p, dice& d) {
  return sender(p, d).all();
}

}  // namespace jembatan::simulate
