// What the mappings of one folder have in common in source.yaml: parts, checks, and the bound of their time.
#include <gmock/gmock.h>

#include <boost/json/serialize.hpp>

#include "folder.hpp"

namespace jembatan::normalise {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class shared_parts : public testing::Test {
 protected:
  // The data of {"kind":"k","ts":...,MEMBERS}, "reason field" of its dead letter, or the complaint.
  std::string made(const std::string& members, const std::string& ts = "1773622802345") {
    folder_.write("test/source.yaml", "version: 1\ntype: /kind\n" + source_);
    folder_.write("test/a.yaml",
                  "version: 1\nmatch: {/kind: k}\ntype: id.go.asn.training.test.made.v1\n" + subject_ + data_);
    const auto plan = folder_.load();
    if (!plan) return folder_.text();
    const auto o = plan->apply(raw(R"({"kind":"k","ts":)" + ts + "," + members + "}"));
    if (o.what == disposition::dead) return o.reason + " " + o.field;
    last_ = event_of(o);
    return boost::json::serialize(last_.at("data"));
  }

  folder folder_;
  std::string source_ = "time: {from: /ts, as: unix_ms}\n";
  std::string subject_ = "subject: [{thing: /thing}]\n";
  std::string data_ = "data: {x: /x}\n";
  boost::json::object last_;
};

TEST_F(shared_parts, stand_for_values_objects_and_subjects) {
  source_ +=
      "shared:\n  who: [{email: /e}]\n  at: {from: /ts, as: unix_ms}\n  activity: {id: {from: /id, as: iri}, part: "
      "/p}\n";
  subject_ = "subject: {use: who}\n";
  data_ = "data: {activity: {use: activity}, at: {use: at}, first: {first_of: [/none, {use: at}]}}\n";
  EXPECT_EQ(made(R"("id":"http://a/1","e":"a@b.example")"),
            R"({"activity":{"id":"https://a/1"},"at":"2026-03-16T01:00:02.345Z","first":"2026-03-16T01:00:02.345Z"})");
  EXPECT_EQ(last_.at("subject").as_string(), folder_.load()->pseudonym("email", "a@b.example"));
}

TEST_F(shared_parts, must_exist) {
  data_ = "data: {x: {use: nothing}}\n";
  EXPECT_THAT(made(R"("x":1)"), AllOf(HasSubstr("a.yaml:5"), HasSubstr("no part 'nothing'")));
  data_ = "data: {x: {use: nothing, as: text}}\n";
  EXPECT_THAT(made(R"("x":1)"), HasSubstr("unknown key 'as'"));
}

TEST_F(shared_parts, are_complained_of_where_they_stand_and_once) {
  source_ += "shared:\n  good: /x\n  bad: {from: /x, as: nonsense}\n";
  data_ = "data: {x: {use: bad}, y: {use: bad}}\n";
  const auto text = made(R"("x":1)");
  EXPECT_THAT(text, AllOf(HasSubstr("source.yaml:6"), HasSubstr("no function 'nonsense'")));
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1) << text;
}

TEST_F(shared_parts, cannot_stand_for_each_other) {
  source_ += "shared:\n  a: {b: {use: a}}\n";
  EXPECT_THAT(made(R"("x":1)"), HasSubstr("no part 'a'"));
}

TEST_F(shared_parts, check_what_is_not_written) {
  source_ += "check:\n  - {from: /length, as: iso_duration}\n  - {first_of: [/who, /whom], required: true}\n";
  EXPECT_EQ(made(R"("x":"1","whom":"a")"), R"({"x":"1"})");
  EXPECT_EQ(made(R"("x":"1")"), "field_missing /who");
  EXPECT_EQ(made(R"("x":"1","who":"a","length":"P999Y")"), "field_range /length");
  EXPECT_EQ(made(R"("x":"1","who":"a","length":"soon")"), "field_format /length");
}

TEST_F(shared_parts, bound_the_event_s_own_time_by_its_receipt) {
  source_ = "time: {from: /ts, as: unix_ms, ahead_at_most: 1h}\n";  // received 1773622805000
  EXPECT_EQ(made(R"("x":"1")", "1773626405000"), R"({"x":"1"})");
  EXPECT_EQ(made(R"("x":"1")", "1773626405001"), "field_range /ts");
}

TEST_F(shared_parts, bound_numbers_by_others) {
  data_ = "data: {x: {from: /x, as: number, at_least: [/min, 0], at_most: /max}}\n";
  EXPECT_EQ(made(R"("x":5,"min":1,"max":5)"), R"({"x":5})");
  EXPECT_EQ(made(R"("x":5.5,"min":1,"max":5)"), "field_range /x");
  EXPECT_EQ(made(R"("x":0,"min":1)"), "field_range /x");
  EXPECT_EQ(made(R"("x":-1)"), "field_range /x");
  EXPECT_EQ(made(R"("x":-1,"min":-3.5)"), R"({"x":-1})");
  EXPECT_EQ(made(R"("x":1000)"), R"({"x":1000})");
  EXPECT_EQ(made(R"("max":1)"), "{}");
}

TEST_F(shared_parts, compare_with_several) {
  data_ = "data: {x: {constant: yes, when: {equal: [/t, a, b, /c]}}}\n";
  for (const auto* one : {R"("t":"a")", R"("t":"b")", R"("t":"q","c":"q")"}) EXPECT_EQ(made(one), R"({"x":"yes"})");
  for (const auto* none : {R"("t":"c")", R"("u":"a")"}) EXPECT_EQ(made(none), "{}");
}

TEST_F(shared_parts, pick_from_an_object_as_from_a_list_of_one) {
  data_ = "data: {x: {pick: /l, where: {equal: [./t, a]}, take: ./v}}\n";
  EXPECT_EQ(made(R"("l":{"t":"a","v":"1"})"), R"({"x":"1"})");
  EXPECT_EQ(made(R"("l":{"t":"b","v":"1"})"), "{}");
  EXPECT_EQ(made(R"("l":{"t":"a","v":1})"), "field_type /l/v");
  EXPECT_EQ(made(R"("l":"a")"), "field_type /l");
}

TEST_F(shared_parts, read_what_identifies_somebody_or_something) {
  const auto leaf = [&](const std::string& as, const std::string& value) {
    data_ = "data: {x: {from: /x, as: " + as + "}}\n";
    return made(R"("x":)" + value);
  };
  EXPECT_EQ(leaf("mailto", R"("MailTo:Ani.B@Example.GO.id")"), R"({"x":"ani.b@example.go.id"})");
  for (const auto* wrong :
       {R"("ani@b.example")", R"("mailto:")", R"("mailto:ani")", R"("mailto:@b")", R"("mailto:a@")"})
    EXPECT_EQ(leaf("mailto", wrong), "field_format /x") << wrong;
  EXPECT_EQ(leaf("iri", R"("HTTP://a.example/x?y=http://b")"), R"({"x":"https://a.example/x?y=http://b"})");
  EXPECT_EQ(leaf("iri", R"("urn:uuid:1")"), R"({"x":"urn:uuid:1"})");
  EXPECT_EQ(leaf("iri", R"("a/b")"), "field_format /x");
  EXPECT_EQ(leaf("query_code", R"("https://a/?code=1&code=2#code=3")"), R"({"x":"2"})");
  EXPECT_EQ(leaf("query_code", R"("https://a/?xcode=1")"), "{}");
  EXPECT_EQ(leaf("query_code", R"("https://a/code=1")"), "{}");
  for (const auto* function : {"mailto", "iri", "query_code", "iso_duration"})
    EXPECT_EQ(leaf(function, "7"), "field_type /x") << function;
}

TEST(where_it_breaks, is_named_in_the_dead_letter) {
  folder f;
  f.write_data("data: {x: /x}\n");
  const auto plan = f.load();
  const auto field = [&](const std::string& body) { return plan->apply(raw(body)).field; };
  EXPECT_EQ(field("{\"a\":1,\"b\":{\"c/d\":[0,\"\xff\"]}}"), "/b/c~1d/1");
  EXPECT_EQ(field(R"({"a":[1,{"b":tru}]})"), "/a/1/b");
  EXPECT_EQ(field(R"({"a":{"b":{"c":{"d":{"e":x}}}}})"), "/a/b/c/d");
  EXPECT_EQ(field("{\"a\":1} x"), "");
  EXPECT_EQ(field("{"), "");
}

TEST(where_it_breaks, shows_no_name_that_is_none_of_a_field) {
  folder f;
  f.write_data("data: {x: /x}\n");
  const auto field = f.load()->apply(raw(R"({"a":{"Ratna W.":{"b":x}}})")).field;
  EXPECT_EQ(field, "/a");
}

}  // namespace
}  // namespace jembatan::normalise
