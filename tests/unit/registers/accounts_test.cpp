#include "registers/accounts.hpp"

#include <gmock/gmock.h>

namespace {

using jembatan::registers::accounts_register;
using jembatan::registers::parse_accounts;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

accounts_register parse(const std::string& rows) {
  return parse_accounts("person_id,source,home_page,account,berlaku_dari,berlaku_sampai\n" + rows, "accounts.csv");
}

std::vector<std::string> messages(const jembatan::config::diagnostics& found) {
  std::vector<std::string> out;
  for (const auto& d : found) out.push_back(d.message());
  return out;
}

TEST(accounts, reads_all_columns) {
  const auto r = parse("P-1,moodle,https://lms.example.go.id,rina,2026-01-01,\n");
  EXPECT_THAT(r.problems, IsEmpty());
  ASSERT_THAT(r.rows, SizeIs(1));
  EXPECT_EQ(r.rows[0].person_id, "P-1");
  EXPECT_EQ(r.rows[0].source, "moodle");
  EXPECT_EQ(r.rows[0].home_page, "https://lms.example.go.id");
  EXPECT_EQ(r.rows[0].account, "rina");
  EXPECT_EQ(r.rows[0].from, jembatan::parse_date("2026-01-01"));
  EXPECT_FALSE(r.rows[0].to);
}

TEST(accounts, keep_the_case_of_the_account) {
  EXPECT_EQ(parse("P-1,zoom,,AbC,,\n").rows[0].account, "AbC");
}

TEST(accounts, report_everything_that_is_wrong) {
  EXPECT_THAT(messages(parse(",,,,x,\n").problems),
              ElementsAre(HasSubstr("accounts.csv:2: person_id"), HasSubstr("accounts.csv:2: source"),
                          HasSubstr("accounts.csv:2: account"), HasSubstr("accounts.csv:2: berlaku_dari")));
}

TEST(accounts, refuse_the_same_account_of_one_person_twice_at_one_time) {
  EXPECT_THAT(messages(parse("P-1,zoom,,a,,\nP-1,zoom,,a,2026-01-01,\n").problems),
              ElementsAre(HasSubstr("accounts.csv:3: says the same as line 2")));
}

TEST(accounts, may_be_several_for_one_person) {
  EXPECT_THAT(parse("P-1,zoom,,a,,\nP-1,zoom,,b,,\nP-1,moodle,,a,,\n").problems, IsEmpty());
}

TEST(accounts, warn_of_one_account_for_two_people_at_one_time) {
  const auto r = parse("P-1,zoom,,a,,\nP-2,zoom,,a,,\n");
  EXPECT_THAT(r.problems, IsEmpty());
  EXPECT_THAT(messages(r.warnings), ElementsAre(HasSubstr("accounts.csv:3: account: belongs to another person")));
}

}  // namespace
