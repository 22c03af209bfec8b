#include "simulate/zoom_bodies.hpp"

#include <gmock/gmock.h>

#include <boost/json.hpp>
#include <map>
#include <set>

namespace jembatan::simulate {
namespace {

namespace json = boost::json;

class zoom_bodies_of_twelve : public testing::Test {
 protected:
  zoom_bodies_of_twelve() : plan_(plan_live_session(12, 7, std::chrono::year{2026} / 3 / 20).value()), dice_(8) {
    bodies_ = zoom_bodies(plan_, dice_);
  }

  std::vector<json::object> events(std::string_view name) const {
    std::vector<json::object> found;
    for (const timed_body& b : bodies_) {
      const json::object o = json::parse(b.body).as_object();
      if (o.at("event").as_string() == name) found.push_back(o);
    }
    return found;
  }

  plan plan_;
  dice dice_;
  std::vector<timed_body> bodies_;
};

TEST_F(zoom_bodies_of_twelve, put_payload_first_for_participants_and_event_first_for_the_meeting) {
  for (const json::object& o : events("meeting.participant_joined")) EXPECT_EQ(o.begin()->key(), "payload");
  for (const json::object& o : events("meeting.ended")) EXPECT_EQ(o.begin()->key(), "event");
}

TEST_F(zoom_bodies_of_twelve, write_the_meeting_id_as_text_but_as_a_number_when_created) {
  const auto id = [](const json::object& o) { return o.at("payload").as_object().at("object").as_object().at("id"); };
  ASSERT_EQ(events("meeting.created").size(), 1U);
  EXPECT_EQ(id(events("meeting.created")[0]), json::value(plan_.where.id));
  EXPECT_EQ(id(events("meeting.started")[0]), json::value(std::to_string(plan_.where.id)));
}

TEST_F(zoom_bodies_of_twelve, glue_a_time_to_user_id_in_breakout_events) {
  const auto joined = events("meeting.participant_joined_breakout_room");
  ASSERT_GE(joined.size(), 1U);
  const json::object& p = joined[0].at("payload").as_object().at("object").as_object().at("participant").as_object();
  EXPECT_THAT(std::string(p.at("user_id").as_string()), testing::MatchesRegex("[0-9]{8,9}2026-[0-9-]{5} [0-9:]{9}000"));
  EXPECT_THAT(std::string(p.at("parent_user_id").as_string()), testing::MatchesRegex("[0-9]{8,9}"));
}

TEST_F(zoom_bodies_of_twelve, never_send_the_leave_of_who_left_unseen) {
  std::set<std::string> joined, left;
  const auto connection = [](const json::object& o) {
    return std::string(o.at("payload").at("object").at("participant").at("participant_uuid").as_string());
  };
  for (const json::object& o : events("meeting.participant_joined")) joined.insert(connection(o));
  for (const json::object& o : events("meeting.participant_left")) left.insert(connection(o));
  for (const attendee& a : plan_.people)
    for (const leg& l : a.legs) EXPECT_EQ(left.contains(l.connection), a.plays != role::no_leave);
  EXPECT_EQ(joined.size(), left.size() + 1);
}

TEST_F(zoom_bodies_of_twelve, hold_a_duplicate_and_no_line_break) {
  std::map<std::string, int> seen;
  for (const timed_body& b : bodies_) {
    ++seen[b.body];
    EXPECT_EQ(b.body.find('\n'), std::string::npos);
  }
  EXPECT_LT(seen.size(), bodies_.size());
}

TEST_F(zoom_bodies_of_twelve, leave_guests_without_id_and_email) {
  std::string guest;
  for (const attendee& a : plan_.people)
    if (a.plays == role::guest) guest = a.who.name;
  int seen = 0;
  for (const json::object& o : events("meeting.participant_joined")) {
    const json::object& p = o.at("payload").at("object").at("participant").as_object();
    if (p.at("user_name").as_string() != guest) continue;
    ++seen;
    EXPECT_EQ(p.at("email").as_string(), "");
    EXPECT_EQ(p.at("id").as_string(), "");
  }
  EXPECT_GE(seen, 1);
}

}  // namespace
}  // namespace jembatan::simulate
