// One message of the event log as the ledger reads it.
#include "ledger/event.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ledger/event_class.hpp"

namespace jembatan::ledger {
namespace {

std::string event(const std::string& data, const std::string& time = "2026-03-16T01:00:00Z",
                  const std::string& type = "attendance.joined.v1") {
  return R"({"specversion":"1.0","id":")" + std::string(64, 'a') +
         R"(-3","source":"/sources/zoom-bpsdm","type":"id.go.asn.training.)" + type + R"(","time":")" + time +
         R"(","jbreceipt":"jb1-edge-1-0123456789abcdef-42","jbindex":1,"jbfacts":4,"jbgeneration":9,"data":)" + data +
         "}";
}

constexpr const char* whole =
    R"({"participant":{"email":"Ani@Example.go.id"},"session":{"meeting_id":"955","occurrence":"u","connection":"c","leg":"l","start":"2026-03-16T00:55:00Z"},"at":"2026-03-16T01:00:01Z"})";

TEST(ledger_event, reads_envelope_and_data) {
  const auto a = read_event(event(whole));
  ASSERT_TRUE(a.has_value());
  EXPECT_EQ(a->source, "zoom-bpsdm");
  EXPECT_EQ(a->from.text(), "jb1-edge-1-0123456789abcdef-42");
  EXPECT_EQ(a->index, 1);
  EXPECT_EQ(a->facts, 4);
  EXPECT_EQ(a->n, 3);
  EXPECT_EQ(a->generation, 9);
  EXPECT_EQ(a->kind, event_kind::joined);
  EXPECT_EQ(format_rfc3339_short(a->at), "2026-03-16T01:00:01Z");
  EXPECT_THAT(a->slim, ::testing::HasSubstr("ani@example.go.id"));
}

TEST(ledger_event, is_the_same_content_in_another_order_and_spacing) {
  const auto a = read_event(event(whole));
  const auto b = read_event(event(
      R"({ "at" : "2026-03-16T01:00:01Z", "session":{"start":"2026-03-16T00:55:00Z","leg":"l","connection":"c","occurrence":"u","meeting_id":"955"},"participant":{"email":"Ani@Example.go.id"}})"));
  EXPECT_EQ(a->d, b->d);
  EXPECT_EQ(a->key, b->key);
  EXPECT_NE(a->d, read_event(event(whole, "2026-03-16T01:00:02Z"))->d);
}

TEST(ledger_event, groups_by_connection_and_by_occurrence) {
  const auto left = read_event(event(whole, "2026-03-16T03:00:00Z", "attendance.left.v1"));
  EXPECT_EQ(left->key, read_event(event(whole))->key);
  const auto started = read_event(event(whole, "2026-03-16T03:00:00Z", "session.started.v1"));
  const auto ended = read_event(event(whole, "2026-03-16T03:00:00Z", "session.ended.v1"));
  EXPECT_EQ(started->key, ended->key);
  EXPECT_NE(started->key, left->key);
}

TEST(ledger_event, lets_an_identifier_stand_for_a_missing_connection) {
  const auto with = [](const std::string& participant) {
    return read_event(event(R"({"participant":)" + participant +
                            R"(,"session":{"meeting_id":"955","occurrence":"u"},"at":"2026-03-16T01:00:01Z"})"));
  };
  EXPECT_EQ(with(R"({"registrant_id":"r1"})")->kind, event_kind::joined);
  EXPECT_NE(with(R"({"registrant_id":"r1"})")->key, with(R"({"registrant_id":"r2"})")->key);
  EXPECT_EQ(with("{}")->kind, event_kind::dead);
  EXPECT_EQ(with("{}")->defect, "session.connection");
}

TEST(ledger_event, is_dead_when_it_lacks_what_its_type_needs) {
  const auto no_at = read_event(event(R"({"session":{"meeting_id":"955","occurrence":"u","connection":"c"}})"));
  ASSERT_TRUE(no_at.has_value());
  EXPECT_EQ(no_at->kind, event_kind::dead);
  EXPECT_EQ(no_at->defect, "at");
}

TEST(ledger_event, refuses_what_cannot_be_accounted) {
  for (const auto* text : {"", "[]", "{", R"({"id":"x"})"}) EXPECT_TRUE(read_event(text).has_error()) << text;
  auto foreign = event(whole);
  foreign.replace(foreign.find("/sources/"), 9, "/other/..");
  EXPECT_TRUE(read_event(foreign).has_error());
  auto numbered = event(whole);
  numbered.replace(numbered.find("-3\""), 3, "-x\"");
  EXPECT_TRUE(read_event(numbered).has_error());
}

TEST(ledger_event, chooses_the_best_class_of_several_facts) {
  using enum event_class;
  EXPECT_EQ(best({ignored, held, recorded}), recorded);
  EXPECT_EQ(best({ignored, held}), held);
  EXPECT_EQ(best({duplicate, ignored}), ignored);
  EXPECT_EQ(best({duplicate, duplicate}), duplicate);
  EXPECT_EQ(best({recorded, evaluating}), evaluating);
  for (const auto c : {evaluating, recorded, held, ignored, unmapped, dead, duplicate}) {
    EXPECT_EQ(event_class_from(to_text(c)), c);
  }
}

}  // namespace
}  // namespace jembatan::ledger
