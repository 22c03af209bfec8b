#include "registers/registers.hpp"

#include <gmock/gmock.h>

#include "folder.hpp"

namespace {

using jembatan::parse_date;
using jembatan::registers::read_registers;
using jembatan::registers::register_context;
using jembatan::registers::training_yaml;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr auto people_header =
    "person_id,nip,jenis_nip,nama,email,kode_opd,nama_opd,kode_skpd,berlaku_dari,berlaku_sampai\n";
constexpr auto accounts_header = "person_id,source,home_page,account,berlaku_dari,berlaku_sampai\n";

class registers_folder : public jembatan::registers::folder {
 protected:
  auto read() {
    return read_registers({at_ / "people.csv", at_ / "accounts.csv", at_ / "trainings", certificates_}, context_);
  }

  register_context context_{*parse_date("2026-03-01"), std::set<std::string>{"zoom-a", "moodle"},
                            std::set<std::string>{"zoom-a"}};
  std::filesystem::path certificates_;  // configured where a test sets it
};

TEST_F(registers_folder, are_read_together) {
  write("people.csv", std::string(people_header) + "P-1,198503152010011002,nip,A,,5.04,,,,\n");
  write("accounts.csv", std::string(accounts_header) + "P-1,moodle,,a,,\n");
  write("trainings/a.yaml", training_yaml("a", "participants: [P-1]\n"));
  const auto all = read();
  EXPECT_THAT(all.problems, IsEmpty());
  EXPECT_THAT(all.warnings, IsEmpty());
  EXPECT_THAT(all.people.rows, SizeIs(1));
  EXPECT_THAT(all.accounts.rows, SizeIs(1));
  EXPECT_THAT(all.trainings.programmes, SizeIs(1));
  EXPECT_THAT(all.people.digest, SizeIs(64));
  EXPECT_THAT(all.accounts.digest, SizeIs(64));
  EXPECT_THAT(all.trainings.digest, SizeIs(64));
}

TEST_F(registers_folder, report_the_problems_of_all_of_them) {
  write("people.csv", "nonsense\n");
  write("trainings/a.yaml", training_yaml("b"));
  const auto all = read();
  std::set<std::string> files;
  for (const auto& p : all.problems) files.insert(std::filesystem::path(p.file).filename());
  EXPECT_THAT(files, ElementsAre("a.yaml", "accounts.csv", "people.csv"));
}

TEST_F(registers_folder, warn_of_rows_and_people_that_lead_nowhere) {
  write("people.csv", people_header);
  write("accounts.csv", std::string(accounts_header) + "P-1,modle,,a,,\nP-2,moodle,,b,,\n");
  write("trainings/a.yaml", training_yaml("a", "participants: [P-1]\n"));
  const auto all = read();
  EXPECT_THAT(all.problems, IsEmpty());
  ASSERT_THAT(all.warnings, SizeIs(3));
  EXPECT_THAT(all.warnings[0].message(), HasSubstr("person_id: 2 rows name nobody"));
  EXPECT_THAT(all.warnings[1].message(), HasSubstr("source: 1 rows name no source"));
  EXPECT_THAT(all.warnings[2].file, EndsWith("a.yaml"));
}

constexpr auto certificates_header = "training,person_id,number,date,link,pdf_path,sha256\n";

TEST_F(registers_folder, warn_of_certificates_that_wait_for_a_training_or_a_person) {
  certificates_ = at_ / "certificates.csv";
  write("people.csv", std::string(people_header) + "P-1,198503152010011002,nip,A,,5.04,,,,\n");
  write("accounts.csv", accounts_header);
  write("trainings/a.yaml", training_yaml("a"));
  write("certificates.csv", std::string(certificates_header) +
                                "a,P-1,1,2026-04-01,,,\na,P-2,2,2026-04-01,,,\n"
                                "b,P-1,3,2026-04-01,,,\n");
  const auto all = read();
  EXPECT_THAT(all.problems, IsEmpty());
  EXPECT_THAT(all.certificates.rows, SizeIs(3));
  EXPECT_THAT(all.certificates.digest, SizeIs(64));
  ASSERT_THAT(all.warnings, SizeIs(2));
  EXPECT_THAT(all.warnings[0].message(), HasSubstr("person_id: 1 rows name nobody"));
  EXPECT_THAT(all.warnings[1].message(), HasSubstr("training: 1 rows name no training"));
}

TEST_F(registers_folder, take_every_source_but_zooms_for_a_learning_system) {
  write("people.csv", people_header);
  write("accounts.csv", accounts_header);
  write("trainings/a.yaml", training_yaml("a", "course: {source: moodle, activity: \"https://lms.example/c\"}\n"));
  EXPECT_THAT(read().problems, IsEmpty());
  write("trainings/a.yaml", training_yaml("a", "course: {source: zoom-a, activity: \"https://lms.example/c\"}\n"));
  ASSERT_THAT(read().problems, SizeIs(1));
  EXPECT_THAT(read().problems[0].message(), HasSubstr("course.source: no source of a learning system has this id"));
}

TEST_F(registers_folder, are_empty_where_they_are_not_configured) {
  const auto all = read_registers({}, context_);
  EXPECT_THAT(all.problems, IsEmpty());
  EXPECT_THAT(all.people.digest, IsEmpty());
  EXPECT_THAT(all.trainings.programmes, IsEmpty());
}

TEST(shipped_registers, are_read_without_a_problem) {
  const std::filesystem::path shipped = JB_SOURCE_DIR "/config";
  const auto all = read_registers({shipped / "people.csv", shipped / "accounts.csv", shipped / "trainings"},
                                  {*parse_date("2026-03-01"), std::set<std::string>{}, std::set<std::string>{}});
  EXPECT_THAT(all.problems, IsEmpty());
  EXPECT_THAT(all.warnings, IsEmpty());
}

}  // namespace
