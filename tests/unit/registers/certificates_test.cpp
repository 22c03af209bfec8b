#include "registers/certificates.hpp"

#include <gmock/gmock.h>

namespace {

using jembatan::parse_date;
using jembatan::registers::certificates_register;
using jembatan::registers::parse_certificates;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr auto header = "training,person_id,number,date,link,pdf_path,sha256\n";

certificates_register parse(const std::string& rows) {
  return parse_certificates(header + rows, "certificates.csv");
}

std::vector<std::string> messages(const jembatan::config::diagnostics& found) {
  std::vector<std::string> out;
  for (const auto& d : found) out.push_back(d.message());
  return out;
}

TEST(certificates, reads_all_columns) {
  const auto r =
      parse("ppp-2026-01,P-1,800/12,2026-04-29,https://s.example/1,pdf/1.pdf," + std::string(64, 'A') + "\n");
  EXPECT_THAT(r.problems, IsEmpty());
  EXPECT_THAT(r.digest, SizeIs(64));
  ASSERT_THAT(r.rows, SizeIs(1));
  EXPECT_EQ(r.rows[0], (jembatan::training::certificate_row{"ppp-2026-01", "P-1", "800/12", *parse_date("2026-04-29"),
                                                            "https://s.example/1", "pdf/1.pdf", std::string(64, 'a')}));
}

TEST(certificates, need_neither_link_nor_document) {
  EXPECT_THAT(parse("ppp-2026-01,P-1,800/12,2026-04-29,,,\n").problems, IsEmpty());
}

TEST(certificates, report_everything_that_is_wrong_with_its_line) {
  EXPECT_THAT(messages(parse("PPP,P 1,,29-04-2026,s.example,,abc\n").problems),
              ElementsAre(HasSubstr("certificates.csv:2: training: "), HasSubstr(":2: person_id: "),
                          HasSubstr(":2: number: is empty"), HasSubstr(":2: date: is no date"),
                          HasSubstr(":2: link: is no web address"), HasSubstr(":2: sha256: is no SHA-256")));
}

TEST(certificates, are_one_per_person_and_training) {
  EXPECT_THAT(messages(parse("a,P-1,1,2026-04-29,,,\na,P-2,2,2026-04-29,,,\nb,P-1,3,2026-04-29,,,\n"
                             "a,P-1,4,2026-04-29,,,\n")
                           .problems),
              ElementsAre(HasSubstr(":5: person_id: has a certificate of this training already (line 2)")));
}

TEST(certificates, warn_of_a_number_that_stands_for_two) {
  const auto r = parse("a,P-1,1,2026-04-29,,,\na,P-2,1,2026-04-29,,,\n");
  EXPECT_THAT(r.problems, IsEmpty());
  EXPECT_THAT(messages(r.warnings), ElementsAre(HasSubstr(":3: number: is the number of another certificate")));
}

TEST(certificates, never_quote_a_cell) {
  for (const auto& m : messages(parse("a,SECRET x,SECRET,SECRET,SECRET,SECRET,SECRET\n").problems))
    EXPECT_THAT(m, Not(HasSubstr("SECRET")));
}

}  // namespace
