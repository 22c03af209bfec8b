#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "given.hpp"

namespace jembatan::training {
namespace {

using namespace given;

record example() {
  record r;
  r.record_id = "r-0a1b";
  r.revision = 3;
  r.state = status::final;
  r.outcome = result_kind::hadir;
  r.person_id = "P-1";
  r.nip = "199001012015011001";
  r.kode_opd = "OPD-1";
  r.kode_skpd = "SKPD-1";
  r.training_id = "latihan-1";
  r.title = "Latihan \"Uji\" \xC3\xA9";
  r.organiser = "BPSDM Contoh";
  r.timezone = "Asia/Makassar";
  r.jenis_diklat = 17;
  r.start = day("2026-03-02");
  r.end = day("2026-04-30");
  r.year = 2026;
  r.jp = 24;
  r.sessions = {{"s1", 212, 192, true}, {"s2", 0, 144, false}};
  r.modules = {{"m1", utc("2026-03-09T03:10:00Z"), 0.5, true}, {"m2", {}, {}, false}};
  r.actions = actions_result{2, 3};
  r.certified = certificate{"800/12", day("2026-04-29"), "https://s.example/1", std::string(4, 'c')};
  r.badge_awarded_at = utc("2026-04-29T05:00:00Z");
  r.reasons = {"session:s2", "leave_unknown:s1"};
  r.facts_sha256 = "aa";
  r.rules_sha256 = "bb";
  r.changed_at = "2026-05-02T17:00:00Z";
  return r;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const auto where = text.find(from);
  EXPECT_NE(where, std::string::npos) << from;
  return text.replace(where, from.size(), to);
}

TEST(record_json, has_the_keys_in_the_order_that_outsiders_see) {
  EXPECT_EQ(to_json(example()),
            R"({"schema":"training-record/1","record_id":"r-0a1b","revision":3,"status":"final","outcome":"hadir",)"
            R"("person":{"person_id":"P-1","nip":"199001012015011001","kode_opd":"OPD-1","kode_skpd":"SKPD-1"},)"
            R"("training":{"id":"latihan-1","title":"Latihan \"Uji\" )"
            "\xC3\xA9"
            R"(","organiser":"BPSDM Contoh","jenis_diklat":17,"start":"2026-03-02","end":"2026-04-30",)"
            R"("timezone":"Asia/Makassar","year":2026,"jp":24},)"
            R"("sessions":[{"id":"s1","minutes":212,"required":192,"met":true},)"
            R"({"id":"s2","minutes":0,"required":144,"met":false}],)"
            R"("modules":[{"id":"m1","completed_at":"2026-03-09T03:10:00Z","score":5E-1,"met":true},)"
            R"({"id":"m2","met":false}],"actions":{"applied":2,"required":3},)"
            R"("certificate":{"number":"800/12","date":"2026-04-29","link":"https://s.example/1","sha256":"cccc"},)"
            R"("badge":{"awarded_at":"2026-04-29T05:00:00Z"},)"
            R"("reasons":["session:s2","leave_unknown:s1"],)"
            R"("basis":{"facts_sha256":"aa","rules_sha256":"bb"},"changed_at":"2026-05-02T17:00:00Z"})");
}

TEST(record_json, round_trips) {
  const auto read = from_json(to_json(example()));
  ASSERT_TRUE(read);
  EXPECT_EQ(to_json(*read), to_json(example()));
}

TEST(record_json, round_trips_every_status_and_outcome) {
  for (const auto state : {status::provisional, status::final, status::withdrawn}) {
    for (const auto outcome : {result_kind::lulus, result_kind::hadir, result_kind::tidak_lulus}) {
      auto r = example();
      r.state = state;
      r.outcome = outcome;
      const auto read = from_json(to_json(r));
      ASSERT_TRUE(read);
      EXPECT_EQ(read->state, state);
      EXPECT_EQ(read->outcome, outcome);
    }
  }
}

TEST(record_json, round_trips_a_record_with_nothing_in_its_lists) {
  auto r = example();
  r.sessions.clear();
  r.modules.clear();
  r.actions.reset();
  r.certified.reset();
  r.badge_awarded_at.reset();
  r.reasons.clear();
  const auto read = from_json(to_json(r));
  ASSERT_TRUE(read);
  EXPECT_EQ(to_json(*read), to_json(r));
}

TEST(record_json, ignores_fields_that_it_does_not_know) {
  const auto text = replaced(to_json(example()), R"("modules":[{)", R"("later":{"a":1},"modules":[{"later":1,)");
  EXPECT_TRUE(from_json(text));
}

TEST(record_json, refuses_what_is_no_record) {
  EXPECT_FALSE(from_json(""));
  EXPECT_FALSE(from_json("[]"));
  EXPECT_FALSE(from_json("{}"));
  EXPECT_FALSE(from_json(to_json(example()) + "x"));
  EXPECT_FALSE(from_json(replaced(to_json(example()), "training-record/1", "training-record/2")));
}

TEST(record_json, refuses_a_record_that_lacks_any_field) {
  const auto whole = boost::json::parse(to_json(example())).as_object();
  for (const auto& field : whole) {
    if (field.key() == "actions" || field.key() == "certificate" || field.key() == "badge") continue;  // may be absent
    auto without = whole;
    without.erase(field.key());
    EXPECT_FALSE(from_json(boost::json::serialize(without))) << field.key();
  }
}

TEST(record_json, refuses_values_of_another_type_or_range) {
  const auto text = to_json(example());
  EXPECT_FALSE(from_json(replaced(text, R"("revision":3)", R"("revision":"3")")));
  EXPECT_FALSE(from_json(replaced(text, R"("revision":3)", R"("revision":3.5)")));
  EXPECT_FALSE(from_json(replaced(text, R"("jp":24)", R"("jp":99999999999)")));
  EXPECT_FALSE(from_json(replaced(text, R"("score":5E-1)", R"("score":"0.5")")));
  EXPECT_FALSE(from_json(replaced(text, R"("completed_at":"2026-03-09T03:10:00Z")", R"("completed_at":"9 March")")));
  EXPECT_FALSE(from_json(replaced(text, R"("applied":2,)", "")));
  EXPECT_FALSE(from_json(replaced(text, R"("number":"800/12",)", "")));
  EXPECT_FALSE(from_json(replaced(text, R"("badge":{"awarded_at":"2026-04-29T05:00:00Z"})", R"("badge":{})")));
  EXPECT_FALSE(from_json(replaced(text, R"("status":"final")", R"("status":"done")")));
  EXPECT_FALSE(from_json(replaced(text, "2026-03-02", "2026-02-30")));
  EXPECT_FALSE(from_json(replaced(text, R"("met":true)", R"("met":1)")));
  EXPECT_FALSE(from_json(replaced(text, R"(["session:s2",)", R"([7,)")));
}

}  // namespace
}  // namespace jembatan::training
