#include "xapi/batch.hpp"

#include <gmock/gmock.h>

#include <set>

#include "pump/split.hpp"

namespace jembatan::xapi {
namespace {

batch read(std::string_view body, std::size_t most = 1000, std::size_t bytes = 7) {
  batch_reader reader("moodle-bpsdm", body, {}, most);
  while (reader.step(bytes)) {
  }
  return reader.take();
}

std::size_t distinct(const batch& b) {
  return std::set<digest>(b.identities.begin(), b.identities.end()).size();
}

const std::string act =
    R"({"actor":{"mbox":"mailto:a@b.example"},"verb":{"id":"v:1"},"object":{"id":"o:1"},"timestamp":"t"})";

TEST(batch, has_as_many_identities_as_the_pump_finds_raw_events) {
  for (const std::string body : {"",
                                 " ",
                                 "[]",
                                 " [ ] ",
                                 "{}",
                                 "[{}]",
                                 "[1,\"a,]\",{\"x\":[1,2]},null]",
                                 "[{}",
                                 "[{}]]",
                                 "[,]",
                                 "[1,]",
                                 "[1,,2]",
                                 "no json",
                                 "\"text\"",
                                 "[{\"a\":\"\\\"]\"}]",
                                 "[{]}",
                                 "[1}",
                                 "[[[[]]]]",
                                 "{\"a\":1},{\"b\":2}",
                                 "[1] x",
                                 "\xef\xbb\xbf[]",
                                 "[\"\xff\", 2]",
                                 "[\"open"}) {
    const auto raws = pump::split("xapi", body);
    EXPECT_EQ(read(body).identities.size(), raws->size()) << body;
    EXPECT_EQ(read(body, 1000, 1 << 20).identities, read(body, 1000, 1).identities) << body;
  }
}

TEST(batch, answers_ids_in_order) {
  const auto b =
      read(R"([{"id":"fd41c918-b88b-4b20-a0a5-a4c32391aaa0"},{"id":"fd41c918-b88b-4b20-a0a5-a4c32391aaa1"}])");
  EXPECT_EQ(b.ids, R"(["fd41c918-b88b-4b20-a0a5-a4c32391aaa0","fd41c918-b88b-4b20-a0a5-a4c32391aaa1"])");
}

TEST(batch, of_nothing_is_empty) {
  EXPECT_TRUE(read(" [ ]\n").identities.empty());
  EXPECT_EQ(read("[]").ids, "[]");
}

TEST(batch, takes_a_statement_alone) {
  const auto b = read(R"( {"id":"fd41c918-b88b-4b20-a0a5-a4c32391aaa0"} )");
  EXPECT_EQ(b.identities.size(), 1U);
  EXPECT_EQ(b.ids, R"(["fd41c918-b88b-4b20-a0a5-a4c32391aaa0"])");
}

TEST(batch, that_is_no_json_is_one_raw_event_and_answers_no_id) {
  for (const auto* body : {"", "hello", "{\"a\":", "[{}", "<html/>", "{\"a\":\"\xff\"}"}) {
    EXPECT_EQ(read(body).identities.size(), 1U) << body;
    EXPECT_EQ(read(body).ids, "[]") << body;
  }
}

TEST(batch, gives_what_cannot_be_used_an_id_of_its_own_and_goes_on) {
  const auto b = read("[" + act + ", 7, {\"a\":\"\xff\"}, {\"id\":\"fd41c918-b88b-4b20-a0a5-a4c32391aaa0\"}]");
  EXPECT_EQ(distinct(b), 4U);
  EXPECT_EQ(std::count(b.ids.begin(), b.ids.end(), ','), 3);
  EXPECT_THAT(b.ids, testing::EndsWith(R"("fd41c918-b88b-4b20-a0a5-a4c32391aaa0"])"));
}

TEST(batch, counts_equal_acts_of_one_body_as_so_many) {
  const auto twice = read("[" + act + "," + act + "]");
  EXPECT_EQ(distinct(twice), 2U);
  // In another batch, and alone: Moodle resends in other batches.
  EXPECT_EQ(read(act).identities.front(), twice.identities.front());
  EXPECT_EQ(read("[1," + act + "]").identities.back(), twice.identities.front());
  EXPECT_EQ(distinct(read("[7,7,7]")), 3U);
}

TEST(batch, leaves_equal_ids_of_the_sender_equal) {
  const std::string same = R"({"id":"fd41c918-b88b-4b20-a0a5-a4c32391aaa0"})";
  EXPECT_EQ(distinct(read("[" + same + "," + same + "]")), 1U);
}

TEST(batch, takes_the_id_of_the_request_for_a_statement_alone) {
  const auto with = [](std::string_view body) {
    batch_reader reader("s", body, "fd41c918-b88b-4b20-a0a5-a4c32391aaa0", 10);
    while (reader.step(100)) {
    }
    return reader.take();
  };
  EXPECT_EQ(with("{}").ids, R"(["fd41c918-b88b-4b20-a0a5-a4c32391aaa0"])");
  EXPECT_EQ(distinct(with("[{},{}]")), 2U) << "several cannot have one id";
}

TEST(batch, ends_at_the_limit) {
  EXPECT_TRUE(read("[1,2,3]", 2).too_many);
  EXPECT_FALSE(read("[1,2]", 2).too_many);
  EXPECT_FALSE(read("{}", 1).too_many);
}

TEST(batch, goes_through_a_long_body_in_steps) {
  std::string body = "[";
  for (int i = 0; i < 10'000; ++i) body += (i == 0 ? "{}" : ",{}");
  body += "]";
  batch_reader reader("s", body, {}, 20'000);
  int steps = 1;
  while (reader.step(1000)) ++steps;
  EXPECT_EQ(steps, 30);
  EXPECT_EQ(distinct(reader.take()), 10'000U);
}

TEST(batch, survives_nesting_without_end) {
  const auto deep = "[" + std::string(100'000, '[') + std::string(100'000, ']') + ",{}]";
  EXPECT_EQ(read(deep, 10, 1 << 20).identities.size(), 2U);
  EXPECT_EQ(read(std::string(100'000, '[')).identities.size(), 1U);
}

}  // namespace
}  // namespace jembatan::xapi
