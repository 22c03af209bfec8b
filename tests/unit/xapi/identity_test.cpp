#include "xapi/identity.hpp"

#include <gtest/gtest.h>

#include <set>

#include "crypto/uuid.hpp"

namespace jembatan::xapi {
namespace {

constexpr const char* uuid = "FD41C918-B88B-4B20-A0A5-A4C32391AAA0";

name of(const std::string& raw, std::string_view requested = {}, std::string_view source = "moodle-bpsdm") {
  statement s;
  const bool readable = read_statement(raw, s) == reading::statement;
  return name_of(source, readable ? &s : nullptr, raw, requested);
}

std::string moodle(const std::string& event = R"(\\core\\event\\course_completed)", const std::string& who = "102",
                   const std::string& verb = "http://adlnet.gov/expapi/verbs/completed",
                   const std::string& object = "https://lms.example.go.id/course/view.php?id=2",
                   const std::string& time = "2026-03-09T03:10:00.000Z", const std::string& more = {}) {
  return R"({"actor":{"account":{"homePage":"https://lms.example.go.id","name":")" + who + R"("}},"verb":{"id":")" +
         verb + R"("},"object":{"id":")" + object + R"("},"timestamp":")" + time +
         R"(","context":{"extensions":{"http:\/\/lrs.learninglocker.net\/define\/extensions\/info":{"event_name":")" +
         event + R"("}}})" + more + "}";
}

TEST(identity, is_the_sender_s_id_where_there_is_one) {
  const auto a = of(R"({"id":"fd41c918-b88b-4b20-a0a5-a4c32391aaa0","x":1})");
  const auto b = of(R"({"x":2,"id":"FD41C918-B88B-4B20-A0A5-A4C32391AAA0"})");
  EXPECT_EQ(a.identity, b.identity);
  EXPECT_FALSE(a.derived);
  EXPECT_EQ(a.answered, "fd41c918-b88b-4b20-a0a5-a4c32391aaa0");
  EXPECT_EQ(b.answered, uuid);
  EXPECT_NE(a.identity, of(R"({"id":"fd41c918-b88b-4b20-a0a5-a4c32391aaa1","x":1})").identity);
}

TEST(identity, is_the_id_of_the_request_before_that_of_the_statement) {
  const auto a = of(R"({"id":"11111111-2222-4333-8444-555555555555"})", uuid);
  EXPECT_EQ(a.identity, of("{}", uuid).identity);
  EXPECT_EQ(a.answered, uuid);
}

TEST(identity, is_an_id_that_is_no_uuid_too_and_the_answer_is_one) {
  const auto a = of(R"({"id":"7"})");
  EXPECT_NE(a.identity, of(R"({"id":"8"})").identity);
  EXPECT_FALSE(a.derived);
  EXPECT_TRUE(crypto::is_uuid(a.answered));
}

TEST(identity, is_the_key_of_moodle_s_statements_whatever_else_changed_between_two_sendings) {
  const auto a = of(moodle());
  EXPECT_TRUE(a.derived);
  const auto later = of(moodle(R"(\\core\\event\\course_completed)", "102", "http://adlnet.gov/expapi/verbs/completed",
                               "https://lms.example.go.id/course/view.php?id=2", "2026-03-09T03:10:00.000Z",
                               R"(,"result":{"score":{"raw":9}},"registration":"x")"));
  EXPECT_EQ(a.identity, later.identity);
  EXPECT_EQ(a.answered, later.answered);
}

TEST(identity, is_another_one_when_any_piece_of_the_key_differs) {
  std::set<digest> seen{of(moodle()).identity};
  const std::string e = R"(\\core\\event\\course_completed)", v = "http://adlnet.gov/expapi/verbs/completed",
                    o = "https://lms.example.go.id/course/view.php?id=2";
  EXPECT_TRUE(seen.insert(of(moodle("other")).identity).second);
  EXPECT_TRUE(seen.insert(of(moodle(e, "103")).identity).second);
  EXPECT_TRUE(seen.insert(of(moodle(e, "102", "http://activitystrea.ms/leave")).identity).second);
  EXPECT_TRUE(seen.insert(of(moodle(e, "102", v, "https://lms.example.go.id/course/view.php?id=3")).identity).second);
  EXPECT_TRUE(seen.insert(of(moodle(e, "102", v, o, "2026-03-09T03:10:01.000Z")).identity).second);
  EXPECT_TRUE(seen.insert(of(moodle(), {}, "moodle-lain").identity).second);
}

TEST(identity, tells_the_four_identifiers_of_an_actor_apart) {
  const auto by = [](const std::string& actor) {
    return of(R"({"actor":)" + actor + R"(,"verb":{"id":"v:1"},"object":{"id":"o:1"},"timestamp":"t"})");
  };
  std::set<digest> seen;
  for (const auto* actor : {R"({"mbox":"x"})", R"({"mbox_sha1sum":"x"})", R"({"openid":"x"})",
                            R"({"account":{"name":"x"}})", R"({"account":{"homePage":"x","name":"x"}})"}) {
    EXPECT_TRUE(by(actor).derived);
    EXPECT_TRUE(seen.insert(by(actor).identity).second) << actor;
  }
}

TEST(identity, is_that_of_the_bytes_where_nobody_or_no_time_is_named) {
  const std::string nobody = R"({"verb":{"id":"v:1"},"object":{"id":"o:1"},"timestamp":"t"})";
  EXPECT_EQ(of(nobody).identity, of(nobody).identity);
  EXPECT_NE(of(nobody).identity, of(nobody + " ").identity);
  EXPECT_NE(of("not json").identity, of("no json").identity);
  EXPECT_TRUE(crypto::is_uuid(of("not json").answered));
}

TEST(identity, of_further_ones_in_a_body_depends_on_their_ordinal) {
  const auto a = of(moodle());
  EXPECT_NE(further("moodle-bpsdm", a, 1).identity, a.identity);
  EXPECT_NE(further("moodle-bpsdm", a, 1).identity, further("moodle-bpsdm", a, 2).identity);
  EXPECT_EQ(further("moodle-bpsdm", a, 1).answered, further("moodle-bpsdm", of(moodle()), 1).answered);
}

TEST(identity, never_changes_between_versions) {
  EXPECT_EQ(to_hex(of(moodle()).identity), "7c92ff5c65e7623db5c249af091756c252da75644fb2ac542a7c0175aeca13b2");
  EXPECT_EQ(of(moodle()).answered, "eda2d783-b742-571f-982c-6fd64dd38826");
}

}  // namespace
}  // namespace jembatan::xapi
