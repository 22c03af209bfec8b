#include "config/loader.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>
#include <map>

namespace {

namespace config = jembatan::config;
using jembatan::about;
using jembatan::byte_size;
using jembatan::option_visitor;
using jembatan::secret_file;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

struct source_options {
  std::string type;
  std::vector<secret_file> secrets;
  bool nip_question = false;
};

struct session_options {
  std::string id;
  int attendance = 80;
};

struct sample {
  bool dry = true;
  std::int64_t port = 8443;
  jembatan::duration keep = std::chrono::hours{1};
  byte_size limit{1024};
  std::string node = "edge";
  std::filesystem::path directory = "var";
  secret_file key;
  std::optional<jembatan::date> since;
  std::vector<std::string> roles{"gateway"};
  std::string mode = "dry_run";
  std::string https = "0.0.0.0:8443", admin;
  std::map<std::string, source_options> sources;
  std::vector<session_options> sessions;
  std::vector<std::string> people;
  std::string people_file;
};

void describe(config::visitor& v, sample& s) {
  v.option("dry", s.dry, {"Dry."});
  v.option("port", s.port, 1, 65535, {"Port."});
  v.option("keep", s.keep, {"Keep."});
  v.option("limit", s.limit, {"Limit."});
  v.option("node", s.node, {"Node.", true});
  v.option("directory", s.directory, {"Directory."});
  v.option("key", s.key, {"Key."});
  v.option("since", s.since, {"Since."});
  v.option("roles", s.roles, {"Roles."});
  v.choice("mode", s.mode, {"dry_run", "live"}, {"Mode."});
  v.section("listen", {"Listen."}, [&](option_visitor& l) {
    l.option("https", s.https, {"Address.", true});
    l.option("admin", s.admin, {"Address."});
    if (s.admin == s.https) l.reject("admin", "is the address of https: choose another port");
  });
  v.named("sources", {"Sources."}, [&](const std::string& name, option_visitor& e) {
    auto& to = s.sources[name];
    if (!config::decide(e, "type", to.type, {"zoom"}, {"xapi", "caliper"}, {"Type.", true})) return;
    e.option("secrets", to.secrets, {"Secrets.", true});
    e.option("nip_question", to.nip_question, {"Question."});
  });
  v.sequence("sessions", {"Sessions."}, [&](option_visitor& e) {
    auto& to = s.sessions.emplace_back();
    e.option("id", to.id, {"Id.", true});
    e.percent("attendance", to.attendance, {"Share."});
  });
  v.list_or_section("people", s.people, {"People."}, [&](option_visitor& p) {
    p.option("file", s.people_file, {"File.", true});
  });
  v.unsupported("badge", {"Badges."});
}

std::vector<std::string> load(const std::string& yaml, sample& s) {
  const config::origin from{"g.yaml", "/etc/jembatan",
                            [](const std::filesystem::path& file) -> jembatan::result<std::string> {
                              if (file == "/etc/jembatan/missing")
                                return jembatan::error{jembatan::errc::not_found, "open /etc/jembatan/missing"};
                              return "value of " + file.filename().string();
                            }};
  std::vector<std::string> messages;
  for (const auto& d : config::load_text(yaml, from, [&](config::visitor& v) { describe(v, s); }))
    messages.push_back(d.message());
  return messages;
}

std::vector<std::string> load(const std::string& yaml) {
  sample s;
  return load(yaml, s);
}

TEST(loader, fills_every_type_of_option) {
  sample s;
  EXPECT_THAT(load(R"(dry: false
port: 443
keep: 35d
limit: 16MiB
node: edge-1
directory: ../var
key: keys/one
since: 2026-01-01
roles: [gateway, api]
mode: live
listen: {https: "127.0.0.1:0"}
sources:
  zoom-a: {type: zoom, secrets: [s1, /run/s2], nip_question: true}
sessions:
  - {id: s1, attendance: 75%}
  - {id: s2}
people: [P-1, P-2]
)",
                   s),
              IsEmpty());
  EXPECT_FALSE(s.dry);
  EXPECT_EQ(s.port, 443);
  EXPECT_EQ(s.keep, std::chrono::days{35});
  EXPECT_EQ(s.limit.bytes, 16 * jembatan::MiB);
  EXPECT_EQ(s.node, "edge-1");
  EXPECT_EQ(s.directory, "/etc/var");
  EXPECT_EQ(s.key.file, "/etc/jembatan/keys/one");
  EXPECT_EQ(s.key.value, "value of one");
  EXPECT_EQ(s.since, jembatan::parse_date("2026-01-01"));
  EXPECT_THAT(s.roles, ElementsAre("gateway", "api"));
  EXPECT_EQ(s.mode, "live");
  EXPECT_EQ(s.https, "127.0.0.1:0");
  ASSERT_THAT(s.sources, SizeIs(1));
  ASSERT_THAT(s.sources["zoom-a"].secrets, SizeIs(2));
  EXPECT_EQ(s.sources["zoom-a"].secrets[1].file, "/run/s2");
  EXPECT_TRUE(s.sources["zoom-a"].nip_question);
  ASSERT_THAT(s.sessions, SizeIs(2));
  EXPECT_EQ(s.sessions[0].attendance, 75);
  EXPECT_EQ(s.sessions[1].attendance, 80);
  EXPECT_THAT(s.people, ElementsAre("P-1", "P-2"));
}

TEST(loader, leaves_defaults_where_nothing_is_written) {
  sample s;
  EXPECT_THAT(load("node: n\n", s), IsEmpty());
  EXPECT_EQ(s.port, 8443);
  EXPECT_THAT(s.roles, ElementsAre("gateway"));
  EXPECT_FALSE(s.key.given());
}

TEST(loader, takes_a_section_without_anything_below_it_for_an_empty_one) {
  EXPECT_THAT(load("node: n\nsources:\nsessions:\n"), IsEmpty());
}

TEST(loader, explains_all_errors_at_once_in_the_order_of_lines) {
  EXPECT_THAT(load("port: 0\nkeep: 30\nnoed: x\n"),
              ElementsAre(HasSubstr("g.yaml:1: port: "), "g.yaml:1: node: is missing: write it",
                          HasSubstr("g.yaml:2: keep: "), "g.yaml:3: noed: is not known here: did you mean 'node'?"));
}

TEST(loader, proposes_no_key_that_is_far_off) {
  EXPECT_THAT(
      load("node: n\nsomething_else: 1\n"),
      ElementsAre("g.yaml:2: something_else: is not known here: remove it (jembatan config reference lists all keys)"));
}

TEST(loader, finds_an_unknown_key_in_a_nested_section) {
  EXPECT_THAT(load("node: n\nlisten:\n  https: a\n  amdin: b\n"),
              ElementsAre("g.yaml:4: listen.amdin: is not known here: did you mean 'admin'?"));
}

TEST(loader, refuses_a_duplicate_key) {
  EXPECT_THAT(load("node: n\nnode: m\n"),
              ElementsAre(HasSubstr("g.yaml:2: duplicate key 'node', first written in line 1")));
}

struct bad_value {
  const char* yaml;
  const char* message;
};

class loader_values : public ::testing::TestWithParam<bad_value> {};

TEST_P(loader_values, are_refused_with_what_to_write) {
  EXPECT_THAT(load(std::string("node: n\n") + GetParam().yaml), ElementsAre(HasSubstr(GetParam().message)));
}

INSTANTIATE_TEST_SUITE_P(
    all, loader_values,
    ::testing::Values(
        bad_value{"keep: 30", "g.yaml:2: keep: '30' is no duration: write 30s (units: ms s m h d y)"},
        bad_value{"keep: 1.5h", "write a whole number and a unit"}, bad_value{"keep: -1s", "is no duration"},
        bad_value{"limit: 16", "limit: '16' is no size: write 16MiB"}, bad_value{"limit: 16MB", "is no size"},
        bad_value{"port: 65536", "'65536' is out of range: write a number from 1 to 65535"},
        bad_value{"port: 99999999999999999999", "out of range"}, bad_value{"port: -1", "out of range"},
        bad_value{"port: 080", "is no whole number"}, bad_value{"port: 0x50", "is no whole number"},
        bad_value{"port: 80.0", "is no whole number"}, bad_value{"port: \"80\"", "write 80 without quotes"},
        bad_value{"port: [80]", "is a list"}, bad_value{"port:", "has no value"}, bad_value{"port: ~", "has no value"},
        bad_value{"port: {a: 1}", "is a mapping"}, bad_value{"dry: yes", "neither true nor false"},
        bad_value{"dry: \"true\"", "neither true nor false"}, bad_value{"since: 2026-02-30", "is no date"},
        bad_value{"mode: liev", "'liev' is not known, did you mean 'live'?: write dry_run or live"},
        bad_value{"roles: gateway", "but a list is needed: write [gateway]"},
        bad_value{"roles: [[a]]", "element 1 is a list"}, bad_value{"roles: [a, \"\"]", "element 2 is empty"},
        bad_value{"directory: \"\"", "is empty"}, bad_value{"key: missing", "g.yaml:2: key: cannot read the secret"},
        bad_value{"listen: 1", "needs keys of its own"}, bad_value{"listen: [a]", "needs keys of its own"},
        bad_value{"listen: {}", "listen.https: is missing"}, bad_value{"sources: []", "needs keys of its own"},
        bad_value{"sources: {Zoom_A: {}}", "sources.Zoom_A: is no name"},
        bad_value{"sources: {zoom-a: 1}", "sources.zoom-a: needs keys"},
        bad_value{"sessions: {id: s1}", "needs a list"}, bad_value{"sessions: [s1]", "sessions[0]: needs keys"},
        bad_value{"sessions: [{}]", "sessions[0].id: is missing"},
        bad_value{"sessions: [{id: a, attendance: 80}]", "sessions[0].attendance: '80' is no percentage: write 80%"},
        bad_value{"people: {}", "people.file: is missing"}, bad_value{"people: x", "but a list is needed"},
        bad_value{"badge: {a: {b: c}}", "badge: is not yet supported by this version: remove it"},
        bad_value{"dry: &a true", "anchors (&name) are not allowed"}));

TEST(loader, names_the_line_of_one_secret_among_several) {
  EXPECT_THAT(load("node: n\nsources:\n  a:\n    type: zoom\n    secrets:\n      - good\n      - missing\n"),
              ElementsAre(HasSubstr("g.yaml:7: sources.a.secrets[1]: cannot read the secret")));
}

TEST(loader, says_one_thing_of_an_entry_whose_type_is_planned) {
  EXPECT_THAT(load("node: n\nsources:\n  m: {type: xapi, credentials: F, body_limit: 16MiB}\n"),
              ElementsAre("g.yaml:3: sources.m.type: 'xapi' is not yet supported by this version: remove it"));
}

TEST(loader, says_one_thing_of_an_entry_whose_type_is_unknown_or_missing) {
  EXPECT_THAT(load("node: n\nsources:\n  m: {type: zom, credentials: F}\n"),
              ElementsAre(HasSubstr("sources.m.type: 'zom' is not known, did you mean 'zoom'?")));
  EXPECT_THAT(load("node: n\nsources:\n  m: {credentials: F}\n"),
              ElementsAre("g.yaml:3: sources.m.type: is missing: write it"));
}

TEST(loader, goes_on_with_the_entries_after_one_that_was_abandoned) {
  EXPECT_THAT(load("node: n\nsources:\n  m: {type: xapi, x: 1}\n  z: {type: zoom, secret: [a]}\n"),
              ElementsAre(HasSubstr("sources.m.type"), HasSubstr("sources.z.secrets: is missing"),
                          HasSubstr("sources.z.secret: is not known here: did you mean 'secrets'?")));
}

TEST(loader, puts_a_refused_combination_at_the_line_of_its_key) {
  EXPECT_THAT(load("node: n\nlisten:\n  https: a:1\n  admin: a:1\n"),
              ElementsAre("g.yaml:4: listen.admin: is the address of https: choose another port"));
}

TEST(loader, does_not_ask_for_keys_of_a_section_that_is_not_written) {
  EXPECT_THAT(load("node: n\n"), IsEmpty());
}

TEST(loader, asks_for_required_keys_of_an_empty_file) {
  EXPECT_THAT(load(""), ElementsAre("g.yaml:1: node: is missing: write it"));
}

TEST(loader, says_nothing_more_about_a_value_that_is_an_alias) {
  EXPECT_THAT(load("node: n\nroles: &r [a]\nport: *r\n"),
              ElementsAre(HasSubstr("g.yaml:2: anchors"), HasSubstr("g.yaml:3: aliases")));
}

TEST(loader, refuses_a_file_that_is_no_mapping) {
  EXPECT_THAT(load("- a\n- b\n"), ElementsAre(HasSubstr("the file must hold keys and values")));
}

TEST(loader, concludes_nothing_from_a_file_that_is_malformed) {
  EXPECT_THAT(load("node: [\n"), ElementsAre(HasSubstr("not readable as YAML")));
}

TEST(loader, reports_a_hundred_errors_and_counts_the_rest) {
  std::string yaml = "node: n\n";
  for (int i = 0; i < 130; ++i) yaml += "unknown_key_" + std::to_string(i) + ": 1\n";
  const auto messages = load(yaml);
  ASSERT_THAT(messages, SizeIs(config::most_diagnostics + 1));
  EXPECT_EQ(messages.back(), "g.yaml: and 30 more: mend those above and check again");
}

class loader_files : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (std::filesystem::temp_directory_path() / "jembatan-config-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    directory_ = name;
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }
  void write(const std::string& name, const std::string& text) { std::ofstream(directory_ / name) << text; }

  std::filesystem::path directory_;
};

TEST_F(loader_files, resolves_paths_against_the_file_and_reads_secrets_without_their_newline) {
  write("key", "s3cret\n");
  write("g.yaml", "node: n\nkey: key\ndirectory: var\n");
  sample s;
  EXPECT_THAT(config::load(directory_ / "g.yaml", [&](config::visitor& v) { describe(v, s); }), IsEmpty());
  EXPECT_EQ(s.key.value, "s3cret");
  EXPECT_EQ(s.directory, directory_ / "var");
}

TEST_F(loader_files, reports_an_empty_and_a_missing_secret_at_their_lines) {
  write("empty", "\n");
  write("g.yaml", "node: n\nkey: empty\nsources: {a: {type: zoom, secrets: [nowhere]}}\n");
  sample s;
  const auto found = config::load(directory_ / "g.yaml", [&](config::visitor& v) { describe(v, s); });
  ASSERT_THAT(found, SizeIs(2));
  EXPECT_EQ(found[0].line, 2);
  EXPECT_THAT(found[0].text, HasSubstr("is empty"));
  EXPECT_EQ(found[1].line, 3);
}

TEST_F(loader_files, reports_a_file_that_does_not_exist) {
  sample s;
  const auto found = config::load(directory_ / "none.yaml", [&](config::visitor& v) { describe(v, s); });
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].line, 0);
}

}  // namespace
