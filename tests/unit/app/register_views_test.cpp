#include "app/register_views.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace jembatan::app {
namespace {

using boost::json::parse;

ledger::held_item guest() {
  return {"hld:h-1", "person_unknown", "zoom-bpsdm", "", "955", R"({"name":"Tamu"})", "Tamu", 2, from_unix_ms(0)};
}
ledger::assignment decided() {
  return {"hld:h-2", "moodle-bpsdm", "ani", "", "Ani", "P-0102", "acct:uid-7", from_unix_ms(0)};
}

TEST(register_views, a_held_party_stays_an_object_and_assignments_stand_beside) {
  const auto v = parse(held_json({guest()}, {decided()}));
  EXPECT_EQ(v.at("held").at(0).at("party").at("name"), "Tamu");
  EXPECT_EQ(v.at("held").at(0).at("since"), "1970-01-01T00:00:00Z");
  EXPECT_FALSE(v.at("held").at(0).as_object().contains("activity"));
  EXPECT_EQ(v.at("assigned").at(0).at("person_id"), "P-0102");
  EXPECT_EQ(v.at("assigned").at(0).at("actor"), "acct:uid-7");
}

TEST(register_views, a_hold_is_shown_whether_it_is_held_or_assigned) {
  EXPECT_EQ(parse(*hold_json("h-1", {guest()}, {decided()}, {})).at("held").at("hint"), "Tamu");
  EXPECT_EQ(parse(*hold_json("h-2", {guest()}, {decided()}, {})).at("assigned").at("account"), "ani");
  EXPECT_FALSE(hold_json("h-3", {guest()}, {decided()}, {}));
}

TEST(register_views, hours_say_who_has_met_the_duty_by_final_records_alone) {
  const auto v = parse(jp_json(2026, {{"P-1", "", "A", "", 20, 0}, {"P-2", "", "B", "", 19, 30}}));
  EXPECT_EQ(v.at("duty"), 20);
  EXPECT_EQ(v.at("people").at(0).at("met"), true);
  EXPECT_EQ(v.at("people").at(1).at("met"), false);
  EXPECT_EQ(v.at("people").at(1).at("provisional"), 30);
}

TEST(register_views, trainings_and_certificates_are_those_in_force) {
  training::programme p;
  p.id = "ppp-2026-01";
  p.jp = 24;
  p.participants = {"P-1", "P-2"};
  const ledger::in_force all({}, {{p.id, p}},
                             {{{p.id, "P-1"}, {p.id, "P-1", "800/1", *parse_date("2026-04-29"), "", "", ""}}});
  EXPECT_EQ(parse(trainings_json(all)).at("trainings").at(0).at("participants"), 2);
  EXPECT_EQ(parse(certificates_json(all)).at("certificates").at(0).at("date"), "2026-04-29");
}

}  // namespace
}  // namespace jembatan::app
