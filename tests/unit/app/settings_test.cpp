#include "app/settings.hpp"

#include <gmock/gmock.h>

#include "base/file.hpp"

namespace jembatan::app {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::filesystem::path root = JB_SOURCE_DIR;

class settings_file : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "jb-settings-XXXXXX").string();
    directory_ = ::mkdtemp(pattern.data());
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  loaded_settings load(const std::string& yaml) {
    const auto file = directory_ / "gateway.yaml";
    EXPECT_TRUE(write_file_durably(file, yaml).has_value());
    return load_settings(file);
  }
  static std::vector<std::string> messages(const loaded_settings& l) {
    std::vector<std::string> all;
    for (const auto& p : l.problems) all.push_back(p.message());
    return all;
  }
  std::filesystem::path directory_;
};

TEST(configuration, the_shipped_file_loads_as_it_is) {
  const auto loaded = load_settings(root / "config" / "gateway.yaml");
  for (const auto& p : loaded.problems) ADD_FAILURE() << p.message();
  EXPECT_EQ(loaded.values.environment, "test");
}

TEST(configuration, the_committed_reference_is_what_the_program_prints) {
  EXPECT_EQ(read_file(root / "config" / "reference.md", 1 << 20).value(), settings_reference())
      << "run: jembatan config reference > config/reference.md";
}

TEST_F(settings_file, all_mistakes_are_reported_at_once_with_their_lines) {
  const auto all =
      messages(load("version: 1\nnodee: edge\nenvironment: staging\ndelivery: {settle: 48}\nnode: a\nnode: b\n"));
  EXPECT_THAT(all, Contains(HasSubstr("gateway.yaml:2:")));
  EXPECT_THAT(all, Contains(HasSubstr("gateway.yaml:3:")));
  EXPECT_THAT(all, Contains(HasSubstr("gateway.yaml:4:")));
  EXPECT_THAT(all, Contains(HasSubstr("gateway.yaml:6:")));
}

TEST_F(settings_file, what_this_version_cannot_do_is_refused_never_ignored) {
  for (const auto* yaml : {"eventlog: {kind: kafka}", "ledger: {kind: postgresql}", "audit: {origin: o}",
                           "sources: {moodle: {type: caliper}}", "targets: {sipd: {type: sipd}}",
                           "retention: {facts: 2y}", "delivery: {brake: {records: 20}}"}) {
    const auto all = messages(load(std::string("version: 1\n") + yaml + "\n"));
    EXPECT_THAT(all, Contains(HasSubstr("not yet supported"))) << yaml;
  }
}

TEST_F(settings_file, a_source_has_the_keys_of_its_type_alone) {
  write_file_durably(directory_ / "cred", "moodle:rahasia").value();
  const std::string begin = "version: 1\nsources:\n  moodle:\n    type: xapi\n    credentials: cred\n";
  EXPECT_THAT(messages(load(begin)), IsEmpty());
  EXPECT_THAT(messages(load(begin + "    secrets: [cred]\n")),
              ElementsAre(testing::AllOf(HasSubstr("gateway.yaml:6:"), HasSubstr("secrets"))));
  EXPECT_THAT(
      messages(load("version: 1\nsources:\n  zoom:\n    type: zoom\n    secrets: [cred]\n    on_pressure: wait\n")),
      ElementsAre(testing::AllOf(HasSubstr("gateway.yaml:6:"), HasSubstr("on_pressure"))));
}

TEST_F(settings_file, a_missing_secret_is_named_at_its_line) {
  const auto all = messages(load("version: 1\nsources:\n  zoom:\n    type: zoom\n    secrets: [nowhere.secret]\n"));
  EXPECT_THAT(all, Contains(testing::AllOf(HasSubstr("gateway.yaml:5:"), HasSubstr("nowhere.secret"))));
}

TEST_F(settings_file, the_data_directory_is_found_even_when_the_rest_is_wrong) {
  load("version: 1\nnonsense: true\ndata_dir: here\n");
  EXPECT_EQ(find_data_dir(directory_ / "gateway.yaml").value(), directory_ / "here");
}

TEST_F(settings_file, without_the_gateway_role_nothing_would_reach_the_ledger) {
  const std::string listen = "version: 1\nlisten: {certificate: c.pem, key: c.key}\n";
  EXPECT_THAT(messages(load(listen + "roles: [adapters]\n")), ElementsAre(HasSubstr("needs Kafka")));
  EXPECT_THAT(messages(load(listen + "roles: [gateway]\n")), IsEmpty());
}

}  // namespace
}  // namespace jembatan::app
