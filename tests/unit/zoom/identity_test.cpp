#include "zoom/identity.hpp"

#include <gtest/gtest.h>

#include "crypto/sha256.hpp"

namespace jembatan::zoom {
namespace {

// A body as Zoom writes it: compact, the payload before the event.
std::string joined(std::string participant, std::string id = "\"95512345678\"",
                   std::string event_ts = "1773622800123") {
  return R"({"payload":{"account_id":"acc","object":{"uuid":"occ1==","id":)" + id + R"(,"participant":{)" +
         participant + R"(}}},"event_ts":)" + event_ts + R"(,"event":"meeting.participant_joined"})";
}

const std::string ani =
    R"("user_id":"16778240","user_name":"Ani","participant_uuid":"C-1","join_time":"2026-03-16T01:00:00Z")";

digest id_of(std::string_view body) {
  return identity("zoom-bpsdm", body);
}

TEST(identity, is_the_hash_of_the_framed_natural_key) {
  crypto::sha256_hasher h;
  for (const auto* piece :
       {"zoom-bpsdm", "meeting.participant_joined", "occ1==", "C-1", "16778240", "2026-03-16T01:00:00Z"})
    h.update_framed(piece);
  EXPECT_EQ(id_of(joined(ani)), h.finish());
}

TEST(identity, does_not_count_white_space_key_order_and_what_is_no_key) {
  const auto other = R"({ "event": "meeting.participant_joined", "event_ts": 1773622999999,
    "payload": { "object": { "participant": { "join_time": "2026-03-16T01:00:00Z", "participant_uuid": "C-1",
      "user_name": "Ani D.", "user_id": "16778240", "email": "" }, "uuid": "occ1==" } } })";
  EXPECT_EQ(id_of(joined(ani)), id_of(other));
}

TEST(identity, differs_by_source_occurrence_connection_leg_time_and_event) {
  const auto base = id_of(joined(ani));
  EXPECT_NE(base, identity("zoom-other", joined(ani)));
  for (const auto& [from, to] : {std::pair{"occ1", "occ2"},
                                 {"C-1", "C-2"},
                                 {"16778240", "16778241"},
                                 {"01:00", "01:01"},
                                 {"participant_joined", "participant_joined_breakout_room"}}) {
    auto body = joined(ani);
    body.replace(body.find(from), std::string_view(from).size(), to);
    EXPECT_NE(base, id_of(body)) << to;
  }
}

TEST(identity, takes_the_next_name_of_the_participant_when_one_is_empty) {
  const auto with = [](std::string names) { return id_of(joined(names + R"("user_id":"1","join_time":"t")")); };
  const auto by_id = with(R"("participant_uuid":"","id":"U1",)");
  EXPECT_EQ(by_id, with(R"("id":"U1","registrant_id":"R1","customer_key":"K1",)"));
  EXPECT_EQ(with(R"("id":"","registrant_id":"R1",)"), with(R"("registrant_id":"R1","customer_key":"K1",)"));
  EXPECT_NE(by_id, with(R"("registrant_id":"R1",)"));
  EXPECT_NE(with(R"("customer_key":"K1",)"), with(R"("customer_key":"K2",)"));
}

TEST(identity, takes_event_ts_where_the_participant_has_no_time) {
  const std::string bare = R"("participant_uuid":"C-1")";
  EXPECT_NE(id_of(joined(bare, "1", "10")), id_of(joined(bare, "1", "11")));
  const std::string moved = R"("participant_uuid":"C-1","date_time":"t")";
  EXPECT_EQ(id_of(joined(moved, "1", "10")), id_of(joined(moved, "1", "11")));
}

TEST(identity, does_not_tell_a_meeting_number_from_its_digits) {
  const auto created = [](const std::string& id) {
    return id_of(R"({"event":"meeting.updated","event_ts":5,"payload":{"object":{"id":)" + id + "}}}");
  };
  EXPECT_EQ(created("95512345678"), created("\"95512345678\""));
  EXPECT_NE(created("95512345678"), created("95512345679"));
}

TEST(identity, tells_registrants_of_one_meeting_apart) {
  const auto approved = [](const std::string& registrant) {
    return id_of(
        R"({"event":"meeting.registration_approved","event_ts":5,"payload":{"object":{"uuid":"o","registrant":{"id":")" +
        registrant + "\"}}}}");
  };
  EXPECT_EQ(approved("R1"), approved("R1"));
  EXPECT_NE(approved("R1"), approved("R2"));
}

TEST(identity, is_of_the_raw_bytes_where_there_is_no_key) {
  crypto::sha256_hasher h;
  h.update_framed("zoom-bpsdm");
  h.update_framed("no json");
  EXPECT_EQ(id_of("no json"), h.finish());
  const std::pair<std::string, std::string> alike[] = {
      {R"({"event":"meeting.chat_message_sent","payload":{"object":{"uuid":"o","id":1}},"event_ts":5})",
       R"({"event":"meeting.chat_message_sent","payload":{"object":{"uuid":"o","id":1} },"event_ts":5})"},
      {R"({"event":"meeting.sharing_started","payload":{"object":{"uuid":"o","participant":{"user_id":"1"}}}})",
       R"({"event":"meeting.sharing_started","payload":{"object":{"uuid":"o","participant":{"user_id":"1"} }}})"},
      {R"({"payload":{"object":{"uuid":"o"}}})", R"({"payload":{"object":{"uuid":"o"} }})"},
      {joined(R"("user_name":"Tamu 1")"), joined(R"("user_name":"Tamu 2")")}};
  for (const auto& [one, other] : alike) {
    EXPECT_EQ(id_of(one), id_of(one));
    EXPECT_NE(id_of(one), id_of(other)) << one;
  }
}

}  // namespace
}  // namespace jembatan::zoom
