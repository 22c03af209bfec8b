#include "training/directory.hpp"

#include <gtest/gtest.h>

#include "given.hpp"

namespace jembatan::training {
namespace {

using namespace given;

person_row valid(person_row row, std::string_view from, std::string_view to) {
  if (!from.empty()) row.from = day(from);
  if (!to.empty()) row.to = day(to);
  return row;
}

person_row with_email(person_row row, std::string email) {
  row.email = std::move(email);
  return row;
}

person_row in_unit(person_row row, std::string kode_opd) {
  row.kode_opd = std::move(kode_opd);
  return row;
}

TEST(directory_lookup, finds_the_person_of_an_email) {
  const directory people({person("P-1"), person("P-2")}, {});
  const auto found = people.by_email("orang.P-2@contoh.example", at("09:00"));
  EXPECT_EQ(found.what, match::kind::one);
  EXPECT_EQ(found.person_id, "P-2");
}

TEST(directory_lookup, finds_nobody_for_an_unknown_or_empty_identifier) {
  auto without_email = person("P-1");
  without_email.email.clear();
  auto without_name = account("P-1", "");
  const directory people({without_email}, {without_name});
  EXPECT_EQ(people.by_email("nobody@contoh.example", at("09:00")).what, match::kind::none);
  EXPECT_EQ(people.by_email("", at("09:00")).what, match::kind::none);
  EXPECT_EQ(people.by_nip("", at("09:00")).what, match::kind::none);
  EXPECT_EQ(people.by_account("zoom-test", "https://zoom.us", "", at("09:00")).what, match::kind::none);
}

TEST(directory_lookup, holds_on_both_days_that_bound_the_validity_in_wib) {
  const directory people({valid(with_email(person("P-1"), "a@contoh.example"), "2026-03-16", "2026-03-17")}, {});
  const auto found = [&](std::string_view t) { return people.by_email("a@contoh.example", utc(t)).what; };
  EXPECT_EQ(found("2026-03-15T16:59:59Z"), match::kind::none);
  EXPECT_EQ(found("2026-03-15T17:00:00Z"), match::kind::one);  // 00:00 WIB of the 16th
  EXPECT_EQ(found("2026-03-17T16:59:59Z"), match::kind::one);  // 23:59:59 WIB of the 17th
  EXPECT_EQ(found("2026-03-17T17:00:00Z"), match::kind::none);
}

TEST(directory_lookup, says_several_for_an_email_of_two_people_at_once) {
  const directory people(
      {with_email(person("P-1"), "bagian@contoh.example"), with_email(person("P-2"), "bagian@contoh.example")}, {});
  const auto found = people.by_email("bagian@contoh.example", at("09:00"));
  EXPECT_EQ(found.what, match::kind::several);
  EXPECT_EQ(found.person_id, "");
}

TEST(directory_lookup, follows_an_email_that_went_from_one_person_to_another) {
  const directory people({valid(with_email(person("P-1"), "staf@contoh.example"), "", "2026-01-31"),
                          valid(with_email(person("P-2"), "staf@contoh.example"), "2026-02-01", "")},
                         {});
  EXPECT_EQ(people.by_email("staf@contoh.example", utc("2026-01-15T00:00:00Z")).person_id, "P-1");
  EXPECT_EQ(people.by_email("staf@contoh.example", utc("2026-03-15T00:00:00Z")).person_id, "P-2");
}

TEST(directory_lookup, takes_two_rows_of_one_person_for_one_person) {
  const directory people({person("P-1"), in_unit(person("P-1"), "OPD-2")}, {});
  EXPECT_EQ(people.by_email("orang.P-1@contoh.example", at("09:00")).what, match::kind::one);
}

TEST(directory_lookup, finds_an_account_only_under_its_source_and_home_page) {
  const directory people({person("P-1")}, {account("P-1", "z-1")});
  EXPECT_EQ(people.by_account("zoom-test", "https://zoom.us", "z-1", at("09:00")).person_id, "P-1");
  EXPECT_EQ(people.by_account("zoom-other", "https://zoom.us", "z-1", at("09:00")).what, match::kind::none);
  EXPECT_EQ(people.by_account("zoom-test", "https://lms.example", "z-1", at("09:00")).what, match::kind::none);
}

TEST(directory_lookup, judges_the_validity_of_an_account) {
  auto row = account("P-1", "z-1");
  row.to = day("2026-03-15");
  const directory people({person("P-1")}, {row});
  EXPECT_EQ(people.by_account("zoom-test", "https://zoom.us", "z-1", at("09:00")).what, match::kind::none);
}

TEST(directory_lookup, finds_the_person_of_a_nip_while_it_is_valid) {
  const directory people({valid(person("P-1"), "2026-03-01", "")}, {});
  EXPECT_EQ(people.by_nip("199001012015011001", at("09:00")).person_id, "P-1");
  EXPECT_EQ(people.by_nip("199001012015011001", utc("2026-02-01T00:00:00Z")).what, match::kind::none);
}

TEST(directory_attributes, are_those_valid_on_the_day) {
  const directory people(
      {valid(in_unit(person("P-1"), "OLD"), "", "2026-03-19"), valid(in_unit(person("P-1"), "NEW"), "2026-03-20", "")},
      {});
  EXPECT_EQ(people.attributes("P-1", day("2026-03-19"))->kode_opd, "OLD");
  EXPECT_EQ(people.attributes("P-1", day("2026-03-20"))->kode_opd, "NEW");
}

TEST(directory_attributes, come_from_the_row_with_the_latest_start_where_several_are_valid) {
  const directory people({valid(in_unit(person("P-1"), "NEW"), "2026-03-01", ""), in_unit(person("P-1"), "OLD")}, {});
  EXPECT_EQ(people.attributes("P-1", day("2026-03-20"))->kode_opd, "NEW");
}

TEST(directory_attributes, come_from_the_row_that_was_valid_last_where_none_is) {
  const directory people({valid(in_unit(person("P-1"), "LAST"), "2026-01-01", "2026-02-28"),
                          valid(in_unit(person("P-1"), "FIRST"), "2025-01-01", "2025-12-31"),
                          valid(in_unit(person("P-1"), "LATER"), "2026-06-01", "")},
                         {});
  EXPECT_EQ(people.attributes("P-1", day("2026-03-20"))->kode_opd, "LAST");
}

TEST(directory_attributes, come_from_the_first_row_to_be_valid_where_none_was_yet) {
  const directory people({valid(in_unit(person("P-1"), "SECOND"), "2027-01-01", ""),
                          valid(in_unit(person("P-1"), "FIRST"), "2026-06-01", "2026-12-31")},
                         {});
  EXPECT_EQ(people.attributes("P-1", day("2026-03-20"))->kode_opd, "FIRST");
}

TEST(directory_attributes, are_null_only_for_a_person_outside_the_register) {
  const directory people({person("P-1")}, {});
  EXPECT_EQ(people.attributes("P-2", day("2026-03-20")), nullptr);
  EXPECT_TRUE(people.contains("P-1"));
  EXPECT_FALSE(people.contains("P-2"));
}

}  // namespace
}  // namespace jembatan::training
