#include "registers/people.hpp"

#include <gmock/gmock.h>

#include "crypto/sha256.hpp"

namespace {

using jembatan::parse_date;
using jembatan::registers::is_person_id;
using jembatan::registers::parse_people;
using jembatan::registers::people_register;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr auto header = "person_id,nip,jenis_nip,nama,email,kode_opd,nama_opd,kode_skpd,berlaku_dari,berlaku_sampai\n";

people_register parse(const std::string& rows) {
  return parse_people(header + rows, "people.csv", *parse_date("2026-03-01"));
}

std::vector<std::string> problems(const std::string& rows) {
  std::vector<std::string> out;
  for (const auto& p : parse(rows).problems) out.push_back(p.message());
  return out;
}

std::vector<std::string> warnings(const std::string& rows) {
  std::vector<std::string> out;
  for (const auto& p : parse(rows).warnings) out.push_back(p.message());
  return out;
}

TEST(people, reads_all_columns_and_lowers_the_email) {
  const auto r = parse(
      "P-1,19850315 201001 1 002,nip,\"Rina, S.Kom\",Rina@BPSDM.example.go.id,5.04,BPSDM,,2020-01-01,2026-12-31\n");
  EXPECT_THAT(r.problems, IsEmpty());
  ASSERT_THAT(r.rows, SizeIs(1));
  const auto& row = r.rows[0];
  EXPECT_EQ(row.person_id, "P-1");
  EXPECT_EQ(row.nip, "198503152010011002");
  EXPECT_EQ(row.jenis_nip, "nip");
  EXPECT_EQ(row.nama, "Rina, S.Kom");
  EXPECT_EQ(row.email, "rina@bpsdm.example.go.id");
  EXPECT_EQ(row.kode_opd, "5.04");
  EXPECT_EQ(row.nama_opd, "BPSDM");
  EXPECT_EQ(row.kode_skpd, "");
  EXPECT_EQ(row.from, parse_date("2020-01-01"));
  EXPECT_EQ(row.to, parse_date("2026-12-31"));
}

TEST(people, may_be_a_header_only) {
  const auto r = parse("");
  EXPECT_THAT(r.problems, IsEmpty());
  EXPECT_THAT(r.rows, IsEmpty());
  EXPECT_EQ(r.digest, jembatan::to_hex(jembatan::crypto::sha256(header)));
}

TEST(people, accepts_a_contract_number_that_is_no_month) {
  EXPECT_THAT(problems("P-1,199001012023211001,nippppk,A,,5.04,,,,\n"), IsEmpty());
  EXPECT_THAT(problems("P-1,199001012023211001,nip,A,,5.04,,,,\n"), ElementsAre(HasSubstr("people.csv:2: nip: ")));
}

TEST(people, need_no_email) {
  EXPECT_THAT(problems("P-1,198503152010011002,nip,A,,5.04,,,,\n"), IsEmpty());
}

TEST(people, report_everything_that_is_wrong_with_every_row) {
  EXPECT_THAT(
      problems("P 1,12345,nip,,not-an-address,,,,2026-02-30,\nP-2,198503152010011002,pns,A,,5.04,,,,2026-13-01\n"),
      ElementsAre(HasSubstr("people.csv:2: person_id: "), HasSubstr("people.csv:2: nip: must be exactly 18 digits"),
                  HasSubstr("people.csv:2: nama: is empty"), HasSubstr("people.csv:2: email: "),
                  HasSubstr("people.csv:2: kode_opd: is empty"), HasSubstr("people.csv:2: berlaku_dari: "),
                  HasSubstr("people.csv:3: jenis_nip: must be nip or nippppk"),
                  HasSubstr("people.csv:3: berlaku_sampai: ")));
}

TEST(people, never_quote_a_cell_in_a_diagnostic) {
  // On a refused reload the diagnostics reach the operational log (DESIGN.md promise 8).
  for (const auto& p : problems("SECRET one,SECRET,SECRET,,SECRET,,,,SECRET,SECRET\n"))
    EXPECT_THAT(p, Not(HasSubstr("SECRET")));
}

TEST(people, refuse_shapes_that_are_no_email_address) {
  for (const auto* bad : {"a", "@b.c", "a@b", "a@.b", "a@b.", "a@b..c", "a b@c.d", "a@b@c.d", "a@b.c;d@e.f", "<a@b.c>"})
    EXPECT_THAT(problems("P-1,198503152010011002,nip,A," + std::string(bad) + ",5.04,,,,\n"),
                ElementsAre(HasSubstr("email")))
        << bad;
}

TEST(people, may_have_several_rows_that_follow_each_other) {
  const auto r =
      parse("P-1,198503152010011002,nip,A,,5.04,,,,2025-12-31\nP-1,198503152010011002,nip,A,,5.05,,,2026-01-01,\n");
  EXPECT_THAT(r.problems, IsEmpty());
  EXPECT_THAT(r.warnings, IsEmpty());
  EXPECT_THAT(r.rows, SizeIs(2));
}

TEST(people, refuse_rows_of_one_person_that_overlap) {
  EXPECT_THAT(
      problems("P-1,198503152010011002,nip,A,,5.04,,,,2026-01-01\nP-1,198503152010011002,nip,A,,5.05,,,2026-01-01,\n"),
      ElementsAre(HasSubstr("people.csv:3: berlaku_dari: the person's validity overlaps with that of line 2")));
}

TEST(people, refuse_the_same_row_twice_at_the_later_line) {
  const std::string row = "P-1,198503152010011002,nip,A,,5.04,,,,\n";
  EXPECT_THAT(problems(row + "P-2,198601012011012003,nip,B,,5.04,,,,\n" + row),
              ElementsAre("people.csv:4: is the same row as line 2: remove one"));
}

TEST(people, warn_of_a_number_and_an_email_that_two_people_share_at_one_time) {
  const auto found =
      warnings("P-1,198503152010011002,nip,A,x@y.go.id,5.04,,,,\nP-2,198503152010011002,nip,B,X@y.go.id,5.04,,,,\n");
  EXPECT_THAT(found, ElementsAre(HasSubstr("people.csv:3: nip: is valid for another person at the same time (line 2)"),
                                 HasSubstr("people.csv:3: email: ")));
}

TEST(people, do_not_warn_of_an_email_that_passed_from_one_to_another) {
  EXPECT_THAT(warnings("P-1,198503152010011002,nip,A,x@y.go.id,5.04,,,,2025-12-31\n"
                       "P-2,198601012011012003,nip,B,x@y.go.id,5.04,,,2026-01-01,\n"),
              IsEmpty());
}

TEST(people, have_another_digest_when_a_byte_changes) {
  EXPECT_NE(parse("P-1,198503152010011002,nip,A,,5.04,,,,\n").digest,
            parse("P-1,198503152010011002,nip,A,,5.04,,,,\r\n").digest);
}

TEST(person_id, is_safe_and_short) {
  EXPECT_TRUE(is_person_id("P-0102_a.B"));
  EXPECT_TRUE(is_person_id(std::string(64, 'a')));
  for (const auto& bad :
       {std::string(), std::string(65, 'a'), std::string("a b"), std::string("a/b"), std::string("\xC3\xA9")})
    EXPECT_FALSE(is_person_id(bad)) << bad;
}

}  // namespace
