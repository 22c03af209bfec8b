#include <gmock/gmock.h>

#include "folder.hpp"

namespace jembatan::normalise {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

// What loading says when the mapping's data is this; data begins at line 5.
std::string complaint(const std::string& data) {
  folder f;
  f.write_data(data);
  return f.load() ? "" : f.text();
}

std::string complaint_of_file(const std::string& text) {
  folder f;
  f.write("test/a.yaml", text);
  return f.load() ? "" : f.text();
}

TEST(diagnostics, name_line_and_key_of_what_is_unknown) {
  EXPECT_THAT(complaint("data:\n  x:\n    from: /x\n    mandatory: true\n"),
              AllOf(StartsWith("a.yaml:8: "), HasSubstr("unknown key 'mandatory'"), HasSubstr("required")));
  EXPECT_THAT(complaint("colour: red\ndata: {x: /x}\n"), AllOf(StartsWith("a.yaml:5: "), HasSubstr("'colour'")));
  EXPECT_THAT(complaint("data:\n  x: {from: /x, as: uppercase}\n"),
              AllOf(StartsWith("a.yaml:6: "), HasSubstr("no function 'uppercase'"), HasSubstr("lower_case")));
}

TEST(diagnostics, refuse_keys_that_stand_twice) {
  EXPECT_THAT(complaint("data:\n  x: /x\n  y: /y\n  x: /z\n"),
              AllOf(StartsWith("a.yaml:8: "), HasSubstr("'x' stands twice")));
  EXPECT_THAT(complaint("data: {x: /x}\ntype: id.go.asn.training.other.v1\n"), StartsWith("a.yaml:6: "));
}

TEST(diagnostics, refuse_wrong_values) {
  EXPECT_THAT(complaint("data:\n  x: {from: x}\n"), AllOf(StartsWith("a.yaml:6: "), HasSubstr("must begin with '/'")));
  EXPECT_THAT(complaint("data:\n  x: /a~2\n"), AllOf(StartsWith("a.yaml:6: "), HasSubstr("~0")));
  EXPECT_THAT(complaint("data:\n  x: ./a\n"), AllOf(StartsWith("a.yaml:6: "), HasSubstr("inside 'each'")));
  EXPECT_THAT(complaint("data:\n  x: {from: /a, constant: b}\n"), HasSubstr("exactly one of"));
  EXPECT_THAT(complaint("data:\n  x: {from: /a, required: perhaps}\n"), HasSubstr("true or false"));
  EXPECT_THAT(complaint("data:\n  x: {from: /a, as: rfc3339, ahead_at_most: 3}\n"), HasSubstr("duration"));
  EXPECT_THAT(complaint("data:\n  x: {from: /a, otherwise: 3}\n"), HasSubstr("'table'"));
  EXPECT_THAT(complaint("data:\n  x: {from: /a, table: 3}\n"), HasSubstr("'table' must hold keys"));
  EXPECT_THAT(complaint("data:\n  x: {from: /a, table: {a: [1]}}\n"), HasSubstr("'table'"));
  EXPECT_THAT(complaint("data:\n  x: {first_of: []}\n"), HasSubstr("'first_of' needs a list"));
  EXPECT_THAT(complaint("data:\n  x:\n"), AllOf(StartsWith("a.yaml:7: "), HasSubstr("'x' must be")));
  EXPECT_THAT(complaint("data:\n  1x: /a\n"), HasSubstr("no name for a field"));
  EXPECT_THAT(complaint("data:\n  x: {each: /a}\n"), HasSubstr("needs 'of'"));
  EXPECT_THAT(complaint("data:\n  x: [/a]\n"), StartsWith("a.yaml:6: "));
  EXPECT_THAT(complaint("data: 7\n"), StartsWith("a.yaml:5: "));
}

TEST(diagnostics, refuse_half_a_pick) {
  EXPECT_THAT(complaint("data:\n  x: {pick: /l, take: ./v}\n"), AllOf(StartsWith("a.yaml:6: "), HasSubstr("'where'")));
  EXPECT_THAT(complaint("data:\n  x: {pick: /l, where: {present: ./v}}\n"), HasSubstr("'take'"));
  EXPECT_THAT(complaint("data:\n  x: {from: /l, where: {present: /v}}\n"), HasSubstr("belongs to a 'pick'"));
  EXPECT_THAT(complaint("data:\n  x: {pick: /l, from: /a}\n"), HasSubstr("exactly one of"));
  EXPECT_THAT(complaint("data:\n  x: {join: /a}\n"), HasSubstr("'join' needs a list"));
}

TEST(diagnostics, refuse_a_parameter_that_source_yaml_does_not_list) {
  EXPECT_THAT(complaint("data:\n  x: {from: /a, when: {present: {parameter: question}}}\n"),
              AllOf(StartsWith("a.yaml:6: "), HasSubstr("no parameter 'question'")));
}

TEST(diagnostics, refuse_wrong_conditions) {
  EXPECT_THAT(complaint("data:\n  x: {constant: a, when: {equal: [/a]}}\n"), HasSubstr("compares two"));
  EXPECT_THAT(complaint("data:\n  x: {constant: a, when: {equal: [/a], present: /b}}\n"), HasSubstr("exactly one"));
  EXPECT_THAT(complaint("data:\n  x: {constant: a, when: {present: b}}\n"), HasSubstr("asks about pointers"));
  EXPECT_THAT(complaint("data:\n  x: {constant: a, when: {greater: [/a, 1]}}\n"), HasSubstr("unknown key 'greater'"));
  EXPECT_THAT(complaint("data:\n  x: {constant: a, when: {present: []}}\n"), HasSubstr("needs a pointer"));
}

TEST(diagnostics, want_every_part_of_a_mapping) {
  EXPECT_THAT(complaint_of_file("version: 2\nmatch: {/kind: k}\nignore: x\n"),
              AllOf(StartsWith("a.yaml:1: "), HasSubstr("version: 1")));
  EXPECT_THAT(complaint_of_file("version: 1\nignore: x\n"), HasSubstr("'match'"));
  EXPECT_THAT(complaint_of_file("version: 1\nmatch: {kind: k}\nignore: x\n"), StartsWith("a.yaml:2: "));
  EXPECT_THAT(complaint_of_file("version: 1\nmatch: {/kind: []}\nignore: x\n"), HasSubstr("matches nothing"));
  EXPECT_THAT(complaint_of_file("version: 1\nmatch: {/kind: k}\n"),
              AllOf(HasSubstr("needs 'type'"), HasSubstr("needs 'subject'"), HasSubstr("needs 'data'")));
  EXPECT_THAT(complaint_of_file("version: 1\nmatch: {/kind: k}\nignore: x\ndata: {x: /x}\n"),
              AllOf(StartsWith("a.yaml:4: "), HasSubstr("remove 'data'")));
  EXPECT_THAT(
      complaint_of_file("version: 1\nmatch: {/kind: k}\ntype: training.made.v1\nsubject: [{a: /a}]\ndata: {x: /x}\n"),
      AllOf(StartsWith("a.yaml:3: "), HasSubstr("no type of event")));
  EXPECT_THAT(
      complaint_of_file("version: 1\nmatch: {/kind: k}\ntype: id.go.asn.training.a.v1\nsubject: /a\ndata: {x: /x}\n"),
      AllOf(StartsWith("a.yaml:4: "), HasSubstr("list of candidates")));
  EXPECT_THAT(complaint("time: /ts\ndata: {x: /x}\n"),
              AllOf(StartsWith("a.yaml:5: "), HasSubstr("must be an instant")));
  EXPECT_THAT(complaint("data: {x: /x}\nevents: []\n"), HasSubstr("belongs into 'events'"));
}

TEST(diagnostics, say_where_yaml_ends_to_be_yaml) {
  EXPECT_THAT(complaint_of_file("version: 1\nmatch: {/kind: k\nignore: x\n"),
              AllOf(StartsWith("a.yaml:"), HasSubstr("no YAML")));
  EXPECT_THAT(complaint_of_file(""), StartsWith("a.yaml:1: "));
  EXPECT_THAT(complaint_of_file("- a\n"), StartsWith("a.yaml:1: "));
}

TEST(diagnostics, refuse_a_tree_without_end) {
  std::string bomb = "version: 1\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 9; ++i) {
    const auto before = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before;
    for (int j = 0; j < 9; ++j) bomb += ", " + before;
    bomb += "]\n";
  }
  EXPECT_THAT(complaint_of_file(bomb), HasSubstr("too large or nested too deeply"));
}

TEST(diagnostics, come_all_at_once) {
  folder f;
  f.write("test/a.yaml", "version: 1\nmatch: {/kind: k}\nignore: x\ncolour: red\nshape: round\n");
  f.write("test/b.yaml", "version: 1\n");
  EXPECT_FALSE(f.load());
  EXPECT_THAT(f.text(), AllOf(HasSubstr("a.yaml:4:"), HasSubstr("a.yaml:5:"), HasSubstr("b.yaml:")));
}

TEST(diagnostics, refuse_two_mappings_for_the_same) {
  folder f;
  f.write("test/a.yaml", "version: 1\nmatch: {/kind: [k, l]}\nignore: x\n");
  f.write("test/b.yaml", "version: 1\nmatch: {/kind: [m, l]}\nignore: x\n");
  EXPECT_FALSE(f.load());
  EXPECT_THAT(f.text(), AllOf(StartsWith("b.yaml:1: "), HasSubstr("same events as")));
}

TEST(diagnostics, want_a_source_file_that_can_be_read) {
  folder f;
  f.write("test/source.yaml", "version: 1\ntype: kind\ntime: {from: /ts, as: text}\nmore: 1\n");
  EXPECT_FALSE(f.load());
  EXPECT_THAT(f.text(), AllOf(HasSubstr("source.yaml:2:"), HasSubstr("source.yaml:3:"), HasSubstr("source.yaml:4:")));
}

TEST(diagnostics, want_a_folder_of_mappings) {
  std::vector<diagnostic> found;
  EXPECT_FALSE(plan::load("/nonexistent/mappings", "key", found));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_THAT(found[0].text, HasSubstr("no mappings here"));
}

class cases : public testing::Test {
 protected:
  // The report on one case with this `expect`.
  case_report run(const std::string& expect) {
    folder_.write_data("data: {x: /x}\n");
    folder_.write("test/a.cases.yaml",
                  "version: 1\ncases:\n  - name: first\n    body: "
                  "'{\"kind\":\"k\",\"ts\":1773622802345,\"x\":\"1\",\"thing\":\"t\"}'\n"
                  "    expect:\n" +
                      expect);
    const auto plan = folder_.load();
    return run_cases(folder_.root(), *plan);
  }
  std::string failed(const std::string& expect) {
    const auto report = run(expect);
    std::string all;
    for (const auto& d : report.failed) all += std::to_string(d.line) + ": " + d.text + "\n";
    return report.passed == 0 ? all : "passed";
  }

  folder folder_;
};

TEST_F(cases, pass_when_everything_is_as_expected) {
  const auto report =
      run("      disposition: mapped\n      events:\n        - type: id.go.asn.training.test.made.v1\n"
          "          time: \"2026-03-16T01:00:02.345Z\"\n          subject: {thing: t}\n          data: {x: \"1\"}\n");
  EXPECT_EQ(report.passed, 1);
  EXPECT_TRUE(report.failed.empty());
}

TEST_F(cases, fail_with_the_line_of_what_differs) {
  EXPECT_THAT(failed("      disposition: dead\n"),
              AllOf(HasSubstr("6: case 'first': disposition should be dead and is mapped")));
  const std::string events = "      disposition: mapped\n      events:\n";
  EXPECT_THAT(failed(events + "        - {data: {x: 1}}\n"),
              HasSubstr(R"(8: case 'first': data should be {"x":1} and is {"x":"1"})"));
  EXPECT_THAT(failed(events + "        - {subject: {thing: u}}\n"), HasSubstr("subject"));
  EXPECT_THAT(failed(events + "        - {type: other}\n"), HasSubstr("type should be other"));
  EXPECT_THAT(failed(events + "        - {time: other}\n"), HasSubstr("time should be other"));
  EXPECT_THAT(failed(events + "        - {}\n        - {}\n"), HasSubstr("number of events should be 2 and is 1"));
  EXPECT_THAT(failed("      disposition: mapped\n"), HasSubstr("must say its 'events'"));
  EXPECT_THAT(failed(events + "        - {colour: red}\n"), HasSubstr("unknown key 'colour'"));
  EXPECT_THAT(failed("      mapping: test/b.yaml\n"), HasSubstr("mapping should be test/b.yaml"));
}

TEST_F(cases, give_the_options_that_they_name) {
  folder_.write("test/source.yaml", "version: 1\ntype: /kind\ntime: {from: /ts, as: unix_ms}\nparameters: [ask]\n");
  folder_.write_data("data: {x: {constant: asked, when: {equal: [/x, {parameter: ask}]}}}\n");
  folder_.write("test/a.cases.yaml",
                "version: 1\ncases:\n  - name: first\n    options: {ask: \"1\"}\n    body: "
                "'{\"kind\":\"k\",\"ts\":1773622802345,\"x\":\"1\"}'\n    expect: {disposition: mapped, events: "
                "[{data: {x: asked}}]}\n");
  const auto plan = folder_.load();
  ASSERT_TRUE(plan) << folder_.text();
  EXPECT_EQ(run_cases(folder_.root(), *plan).passed, 1);
}

TEST_F(cases, fail_when_another_mapping_was_chosen) {
  folder_.write("test/z.yaml", "version: 1\nmatch: {/kind: k, /x: {present: true}}\nignore: x\n");
  EXPECT_THAT(failed("      disposition: ignored\n"),
              HasSubstr("the mapping should be test/a.yaml and is test/z.yaml"));
}

}  // namespace
}  // namespace jembatan::normalise
