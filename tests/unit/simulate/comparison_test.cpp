#include "simulate/comparison.hpp"

#include <gmock/gmock.h>

#include "simulate/settlement.hpp"

namespace jembatan::simulate {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

truth passed() {
  truth t;
  t.who = "P-0007";
  t.role = "full";
  t.expect = truth::state::record;
  t.keys = {"tirta@example.go.id", "tirta sekar"};
  t.nip = "198001012005011001";
  t.outcome = "lulus";
  t.sessions = {{"s1", 230, 192, true}};
  t.jp = 24;
  t.year = 2026;
  return t;
}

truth guest() {
  truth t;
  t.who = "P-0008";
  t.role = "guest";
  t.expect = truth::state::held;
  t.reason = "person_unknown";
  t.keys = {"okta rimba"};
  return t;
}

std::string record(const char* outcome) {
  return std::string(R"({"record_id":"r-1","status":"final","outcome":")") + outcome +
         R"(","person":{"person_id":"P-0007","nip":"198001012005011001"},"training":{"id":"t","year":2026,"jp":24},)"
         R"("sessions":[{"id":"s1","minutes":230,"required":192,"met":true}],"reasons":[]})";
}
std::string records(const std::string& inside) {
  return R"({"version":1,"records":[)" + inside + "]}";
}
std::string held(const std::string& inside) {
  return R"({"version":1,"held":[)" + inside + "]}";
}
const char* const guest_hold = R"({"id":"h1","reason":"person_unknown","party":{"name":"Okta Rimba"},"hint":""})";

TEST(simulate_comparison, matches_records_and_holds_that_were_intended) {
  const comparison c = compare({passed(), guest()}, records(record("lulus")), held(guest_hold)).value();
  EXPECT_TRUE(c.good());
  EXPECT_EQ(c.matches, 2U);
}

TEST(simulate_comparison, shows_both_sides_of_a_mismatch) {
  const comparison c = compare({passed()}, records(record("hadir")), held("")).value();
  EXPECT_FALSE(c.good());
  ASSERT_EQ(c.mismatches.size(), 1U);
  EXPECT_THAT(c.mismatches[0], HasSubstr("intended record final lulus"));
  EXPECT_THAT(c.mismatches[0], HasSubstr("found record final hadir"));
}

TEST(simulate_comparison, counts_a_missing_record_and_a_missing_hold) {
  EXPECT_EQ(compare({passed(), guest()}, records(""), held("")).value().matches, 0U);
}

TEST(simulate_comparison, sees_a_record_beside_a_hold) {
  const comparison c =
      compare({passed()}, records(record("lulus")),
              held(R"({"id":"h2","reason":"identity_conflict","party":{"email":"TIRTA@example.go.id"}})"))
          .value();
  EXPECT_EQ(c.matches, 0U);
}

TEST(simulate_comparison, gives_a_hold_to_the_guest_who_shows_the_email_of_another) {
  truth invited = guest();
  invited.keys.push_back("tirta@example.go.id");
  const comparison c = compare({passed(), invited}, records(record("lulus")),
                               held(R"({"id":"h2","reason":"person_unknown","party":{"email":"tirta@example.go.id"}})"))
                           .value();
  EXPECT_THAT(c.mismatches, IsEmpty());
}

TEST(simulate_comparison, reports_what_belongs_to_nobody) {
  const comparison c =
      compare({}, records(record("lulus")), held(R"({"id":"h9","reason":"person_unknown","party":{}})")).value();
  EXPECT_FALSE(c.good());
  EXPECT_EQ(c.mismatches.size(), 2U);
}

TEST(simulate_comparison, refuses_output_that_is_not_the_commands) {
  EXPECT_FALSE(compare({}, "", held("")));
  EXPECT_FALSE(compare({}, records(""), R"({"version":1})"));
}

TEST(simulate_settlement, is_idle_only_when_nothing_is_in_flight_anywhere) {
  const auto status = [](int dirty, int in_flight, const char* balanced) {
    return standing_of(
               R"({"version":1,"dirty":)" + std::to_string(dirty) +
               R"(,"sources":{"a":{"accepted":3,"in_flight":0,"balanced":true},"b":{"accepted":4,"in_flight":)" +
               std::to_string(in_flight) + R"(,"balanced":)" + balanced + "}}}")
        .value();
  };
  EXPECT_TRUE(status(0, 0, "true").idle);
  EXPECT_TRUE(status(0, 0, "true").balanced);
  EXPECT_EQ(status(0, 0, "true").accepted, 7U);
  EXPECT_FALSE(status(0, 1, "true").idle);
  EXPECT_FALSE(status(1, 0, "true").idle);
  EXPECT_FALSE(status(0, 0, "false").balanced);
  EXPECT_FALSE(standing_of("{}"));
}

TEST(simulate_settlement, tells_a_missing_effect_from_a_doubled_one) {
  const std::string row = R"({"nipBaru":"198001012005011001","namaKursus":"X","jumlahJam":24})";
  EXPECT_TRUE(effects_of({passed()}, R"({"rows":[)" + row + "]}").value().good());
  EXPECT_FALSE(effects_of({passed()}, R"({"rows":[]})").value().good());
  EXPECT_THAT(effects_of({passed()}, R"({"rows":[)" + row + "," + row + "]}").value().mismatches,
              ElementsAre(HasSubstr("intended 1 row of 24 JP  at SIASN, found 2")));
  EXPECT_FALSE(effects_of({guest()}, R"({"rows":[)" + row + "]}").value().good());
  truth certified = passed();
  certified.certificate = "PPP/2026/1";
  EXPECT_THAT(effects_of({certified}, R"({"rows":[)" + row + "]}").value().mismatches,
              ElementsAre(HasSubstr("intended 1 row of 24 JP PPP/2026/1 at SIASN, found 1 of 24 JP")));
}

TEST(simulate_settlement, names_who_was_delivered_before_a_late_body_took_the_outcome_away) {
  truth failed = passed();
  failed.outcome = "hadir";
  const std::string row = R"({"nipBaru":"198001012005011001","namaKursus":"X","jumlahJam":24})";
  const effects once = effects_of({failed}, R"({"rows":[)" + row + "]}").value();
  EXPECT_TRUE(once.good());
  EXPECT_THAT(once.early, ElementsAre("P-0007 (full)"));
  EXPECT_FALSE(effects_of({failed}, R"({"rows":[)" + row + "," + row + "]}").value().good());
}

}  // namespace
}  // namespace jembatan::simulate
