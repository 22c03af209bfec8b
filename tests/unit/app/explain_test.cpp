// Which ids `jembatan explain` takes, and what its JSON says of bodies, peers and classes.
#include "app/explain.hpp"

#include <gmock/gmock.h>

#include <boost/json.hpp>

#include "app/explain_views.hpp"

namespace jembatan::app {
namespace {

namespace json = boost::json;
using ::testing::HasSubstr;

const std::string id64(64, 'a');

subject kind_of(const std::string& text) {
  const auto q = parse_question(text);
  EXPECT_TRUE(q.has_value()) << text;
  return q.has_value() ? q->what : subject::receipt;
}

ledger::message_story told(const std::string& cls) {
  ledger::message_story m;
  m.from = {"edge-1", "0123456789abcdef", 7};
  m.event = std::string(32, 'b');
  m.cls = cls;
  m.source = "zoom-bpsdm";
  return m;
}

received_body here() {
  received_body b;
  b.where = "here";
  b.what = journal::entry{"zoom-bpsdm", from_unix_ms(0), "192.0.2.7", "TLSv1.3", {digest{}}, R"({"event":"x"})"};
  return b;
}

json::object class_of(const std::vector<const ledger::message_story*>& messages, const received_body& b,
                      bool has_ledger = true) {
  json::object o;
  add_class(o, messages, b, has_ledger);
  return o;
}

TEST(parse_question, tells_the_forms_of_ids_apart) {
  EXPECT_EQ(kind_of("jb1-edge-1-0123456789abcdef-42"), subject::receipt);
  EXPECT_EQ(kind_of(id64), subject::event);
  EXPECT_EQ(kind_of(id64 + "-0"), subject::event);
  EXPECT_EQ(kind_of(std::string(32, '0')), subject::event);
  EXPECT_EQ(kind_of("r-5119eaafb4fac09b6b77b7997334a0b5"), subject::record);
  EXPECT_EQ(kind_of("d-80ca53cc456c502f"), subject::delivery);
  EXPECT_EQ(kind_of("h-45d5f5c430d51deb"), subject::hold);
}

TEST(parse_question, takes_references_as_held_list_and_the_feed_write_them) {
  EXPECT_EQ(parse_question("hld:h-45d5")->id, "h-45d5");
  EXPECT_EQ(parse_question("rec:r-5119")->id, "r-5119");
  EXPECT_EQ(parse_question("rcp:jb1-edge-1-0123456789abcdef-42")->from.sequence, 42u);
  EXPECT_EQ(parse_question(id64 + "-12")->id, id64.substr(0, 32));
}

TEST(parse_question, refuses_everything_else_and_lists_the_forms) {
  for (const auto& text : {std::string(), std::string("rubbish"), std::string("r-"), std::string("r-xyz"),
                           std::string("jb1-edge-1-0123-42"), std::string(31, 'a'), std::string(63, 'a'), id64 + "-",
                           id64 + "-x", std::string("P-0102"), std::string("198503152010011002")}) {
    const auto q = parse_question(text);
    ASSERT_TRUE(q.has_error()) << text;
    EXPECT_TRUE(q.error().is(errc::invalid));
    EXPECT_THAT(q.error().context, HasSubstr("a receipt (jb1-NODE-EPOCH-NUMBER"));
    EXPECT_THAT(q.error().context, HasSubstr("a record (r-...)"));
  }
}

TEST(peer_class, says_no_more_than_where_an_address_lies) {
  EXPECT_EQ(peer_class("127.0.0.1"), "loopback");
  EXPECT_EQ(peer_class("::1"), "loopback");
  EXPECT_EQ(peer_class("10.1.2.3"), "private");
  EXPECT_EQ(peer_class("172.31.0.1"), "private");
  EXPECT_EQ(peer_class("172.32.0.1"), "public");
  EXPECT_EQ(peer_class("fd00::1"), "private");
  EXPECT_EQ(peer_class("::ffff:192.168.1.1"), "private");
  EXPECT_EQ(peer_class("192.0.2.7"), "public");
  EXPECT_EQ(peer_class(""), "unknown");
}

TEST(explain_views, show_the_raw_event_only_when_it_is_asked_for) {
  const std::string event = R"({"event":"x"})", binary_event = "\xff\xfe";
  json::object without, with;
  add_received(without, here(), {}, nullptr);
  add_received(with, here(), {}, &event);
  EXPECT_FALSE(without.contains("body"));
  EXPECT_EQ(without.at("received").at("peer"), "public");
  EXPECT_THAT(json::serialize(without), ::testing::Not(HasSubstr("192.0.2.7")));
  EXPECT_EQ(with.at("body"), R"({"event":"x"})");
  json::object binary;
  add_received(binary, here(), {}, &binary_event);
  EXPECT_EQ(binary.at("body_base64"), "//4=");
}

TEST(explain_views, say_where_a_body_is_that_is_not_here) {
  const auto m = told("recorded");
  json::object o;
  add_received(o, {"expired on 2026-04-20", {}, {}, true}, {&m}, nullptr);
  EXPECT_EQ(o.at("raw_body"), "expired on 2026-04-20");
  EXPECT_EQ(o.at("source"), "zoom-bpsdm");
  EXPECT_FALSE(o.contains("received"));
  EXPECT_FALSE(o.contains("body"));
}

TEST(explain_views, class_an_event_by_the_best_of_its_messages) {
  auto recorded = told("recorded"), ignored = told("ignored"), open = told("evaluating"), held = told("held");
  ignored.reason = "staff";
  held.reason = "person_unknown";
  EXPECT_EQ(class_of({&ignored, &recorded}, here()).at("class"), "recorded");
  EXPECT_FALSE(class_of({&ignored, &recorded}, here()).contains("reason"));
  EXPECT_EQ(class_of({&ignored, &held}, here()).at("reason"), "person_unknown");
  EXPECT_EQ(class_of({&recorded, &open}, here()).at("class"), "in_flight");
  EXPECT_EQ(class_of({&open}, here()).at("stage"), "evaluation");
}

TEST(explain_views, say_at_which_stage_an_event_is_in_flight) {
  auto body = here();
  EXPECT_EQ(class_of({}, body).at("stage"), "journal");
  body.handed_on = true;
  EXPECT_EQ(class_of({}, body).at("stage"), "event log");
  EXPECT_EQ(class_of({}, body).at("class"), "in_flight");
  EXPECT_THAT(class_of({}, body, false).at("class").as_string().c_str(), HasSubstr("role adapters"));
}

TEST(explain_views, take_the_whole_id_from_the_topic_and_the_event_only_on_request) {
  auto m = told("recorded");
  m.topic = "training.events.v1";
  m.position = 3;
  const auto id = m.event + std::string(32, 'c');
  eventlog::slice kept;
  kept.messages.push_back(
      {3, {}, "k", R"({"id":")" + id + R"(-0","subject":"5019","data":{"participant":{"email":"a@b.go.id"}}})"});
  auto plain = message_view(m, "");
  EXPECT_EQ(plain.at("id").as_string(), m.event + "...-0");
  add_published(plain, m, &kept, false);
  EXPECT_EQ(plain.at("id").as_string(), id + "-0");
  EXPECT_EQ(plain.at("subject"), "5019");
  EXPECT_EQ(plain.at("position").at("kept"), true);
  EXPECT_THAT(json::serialize(plain), ::testing::Not(HasSubstr("a@b.go.id")));
  auto whole = message_view(m, id);
  add_published(whole, m, &kept, true);
  EXPECT_THAT(json::serialize(whole), HasSubstr("a@b.go.id"));
}

TEST(explain_views, say_when_the_topic_no_longer_has_the_event) {
  auto m = told("recorded");
  m.topic = "training.events.v1";
  m.position = 3;
  eventlog::slice another;
  another.messages.push_back({3, {}, "k", R"({"id":"ffff-0"})"});
  for (const auto* kept :
       {static_cast<const eventlog::slice*>(nullptr), static_cast<const eventlog::slice*>(&another)}) {
    auto o = message_view(m, "");
    add_published(o, m, kept, true);
    EXPECT_EQ(o.at("position").at("kept"), false);
    EXPECT_FALSE(o.contains("cloudevent"));
  }
}

TEST(explain_views, show_a_record_without_the_persons_number) {
  ledger::record_story s;
  s.record_json =
      R"({"record_id":"r-1","revision":2,"status":"final","outcome":"lulus","reasons":[],)"
      R"("person":{"person_id":"P-0102","nip":"198503152010011002","kode_opd":"5.04"},"training":{"id":"ppp-2026-01"}})";
  s.revisions.push_back({4, from_unix_ms(0), "record.revise", "svc:ledger", "ok", 2,
                         R"({"outcome":"lulus","cause":"event","by":[1,7,0]})",
                         receipt{"edge-1", "0123456789abcdef", 7}});
  const auto o = record_view(s, true);
  EXPECT_EQ(o.at("person_id"), "P-0102");
  EXPECT_EQ(o.at("training"), "ppp-2026-01");
  EXPECT_EQ(o.at("revisions").at(0).at("because"), "jb1-edge-1-0123456789abcdef-7");
  EXPECT_EQ(o.at("revisions").at(0).at("cause"), "event");
  EXPECT_THAT(json::serialize(o), ::testing::Not(HasSubstr("198503152010011002")));
}

}  // namespace
}  // namespace jembatan::app
