#include "training/identity.hpp"

#include <gtest/gtest.h>

#include "given.hpp"

namespace jembatan::training {
namespace {

using namespace given;

directory two_people() {
  return directory({person("P-1"), person("P-2")}, {account("P-1", "z-1"), account("P-2", "z-2")});
}

party somebody() {
  party who;
  who.source = "zoom-test";
  who.account_home_page = "https://zoom.us";
  who.at = at("09:00");
  return who;
}

resolution person_found(std::string id) {
  return {verdict::person, std::move(id), {}, {}};
}

TEST(identity, is_decided_by_a_signed_in_email) {
  auto who = somebody();
  who.emails = {"orang.P-1@contoh.example"};
  who.account_names = {"z-unlisted"};
  EXPECT_EQ(resolve(who, two_people()), person_found("P-1"));
}

TEST(identity, is_decided_by_an_account_alone) {
  auto who = somebody();
  who.account_names = {"z-2"};
  EXPECT_EQ(resolve(who, two_people()), person_found("P-2"));
}

TEST(identity, is_decided_when_both_rungs_agree) {
  auto who = somebody();
  who.emails = {"orang.P-1@contoh.example"};
  who.account_names = {"z-1"};
  EXPECT_EQ(resolve(who, two_people()), person_found("P-1"));
}

TEST(identity, is_not_decided_by_the_invitation_email_of_a_guest) {
  auto who = somebody();
  who.emails = {"orang.P-1@contoh.example"};
  EXPECT_EQ(resolve(who, two_people()), (resolution{verdict::hold, "", "person_unknown", "orang.P-1@contoh.example"}));
}

TEST(identity, is_never_decided_by_a_display_name) {
  auto who = somebody();
  who.names = {"Orang P-1"};
  EXPECT_EQ(resolve(who, two_people()), (resolution{verdict::hold, "", "person_unknown", "Orang P-1"}));
}

TEST(identity, hints_at_the_display_name_before_the_email) {
  auto who = somebody();
  who.names = {"Tamu"};
  who.emails = {"orang.P-1@contoh.example"};
  EXPECT_EQ(resolve(who, two_people()).hint, "Tamu");
}

TEST(identity, of_a_guest_without_anything_is_unknown) {
  EXPECT_EQ(resolve(somebody(), two_people()), (resolution{verdict::hold, "", "person_unknown", ""}));
}

TEST(identity, is_a_conflict_when_email_and_account_disagree) {
  auto who = somebody();
  who.emails = {"orang.P-1@contoh.example"};
  who.account_names = {"z-2"};
  EXPECT_EQ(resolve(who, two_people()).reason, "identity_conflict");
  EXPECT_EQ(resolve(who, two_people()).what, verdict::hold);
  EXPECT_EQ(resolve(who, two_people()).person_id, "");
}

TEST(identity, is_a_conflict_when_two_signed_in_emails_of_a_connection_disagree) {
  auto who = somebody();
  who.emails = {"orang.P-1@contoh.example", "orang.P-2@contoh.example"};
  who.account_names = {"z-unlisted"};
  EXPECT_EQ(resolve(who, two_people()).reason, "identity_conflict");
}

TEST(identity, is_a_conflict_when_two_accounts_of_a_connection_disagree) {
  auto who = somebody();
  who.account_names = {"z-1", "z-2"};
  EXPECT_EQ(resolve(who, two_people()).reason, "identity_conflict");
}

TEST(identity, is_decided_when_only_one_of_two_emails_is_known) {
  auto who = somebody();
  who.emails = {"orang.P-1@contoh.example", "pribadi@contoh.example"};
  who.account_names = {"z-unlisted"};
  EXPECT_EQ(resolve(who, two_people()), person_found("P-1"));
}

TEST(identity, is_not_decided_by_an_email_of_two_people) {
  auto first = person("P-1"), second = person("P-2");
  first.email = second.email = "bagian@contoh.example";
  auto who = somebody();
  who.emails = {"bagian@contoh.example"};
  who.account_names = {"z-unlisted"};
  EXPECT_EQ(resolve(who, directory({first, second}, {})).reason, "person_unknown");
}

TEST(identity, falls_to_the_account_where_the_email_belongs_to_two_people) {
  auto first = person("P-1"), second = person("P-2");
  first.email = second.email = "bagian@contoh.example";
  auto who = somebody();
  who.emails = {"bagian@contoh.example"};
  who.account_names = {"z-2"};
  EXPECT_EQ(resolve(who, directory({first, second}, {account("P-2", "z-2")})), person_found("P-2"));
}

TEST(identity, is_resolved_at_the_time_of_the_event) {
  auto former = person("P-1"), present = person("P-2");
  former.email = present.email = "staf@contoh.example";
  former.to = day("2026-01-31");
  present.from = day("2026-02-01");
  auto who = somebody();
  who.emails = {"staf@contoh.example"};
  who.account_names = {"z-unlisted"};
  who.at = utc("2026-01-31T16:59:59Z");
  EXPECT_EQ(resolve(who, directory({former, present}, {})), person_found("P-1"));
  who.at = utc("2026-01-31T17:00:00Z");
  EXPECT_EQ(resolve(who, directory({former, present}, {})), person_found("P-2"));
}

TEST(identity, of_the_host_is_ignored_whoever_it_is) {
  auto known = somebody(), conflicting = somebody();
  known.host = conflicting.host = true;
  known.account_names = {"z-1"};
  conflicting.account_names = {"z-1", "z-2"};
  const resolution ignored{verdict::ignore, "", "host", ""};
  EXPECT_EQ(resolve(known, two_people()), ignored);
  EXPECT_EQ(resolve(conflicting, two_people()), ignored);
}

TEST(identity, is_released_by_a_better_directory) {
  auto who = somebody();
  who.emails = {"orang.P-3@contoh.example"};
  who.account_names = {"z-3"};
  EXPECT_EQ(resolve(who, two_people()).what, verdict::hold);
  EXPECT_EQ(resolve(who, directory({person("P-3")}, {})), person_found("P-3"));
}

}  // namespace
}  // namespace jembatan::training
