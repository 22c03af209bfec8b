#pragma once
// A folder of mappings that lives as long as one test, and what its plan makes of a body.
#include <stdlib.h>

#include <boost/json/parse.hpp>
#include <filesystem>
#include <fstream>
#include <string>

#include "normalise/plan.hpp"

namespace jembatan::normalise {

class folder {
 public:
  folder() {
    std::string name = (std::filesystem::temp_directory_path() / "jb-mappings-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory");
    root_ = name;
    write("test/source.yaml", "version: 1\ntype: /kind\ntime: {from: /ts, as: unix_ms}\n");
  }
  ~folder() {
    std::error_code ec;
    std::filesystem::remove_all(root_, ec);
  }
  folder(const folder&) = delete;
  folder& operator=(const folder&) = delete;

  void write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories((root_ / name).parent_path());
    std::ofstream(root_ / name, std::ios::binary) << text;
  }

  // A mapping of {"kind":"k"} whose data is this; lines of it begin at line 5 of the file.
  void write_data(const std::string& data) const {
    write("test/a.yaml",
          "version: 1\nmatch: {/kind: k}\ntype: id.go.asn.training.test.made.v1\nsubject: [{thing: /thing}]\n" + data);
  }

  std::shared_ptr<const plan> load() {
    found.clear();
    return plan::load(root_, "key", found);
  }

  std::string text() const {
    std::string all;
    for (const auto& d : found)
      all += std::filesystem::path(d.file).filename().string() + ":" + std::to_string(d.line) + ": " + d.text + "\n";
    return all;
  }

  const std::filesystem::path& root() const { return root_; }

  std::vector<diagnostic> found;

 private:
  std::filesystem::path root_;
};

inline raw_event raw(const std::string& body, const std::string& type = "test") {
  raw_event e;
  e.source = "s-1";
  e.source_type = type;
  e.receipt = "jb1-n-0011223344556677-42";
  e.id.fill(0xab);
  e.received_at = from_unix_ms(1'773'622'805'000);
  e.bytes = body;
  return e;
}

inline boost::json::object event_of(const outcome& o, std::size_t i = 0) {
  return boost::json::parse(o.messages.at(i).value).as_object();
}

}  // namespace jembatan::normalise
