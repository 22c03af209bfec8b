#include <gmock/gmock.h>

#include "folder.hpp"

namespace jembatan::normalise {
namespace {

constexpr const char* simple = "data: {x: /x}\n";

outcome apply(const std::string& body, const std::string& data = simple) {
  folder f;
  f.write_data(data);
  const auto plan = f.load();
  EXPECT_TRUE(plan) << f.text();
  return plan->apply(raw(body));
}

void expect_dead(const outcome& o, const std::string& reason, const std::string& field = "") {
  EXPECT_EQ(o.what, disposition::dead);
  EXPECT_EQ(o.reason, reason);
  EXPECT_EQ(o.field, field);
  ASSERT_EQ(o.messages.size(), 1u);
  EXPECT_EQ(o.messages[0].topic, "training.deadletter.v1");
  const auto event = event_of(o);
  EXPECT_EQ(event.at("type"), "id.go.asn.training.event.dead.v1");
  EXPECT_EQ(event.at("data").at("reason").as_string(), reason);
  EXPECT_EQ(event.at("data").as_object().size(), field.empty() ? 1u : 2u);
  EXPECT_FALSE(event.contains("subject"));
}

TEST(disposition, is_dead_for_what_is_no_json) {
  for (const char* body : {"", "{", "{\"kind\":\"k\"} x", "<html>", "{'kind':1}"}) expect_dead(apply(body), "json");
  expect_dead(apply("{\"kind\":\"\xff\xfe\"}"), "json", "/kind");
}

TEST(disposition, is_dead_for_json_that_is_nested_too_deeply) {
  const auto nested = [](std::size_t n) {
    return R"({"kind":"k","ts":1773622802345,"x":"1","d":)" + std::string(n, '[') + std::string(n, ']') + "}";
  };
  expect_dead(apply(nested(32)), "json_depth", "/d/0/0/0");
  EXPECT_EQ(apply(nested(31)).what, disposition::mapped);
}

TEST(disposition, is_dead_for_what_is_no_object) {
  for (const char* body : {"[]", "7", "null", "\"kind\""}) expect_dead(apply(body), "not_an_object");
}

TEST(disposition, is_dead_without_a_type) {
  for (const char* body : {"{}", R"({"kind":7})", R"({"kind":""})", R"({"kind":["k"]})"})
    expect_dead(apply(body), "type_missing", "/kind");
}

TEST(disposition, is_dead_without_a_time) {
  expect_dead(apply(R"({"kind":"k"})"), "field_missing", "/ts");
  expect_dead(apply(R"({"kind":"k","ts":"now"})"), "field_type", "/ts");
}

TEST(disposition, is_dead_for_a_type_of_source_without_mappings) {
  folder f;
  f.write_data(simple);
  expect_dead(f.load()->apply(raw("{}", "other")), "source_type_unknown");
}

TEST(disposition, is_dead_with_the_mapping_that_failed) {
  const auto o = apply(R"({"kind":"k","ts":1773622802345,"x":7})");
  expect_dead(o, "field_type", "/x");
  EXPECT_THAT(o.mapping, testing::StartsWith("test/a.yaml@"));
  EXPECT_EQ(event_of(o).at("jbmapping").as_string(), o.mapping);
}

TEST(disposition, dead_letters_hold_no_body) {
  const auto o = apply(R"({"kind":"k","ts":1773622802345,"x":7,"secret":"Ratna"})");
  EXPECT_EQ(o.messages.at(0).value.find("Ratna"), std::string::npos);
}

TEST(disposition, is_unmapped_for_what_no_mapping_wants) {
  const auto o = apply(R"({"kind":"other <1>","ts":1773622802345})");
  EXPECT_EQ(o.what, disposition::unmapped);
  EXPECT_TRUE(o.mapping.empty());
  const auto event = event_of(o);
  EXPECT_EQ(o.messages.at(0).topic, "training.events.v1");
  EXPECT_EQ(o.messages.at(0).key, event.at("id").as_string());
  EXPECT_EQ(event.at("type"), "id.go.asn.training.event.unused.v1");
  EXPECT_EQ(event.at("time"), "2026-03-16T01:00:02.345Z");
  EXPECT_EQ(event.at("data"),
            (boost::json::value{{"disposition", "unmapped"}, {"raw_type", "other__1_"}, {"reason", "no_mapping"}}));
  EXPECT_FALSE(event.contains("jbmapping"));
}

TEST(disposition, limits_the_raw_type) {
  const auto o = apply(R"({"kind":")" + std::string(500, 'z') + R"("})");
  EXPECT_EQ(event_of(o).at("data").at("raw_type").as_string(), std::string(128, 'z'));
  // Without a time of its own an unused event takes that of its receipt.
  EXPECT_EQ(event_of(o).at("time"), "2026-03-16T01:00:05.000Z");
}

TEST(disposition, is_ignored_where_a_mapping_says_so) {
  folder f;
  f.write("test/a.yaml", "version: 1\nmatch: {/kind: [k, l]}\nignore: of no use\n");
  const auto plan = f.load();
  ASSERT_TRUE(plan) << f.text();
  for (const char* kind : {"k", "l"}) {
    const auto o = plan->apply(raw(std::string(R"({"kind":")") + kind + R"("})"));
    EXPECT_EQ(o.what, disposition::ignored);
    EXPECT_EQ(o.reason, "of no use");
    EXPECT_EQ(event_of(o).at("data").at("disposition"), "ignored");
    EXPECT_EQ(event_of(o).at("jbmapping").as_string(), o.mapping);
  }
}

TEST(disposition, is_ignored_when_no_event_of_the_mapping_applies) {
  const auto o = apply(R"({"kind":"k","ts":1773622802345})", "when: {present: /x}\ndata: {x: /x}\n");
  EXPECT_EQ(o.what, disposition::ignored);
  EXPECT_EQ(o.messages.size(), 1u);
}

TEST(disposition, makes_several_events_of_one) {
  folder f;
  f.write("test/a.yaml",
          "version: 1\nmatch: {/kind: k}\nsubject: [{thing: /thing}]\nevents:\n"
          "  - {type: id.go.asn.training.a.v1, data: {x: /x}}\n"
          "  - {type: id.go.asn.training.b.v1, when: {present: /y}, data: {y: /y}}\n"
          "  - {type: id.go.asn.training.c.v1, subject: [{own: /own}], data: {z: fix}}\n");
  const auto plan = f.load();
  ASSERT_TRUE(plan) << f.text();
  const auto o = plan->apply(raw(R"({"kind":"k","ts":1773622802345,"x":"1","thing":"t","own":"o"})"));
  ASSERT_EQ(o.messages.size(), 2u);
  EXPECT_EQ(event_of(o, 0).at("jbfacts"), 2);
  EXPECT_THAT(std::string(event_of(o, 0).at("id").as_string()), testing::EndsWith("-0"));
  EXPECT_THAT(std::string(event_of(o, 1).at("id").as_string()), testing::EndsWith("-1"));
  EXPECT_EQ(event_of(o, 1).at("type"), "id.go.asn.training.c.v1");
  EXPECT_EQ(o.messages[0].key, plan->pseudonym("thing", "t"));
  EXPECT_EQ(o.messages[1].key, plan->pseudonym("own", "o"));
  // One that fails makes the whole raw event a dead letter: half of it would be counted as all.
  expect_dead(plan->apply(raw(R"({"kind":"k","ts":1773622802345,"x":"1","y":7})")), "field_type", "/y");
}

TEST(dispatch, takes_the_mapping_with_more_conditions) {
  folder f;
  const auto write = [&](const std::string& name, const std::string& match) {
    f.write("test/" + name, "version: 1\nmatch: " + match + "\nignore: " + name + "\n");
  };
  write("a.yaml", "{/kind: k}");
  write("b.yaml", "{/kind: k, /x: {present: true}}");
  write("c.yaml", "{/x: {present: false}}");
  write("d.yaml", "{/kind: [k, m], /x: [one, 2], /y: true}");
  const auto plan = f.load();
  ASSERT_TRUE(plan) << f.text();
  const auto chosen = [&](const std::string& body) { return plan->apply(raw(body)).reason; };
  EXPECT_EQ(chosen(R"({"kind":"k","x":"1"})"), "b.yaml");
  EXPECT_EQ(chosen(R"({"kind":"other"})"), "c.yaml");
  EXPECT_EQ(chosen(R"({"kind":"m","x":2,"y":true})"), "d.yaml");
  EXPECT_EQ(chosen(R"({"kind":"m","x":"2","y":true})"), "no_mapping");
}

}  // namespace
}  // namespace jembatan::normalise
