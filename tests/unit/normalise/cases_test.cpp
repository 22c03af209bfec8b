#include <gmock/gmock.h>

#include <filesystem>

#include "normalise/plan.hpp"

namespace jembatan::normalise {
namespace {

namespace fs = std::filesystem;

const fs::path mappings = fs::path(JB_SOURCE_DIR) / "mappings";

std::string text_of(const std::vector<diagnostic>& all) {
  std::string text;
  for (const auto& d : all) text += d.file + ":" + std::to_string(d.line) + ": " + d.text + "\n";
  return text;
}

TEST(shipped_mappings, compile_and_pass_their_cases) {
  std::vector<diagnostic> found;
  const auto plan = plan::load(mappings, "test key", found);
  ASSERT_TRUE(plan) << text_of(found);
  const auto report = run_cases(mappings, *plan);
  EXPECT_TRUE(report.failed.empty()) << text_of(report.failed);
  EXPECT_GE(report.passed, 200);
}

TEST(shipped_mappings, have_cases_beside_each_of_them) {
  for (const auto& entry : fs::recursive_directory_iterator(mappings)) {
    const auto name = entry.path().filename().string();
    if (!name.ends_with(".yaml") || name.ends_with(".cases.yaml")) continue;
    auto beside = entry.path();
    beside.replace_extension(".cases.yaml");
    EXPECT_TRUE(fs::exists(beside)) << entry.path();
  }
}

}  // namespace
}  // namespace jembatan::normalise
