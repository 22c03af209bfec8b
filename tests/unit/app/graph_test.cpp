#include "app/graph.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <set>

#include "base/file.hpp"

namespace jembatan::app {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Key;

const std::filesystem::path root = JB_SOURCE_DIR;

// A site with a certificate of its own, two secrets and empty registers.
class reload_graph : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "jb-graph-XXXXXX").string();
    directory_ = ::mkdtemp(pattern.data());
    make_certificate();
    write("zoom", "first-secret");
    write("moodle", "moodle:first");
    write("people.csv", "person_id,nip,jenis_nip,nama,email,kode_opd,nama_opd,kode_skpd,berlaku_dari,berlaku_sampai\n");
    write("gateway.yaml", configuration("127.0.0.1:0"));
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  void make_certificate() {
    std::filesystem::remove_all(directory_ / "certs");
    const auto command =
        (root / "certs" / "make-dev-certs").string() + " " + (directory_ / "certs").string() + " >/dev/null 2>&1";
    ASSERT_EQ(std::system(command.c_str()), 0);
  }
  void write(const std::string& name, const std::string& text) {
    ASSERT_TRUE(write_file_durably(directory_ / name, text).has_value());
  }
  static std::string configuration(const std::string& https) {
    return "version: 1\nenvironment: test\ndata_dir: var\nmappings: " + (root / "mappings").string() +
           "\nlisten:\n  https: " + https +
           "\n  certificate: certs/server.pem\n  key: certs/server.key\n"
           "sources:\n  zoom-bpsdm: {type: zoom, secrets: [zoom]}\n  moodle-bpsdm: {type: xapi, credentials: moodle}\n"
           "people: {directory: people.csv}\n";
  }
  loaded_graph load() { return load_graph(directory_ / "gateway.yaml", "key", from_unix_ms(1'772'000'000'000)); }
  std::string digest() {
    const auto loaded = load();
    EXPECT_THAT(loaded.problems, IsEmpty());
    return digest_of(loaded.value, {{"people", loaded.value.registers.people.digest}}, "key");
  }

  std::filesystem::path directory_;
};

TEST_F(reload_graph, has_the_same_digest_for_the_same_files) {
  EXPECT_EQ(digest(), digest());
}

TEST_F(reload_graph, has_another_digest_after_any_of_its_files_changed) {
  std::set<std::string> seen{digest()};
  write("zoom", "second-secret");
  EXPECT_TRUE(seen.insert(digest()).second) << "secret";
  write("moodle", "moodle:first\nmoodle:second");
  EXPECT_TRUE(seen.insert(digest()).second) << "credentials";
  make_certificate();
  EXPECT_TRUE(seen.insert(digest()).second) << "certificate";
  write("people.csv",
        "person_id,nip,jenis_nip,nama,email,kode_opd,nama_opd,kode_skpd,berlaku_dari,berlaku_sampai\n"
        "P-1,197803122005012004,nip,Wulan Contoh,w@example.go.id,5,O,5,2024-01-01,\n");
  EXPECT_TRUE(seen.insert(digest()).second) << "people";
  std::filesystem::copy(root / "mappings", directory_ / "mappings", std::filesystem::copy_options::recursive);
  auto text = configuration("127.0.0.1:0");
  text.replace(text.find((root / "mappings").string()), (root / "mappings").string().size(), "mappings");
  write("gateway.yaml", text);
  EXPECT_TRUE(seen.insert(digest()).second) << "configuration";
  std::filesystem::remove(directory_ / "mappings" / "zoom" / "meeting-started.yaml");
  std::filesystem::remove(directory_ / "mappings" / "zoom" / "meeting-started.cases.yaml");
  EXPECT_TRUE(seen.insert(digest()).second) << "mappings";
}

TEST_F(reload_graph, reports_what_is_wrong_in_all_parts_at_once) {
  write("people.csv", "not,the,header\n");
  write("certs/server.pem", "no certificate");
  std::filesystem::create_directories(directory_ / "mappings" / "zoom");
  auto text = configuration("127.0.0.1:0");
  text.replace(text.find((root / "mappings").string()), (root / "mappings").string().size(), "nowhere");
  write("gateway.yaml", text);
  EXPECT_THAT(load().problems, ElementsAre(Key("certificate"), Key("mappings"), Key("registers")));
}

TEST_F(reload_graph, reads_nothing_else_while_the_configuration_is_wrong) {
  write("gateway.yaml", "version: 1\nnonsense: true\n");
  EXPECT_THAT(load().problems, ElementsAre(Key("configuration")));
}

TEST_F(reload_graph, names_the_keys_that_need_a_restart) {
  const auto before = load().value.values;
  write("gateway.yaml", configuration("127.0.0.1:8443") + "node: edge-2\n");
  EXPECT_THAT(keys_for_restart(before, load().value.values), ElementsAre("listen.https", "node"));
  write("zoom-2", "next-secret");
  auto rotated = configuration("127.0.0.1:0");
  rotated.replace(rotated.find("[zoom]"), 6, "[zoom, zoom-2]");
  write("gateway.yaml", rotated);
  EXPECT_THAT(keys_for_restart(before, load().value.values), IsEmpty());
}

}  // namespace
}  // namespace jembatan::app
