#include "zoom/envelope.hpp"

#include <gtest/gtest.h>

namespace jembatan::zoom {
namespace {

TEST(envelope, takes_its_slots_wherever_they_stand) {
  const auto e = read_envelope(R"({"payload":{"object":{"participant":{"user_id":"16778240","id":"","customer_key":null,
    "participant_uuid":"A-1","join_time":"2026-03-16T01:00:00Z"},"id":"95512345678","uuid":"occ/1=="},"account_id":"x"},
    "event_ts":1773622800123,"event":"meeting.participant_joined"})");
  ASSERT_TRUE(e);
  EXPECT_EQ(e->at(slot::event), "meeting.participant_joined");
  EXPECT_EQ(e->at(slot::event_ts), "1773622800123");
  EXPECT_EQ(e->at(slot::uuid), "occ/1==");
  EXPECT_EQ(e->at(slot::id), "95512345678");
  EXPECT_EQ(e->at(slot::participant_uuid), "A-1");
  EXPECT_EQ(e->at(slot::user_id), "16778240");
  EXPECT_EQ(e->at(slot::participant_id), "");
  EXPECT_EQ(e->at(slot::customer_key), "");
  EXPECT_TRUE(e->has_participant());
}

TEST(envelope, ignores_the_same_keys_elsewhere) {
  const auto e =
      read_envelope(R"({"event":"meeting.x","uuid":"no","object":{"uuid":"no"},"payload":{"uuid":"no","object":
    {"host":{"id":"no","uuid":"no"},"list":[{"uuid":"no","participant":{"user_id":"no"}}],"uuid":"yes"},"event":"no"}})");
  ASSERT_TRUE(e);
  EXPECT_EQ(e->at(slot::uuid), "yes");
  EXPECT_EQ(e->at(slot::id), "");
  EXPECT_EQ(e->at(slot::event), "meeting.x");
  EXPECT_EQ(e->at(slot::user_id), "");
  EXPECT_FALSE(e->has_participant());
}

TEST(envelope, reads_numbers_as_their_digits) {
  const auto at_id = [](std::string_view number) {
    const auto e = read_envelope(R"({"payload":{"object":{"id":)" + std::string(number) + "}}}");
    return std::string(e->at(slot::id));
  };
  EXPECT_EQ(at_id("95512345678"), "95512345678");
  EXPECT_EQ(at_id("9.5512345678e10"), "95512345678");
  EXPECT_EQ(at_id("18446744073709551615"), "18446744073709551615");
  EXPECT_EQ(at_id("-1"), "-1");
}

TEST(envelope, decodes_escapes) {
  const auto e = read_envelope(R"({"\u0065vent":"meeting\u002eend\u0065d","payload":{"object":{"uuid":"a\/b\"c"}}})");
  ASSERT_TRUE(e);
  EXPECT_EQ(e->at(slot::event), "meeting.ended");
  EXPECT_EQ(e->at(slot::uuid), "a/b\"c");
}

TEST(envelope, counts_the_last_of_repeated_keys) {
  const auto e = read_envelope(R"({"event":"a.first","event":"b"})");
  ASSERT_TRUE(e);
  EXPECT_EQ(e->at(slot::event), "b");
}

TEST(envelope, is_none_of_what_is_no_json_object) {
  const std::string deep_arrays(33, '[');
  for (const std::string& text : {std::string(), std::string("null"), std::string("[]"), std::string("\"event\""),
                                  std::string("{\"event\":"), std::string("{} {}"), std::string("{\"event\":\"\xff\"}"),
                                  "{\"a\":" + deep_arrays + std::string(33, ']') + "}"})
    EXPECT_FALSE(read_envelope(text)) << text;
}

TEST(envelope, bears_nesting_up_to_the_limit) {
  EXPECT_TRUE(read_envelope("{\"a\":" + std::string(31, '[') + std::string(31, ']') + "}"));
}

}  // namespace
}  // namespace jembatan::zoom
