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
  EXPECT_EQ(resolve(who, {}, two_people()), person_found("P-1"));
}

TEST(identity, is_decided_by_an_account_alone) {
  auto who = somebody();
  who.account_names = {"z-2"};
  EXPECT_EQ(resolve(who, {}, two_people()), person_found("P-2"));
}

TEST(identity, is_decided_when_both_rungs_agree) {
  auto who = somebody();
  who.emails = {"orang.P-1@contoh.example"};
  who.account_names = {"z-1"};
  EXPECT_EQ(resolve(who, {}, two_people()), person_found("P-1"));
}

TEST(identity, is_not_decided_by_the_invitation_email_of_a_guest) {
  auto who = somebody();
  who.emails = {"orang.P-1@contoh.example"};
  EXPECT_EQ(resolve(who, {}, two_people()),
            (resolution{verdict::hold, "", "person_unknown", "orang.P-1@contoh.example"}));
}

TEST(identity, is_never_decided_by_a_display_name) {
  auto who = somebody();
  who.names = {"Orang P-1"};
  EXPECT_EQ(resolve(who, {}, two_people()), (resolution{verdict::hold, "", "person_unknown", "Orang P-1"}));
}

TEST(identity, hints_at_the_display_name_before_the_email) {
  auto who = somebody();
  who.names = {"Tamu"};
  who.emails = {"orang.P-1@contoh.example"};
  EXPECT_EQ(resolve(who, {}, two_people()).hint, "Tamu");
}

TEST(identity, of_a_guest_without_anything_is_unknown) {
  EXPECT_EQ(resolve(somebody(), {}, two_people()), (resolution{verdict::hold, "", "person_unknown", ""}));
}

TEST(identity, is_a_conflict_when_email_and_account_disagree) {
  auto who = somebody();
  who.emails = {"orang.P-1@contoh.example"};
  who.account_names = {"z-2"};
  EXPECT_EQ(resolve(who, {}, two_people()).reason, "identity_conflict");
  EXPECT_EQ(resolve(who, {}, two_people()).what, verdict::hold);
  EXPECT_EQ(resolve(who, {}, two_people()).person_id, "");
}

TEST(identity, is_a_conflict_when_two_signed_in_emails_of_a_connection_disagree) {
  auto who = somebody();
  who.emails = {"orang.P-1@contoh.example", "orang.P-2@contoh.example"};
  who.account_names = {"z-unlisted"};
  EXPECT_EQ(resolve(who, {}, two_people()).reason, "identity_conflict");
}

TEST(identity, is_a_conflict_when_two_accounts_of_a_connection_disagree) {
  auto who = somebody();
  who.account_names = {"z-1", "z-2"};
  EXPECT_EQ(resolve(who, {}, two_people()).reason, "identity_conflict");
}

TEST(identity, is_decided_when_only_one_of_two_emails_is_known) {
  auto who = somebody();
  who.emails = {"orang.P-1@contoh.example", "pribadi@contoh.example"};
  who.account_names = {"z-unlisted"};
  EXPECT_EQ(resolve(who, {}, two_people()), person_found("P-1"));
}

TEST(identity, is_not_decided_by_an_email_of_two_people) {
  auto first = person("P-1"), second = person("P-2");
  first.email = second.email = "bagian@contoh.example";
  auto who = somebody();
  who.emails = {"bagian@contoh.example"};
  who.account_names = {"z-unlisted"};
  EXPECT_EQ(resolve(who, {}, directory({first, second}, {})).reason, "person_unknown");
}

TEST(identity, falls_to_the_account_where_the_email_belongs_to_two_people) {
  auto first = person("P-1"), second = person("P-2");
  first.email = second.email = "bagian@contoh.example";
  auto who = somebody();
  who.emails = {"bagian@contoh.example"};
  who.account_names = {"z-2"};
  EXPECT_EQ(resolve(who, {}, directory({first, second}, {account("P-2", "z-2")})), person_found("P-2"));
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
  EXPECT_EQ(resolve(who, {}, directory({former, present}, {})), person_found("P-1"));
  who.at = utc("2026-01-31T17:00:00Z");
  EXPECT_EQ(resolve(who, {}, directory({former, present}, {})), person_found("P-2"));
}

TEST(identity, of_the_host_is_ignored_whoever_it_is) {
  auto known = somebody(), conflicting = somebody();
  known.host = conflicting.host = true;
  known.account_names = {"z-1"};
  conflicting.account_names = {"z-1", "z-2"};
  const resolution ignored{verdict::ignore, "", "host", ""};
  EXPECT_EQ(resolve(known, {}, two_people()), ignored);
  EXPECT_EQ(resolve(conflicting, {}, two_people()), ignored);
}

TEST(identity, is_decided_by_a_customer_key_that_the_register_lists) {
  auto who = somebody();
  who.customer_keys = {"ck-1"};
  auto listed = account("P-1", "ck-1");
  EXPECT_EQ(resolve(who, {}, directory({person("P-1")}, {listed})).reason, "person_unknown");
  listed.home_page = customer_key_page;
  EXPECT_EQ(resolve(who, {}, directory({person("P-1")}, {listed})), person_found("P-1"));
}

TEST(identity, is_a_conflict_when_customer_key_and_account_disagree) {
  auto who = somebody();
  who.customer_keys = {"ck-1"};
  who.account_names = {"z-2"};
  auto listed = account("P-1", "ck-1");
  listed.home_page = customer_key_page;
  const directory people({person("P-1"), person("P-2")}, {listed, account("P-2", "z-2")});
  EXPECT_EQ(resolve(who, {}, people).reason, "identity_conflict");
}

party registered(const std::string& email) {
  auto made = somebody();
  made.registrant_ids = {"r-1"};
  made.emails = {email};
  return made;
}

party guest_with_link() {
  auto who = somebody();
  who.registrant_ids = {"r-1"};
  return who;
}

TEST(identity, is_decided_by_the_registration_behind_the_link) {
  EXPECT_EQ(resolve(guest_with_link(), {{registered("orang.P-1@contoh.example")}, false}, two_people()),
            person_found("P-1"));
}

TEST(identity, of_a_link_without_a_registration_is_unknown) {
  EXPECT_EQ(resolve(guest_with_link(), {}, two_people()).reason, "person_unknown");
  EXPECT_EQ(resolve(guest_with_link(), {{registered("orang.lain@contoh.example")}, false}, two_people()).reason,
            "person_unknown");
}

TEST(identity, falls_to_the_lower_rungs_where_nobody_known_registered) {
  auto who = guest_with_link();
  who.account_names = {"z-2"};
  EXPECT_EQ(resolve(who, {{registered("orang.lain@contoh.example")}, false}, two_people()), person_found("P-2"));
}

TEST(identity, is_a_conflict_when_registration_and_account_disagree) {
  auto who = guest_with_link();
  who.account_names = {"z-2"};
  EXPECT_EQ(resolve(who, {{registered("orang.P-1@contoh.example")}, false}, two_people()).reason, "identity_conflict");
}

TEST(identity, is_a_conflict_where_a_link_is_shared) {
  EXPECT_EQ(resolve(guest_with_link(), {{registered("orang.P-1@contoh.example")}, true}, two_people()).reason,
            "identity_conflict");
}

TEST(identity, of_a_registration_is_decided_by_its_email) {
  EXPECT_EQ(resolve_registration(registered("orang.P-2@contoh.example"), two_people()), person_found("P-2"));
  EXPECT_EQ(resolve_registration(registered("pribadi@contoh.example"), two_people()).reason, "person_unknown");
}

// SEMANTICS.md 3.3: a self-typed NIP needs a second attribute.
class self_typed_nip : public testing::Test {
 protected:
  self_typed_nip() {
    auto one = person("P-1"), two = person("P-2");
    one.nip = "198503152010012001";
    one.nama = "Dr. Ratna Wijayakusuma, S.T.";
    two.nip = "198503152010012002";
    people = directory({one, two}, {});
    typed = registered("pribadi@contoh.example");
    typed.claimed_nips = {"198503152010012001"};
  }
  resolution who() const { return resolve_registration(typed, people); }

  directory people;
  party typed;
};

TEST_F(self_typed_nip, alone_decides_nothing) {
  EXPECT_EQ(who().reason, "person_unknown");
}

TEST_F(self_typed_nip, decides_where_the_name_agrees) {
  typed.names = {"ratna  WIJAYAKUSUMA"};
  EXPECT_EQ(who(), person_found("P-1"));
}

TEST_F(self_typed_nip, decides_nothing_where_the_name_differs) {
  typed.names = {"Ratna Wijaya"};
  EXPECT_EQ(who(), (resolution{verdict::hold, "", "person_unknown", "Ratna Wijaya"}));
}

TEST_F(self_typed_nip, that_the_directory_does_not_have_decides_nothing) {
  typed.names = {"Ratna Wijayakusuma"};
  typed.claimed_nips = {"198503152010012999"};
  EXPECT_EQ(who().reason, "person_unknown");
}

TEST_F(self_typed_nip, decides_where_the_email_agrees) {
  typed.emails = {"orang.P-1@contoh.example"};
  EXPECT_EQ(who(), person_found("P-1"));
}

TEST_F(self_typed_nip, of_another_person_is_passed_over_where_nothing_agrees_with_it) {
  typed.emails = {"orang.P-2@contoh.example"};
  EXPECT_EQ(who(), person_found("P-2"));
}

TEST_F(self_typed_nip, is_a_conflict_where_name_and_email_name_two_people) {
  typed.emails = {"orang.P-2@contoh.example"};
  typed.names = {"Ratna Wijayakusuma"};
  EXPECT_EQ(who().reason, "identity_conflict");
}

TEST_F(self_typed_nip, in_conflict_is_one_for_the_connection_too) {
  typed.emails = {"orang.P-2@contoh.example"};
  typed.names = {"Ratna Wijayakusuma"};
  auto there = guest_with_link();
  there.emails = {"orang.P-2@contoh.example"};
  there.account_names = {"z-2"};
  EXPECT_EQ(resolve(there, {{typed}, false}, people).reason, "identity_conflict");
}

stay stays(const std::string& email, std::string_view from, std::string_view to) {
  auto who = guest_with_link();
  if (!email.empty()) who.emails = {email};
  return {who, {at(from), at(to)}};
}

TEST(link, is_shared_by_two_emails_at_once) {
  EXPECT_TRUE(share_a_link(stays("a@contoh.example", "09:00", "10:00"), stays("b@contoh.example", "09:30", "11:00")));
  EXPECT_TRUE(share_a_link(stays("b@contoh.example", "09:30", "11:00"), stays("a@contoh.example", "09:00", "10:00")));
}

TEST(link, is_not_shared_one_after_the_other) {
  EXPECT_FALSE(share_a_link(stays("a@contoh.example", "09:00", "10:00"), stays("b@contoh.example", "10:00", "11:00")));
}

TEST(link, is_not_shared_by_two_devices_of_one_person) {
  EXPECT_FALSE(share_a_link(stays("a@contoh.example", "09:00", "10:00"), stays("a@contoh.example", "09:30", "11:00")));
  EXPECT_FALSE(share_a_link(stays("a@contoh.example", "09:00", "10:00"), stays("", "09:30", "11:00")));
}

TEST(link, is_not_shared_by_two_links) {
  auto other = stays("b@contoh.example", "09:30", "11:00");
  other.who.registrant_ids = {"r-2"};
  EXPECT_FALSE(share_a_link(stays("a@contoh.example", "09:00", "10:00"), other));
}

TEST(connections, that_are_one_know_what_each_of_them_says) {
  auto phone = somebody(), app = somebody();
  phone.names = {"62812"};
  phone.account_home_page.clear();
  app.account_names = {"z-1"};
  app.host = true;
  app.at = phone.at - std::chrono::minutes{5};
  auto one = phone, other = app;
  unite(one, app);
  unite(other, phone);
  for (const auto& together : {one, other}) {
    EXPECT_EQ(together.names, std::vector<std::string>{"62812"});
    EXPECT_EQ(together.account_names, std::vector<std::string>{"z-1"});
    EXPECT_EQ(together.account_home_page, "https://zoom.us");
    EXPECT_TRUE(together.host);
    EXPECT_EQ(together.at, app.at);
  }
}

TEST(identity, is_released_by_a_better_directory) {
  auto who = somebody();
  who.emails = {"orang.P-3@contoh.example"};
  who.account_names = {"z-3"};
  EXPECT_EQ(resolve(who, {}, two_people()).what, verdict::hold);
  EXPECT_EQ(resolve(who, {}, directory({person("P-3")}, {})), person_found("P-3"));
}

}  // namespace
}  // namespace jembatan::training
