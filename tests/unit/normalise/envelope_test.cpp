#include <gmock/gmock.h>

#include <boost/json/serialize.hpp>

#include "crypto/hmac.hpp"
#include "folder.hpp"

namespace jembatan::normalise {
namespace {

TEST(envelope, is_a_cloud_event_with_its_extensions) {
  folder f;
  f.write_data("data: {x: /x}\n");
  const auto plan = f.load();
  ASSERT_TRUE(plan) << f.text();
  auto e = raw(R"({"kind":"k","ts":1773622802345,"x":"1","thing":"t"})");
  e.index = 3;
  e.generation = 1773700000000;
  const auto o = plan->apply(e);
  EXPECT_EQ(o.what, disposition::mapped);
  ASSERT_EQ(o.messages.size(), 1u);
  const auto key = to_hex(bytes_view(crypto::hmac_sha256("key").sign({"thing:t"}))).substr(0, 32);
  EXPECT_EQ(o.messages[0].key, key);
  EXPECT_EQ(o.messages[0].topic, "training.events.v1");
  const boost::json::value expected{
      {"specversion", "1.0"},
      {"id", "abababababababababababababababababababababababababababababababab-0"},
      {"source", "/sources/s-1"},
      {"type", "id.go.asn.training.test.made.v1"},
      {"subject", key},
      {"time", "2026-03-16T01:00:02.345Z"},
      {"datacontenttype", "application/json"},
      {"dataschema", "urn:jembatan:schema:id.go.asn.training.test.made.v1"},
      {"jbreceipt", "jb1-n-0011223344556677-42"},
      {"jbindex", 3},
      {"jbfacts", 1},
      {"jbmapping", o.mapping},
      {"jbgeneration", 1773700000000},
      {"data", {{"x", "1"}}},
  };
  EXPECT_EQ(boost::json::parse(o.messages[0].value), expected) << o.messages[0].value;
}

TEST(envelope, does_not_depend_on_key_order_or_white_space) {
  folder f;
  f.write_data("data: {x: /x, y: {from: /y, as: number}}\n");
  const auto plan = f.load();
  const auto a = plan->apply(raw(R"({"kind":"k","ts":1773622802345,"x":"1","y":2,"thing":"t"})"));
  const auto b =
      plan->apply(raw("{ \"thing\":\"t\",\n\"y\": 2, \"x\":\"\\u0031\", \"ts\":1773622802345, \"kind\":\"k\"}\n"));
  EXPECT_EQ(a.messages.at(0).value, b.messages.at(0).value);
}

TEST(envelope, takes_the_first_present_subject_and_else_the_id_as_key) {
  folder f;
  f.write("test/a.yaml",
          "version: 1\nmatch: {/kind: k}\ntype: id.go.asn.training.a.v1\n"
          "subject: [{first: /a}, {second: {from: /b, as: lower_case}}]\ndata: {x: fix}\n");
  const auto plan = f.load();
  ASSERT_TRUE(plan) << f.text();
  const auto key = [&](const std::string& members) {
    return plan->apply(raw(R"({"kind":"k","ts":1773622802345)" + members + "}")).messages.at(0).key;
  };
  EXPECT_EQ(key(R"(,"a":"1","b":"2")"), plan->pseudonym("first", "1"));
  EXPECT_EQ(key(R"(,"a":"","b":"B")"), plan->pseudonym("second", "b"));
  EXPECT_NE(plan->pseudonym("first", "1"), plan->pseudonym("second", "1"));
  const auto none = plan->apply(raw(R"({"kind":"k","ts":1773622802345})"));
  EXPECT_EQ(none.messages.at(0).key, event_of(none).at("id").as_string());
  EXPECT_FALSE(event_of(none).contains("subject"));
}

TEST(envelope, pseudonyms_depend_on_the_key) {
  folder f;
  f.write_data("data: {x: fix}\n");
  std::vector<diagnostic> found;
  const auto one = plan::load(f.root(), "key", found), other = plan::load(f.root(), "other", found);
  EXPECT_NE(one->pseudonym("email", "a"), other->pseudonym("email", "a"));
  EXPECT_EQ(one->digest_hex(), other->digest_hex());
}

TEST(plan_digest, changes_with_any_mapping_and_not_with_cases) {
  folder f;
  f.write_data("data: {x: fix}\n");
  const auto before = f.load()->digest_hex();
  f.write("test/a.cases.yaml", "version: 1\n");
  EXPECT_EQ(f.load()->digest_hex(), before);
  f.write_data("data: {x: fix} # note\n");
  EXPECT_NE(f.load()->digest_hex(), before);
  EXPECT_EQ(before.size(), 64u);
}

TEST(dead_letter, says_its_reason_without_a_plan) {
  const auto o = dead_letter(raw("Ratna"), "source_unknown");
  EXPECT_EQ(o.what, disposition::dead);
  EXPECT_EQ(event_of(o).at("data"), (boost::json::value{{"reason", "source_unknown"}}));
  EXPECT_EQ(event_of(o).at("time"), "2026-03-16T01:00:05.000Z");
  EXPECT_EQ(o.messages.at(0).key, event_of(o).at("id").as_string());
}

}  // namespace
}  // namespace jembatan::normalise
