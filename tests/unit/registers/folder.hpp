#pragma once
// A directory that lives as long as a test.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace jembatan::registers {

class folder : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (std::filesystem::temp_directory_path() / "jembatan-registers-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    at_ = name;
  }
  void TearDown() override { std::filesystem::remove_all(at_); }
  void write(const std::string& name, const std::string& text) {
    std::filesystem::create_directories((at_ / name).parent_path());
    std::ofstream(at_ / name) << text;
  }

  std::filesystem::path at_;
};

inline std::string training_yaml(const std::string& id, const std::string& more = "") {
  return "version: 1\nid: " + id +
         "\ntitle: T\norganiser: O\nperiod: {from: 2026-03-02, to: 2026-04-30}\njp: 8\nsessions:\n"
         "  - {id: s1, zoom: {source: zoom-a, meeting_id: 955}, window: [2026-03-16T08:00, 2026-03-16T12:00]}\n" +
         more;
}

}  // namespace jembatan::registers
