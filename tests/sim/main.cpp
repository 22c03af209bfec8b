// jembatan-sim: many histories, each made from a seed. See README.md.
#include <sqlite3.h>

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>

#include "sim/crowd.hpp"
#include "sim/history.hpp"
#include "sim/mappings_twice.hpp"

namespace {

using namespace jembatan;

int fail(const std::string& why) {
  std::cerr << "sim: " << why << "\n";
  return 2;
}

struct arguments {
  std::uint64_t histories = 0, seed = 1;
  std::size_t workers = 2;
  std::set<std::size_t> without;
  std::string mappings;
  bool tell = false, shrink = true, to_the_first = false;
};

std::uint64_t number(std::string_view text) {
  std::uint64_t n = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (failed != std::errc{} || end != text.data() + text.size()) throw std::invalid_argument(std::string(text));
  return n;
}

std::set<std::size_t> numbers(std::string_view text) {
  std::set<std::size_t> all;
  while (!text.empty()) {
    const auto comma = text.find(',');
    all.insert(number(text.substr(0, comma)));
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
  }
  return all;
}

arguments parse(int argc, char** argv) {
  arguments a;
  for (int i = 1; i < argc; ++i) {
    const std::string_view name = argv[i];
    if (name == "--tell") {
      a.tell = true;
      continue;
    }
    if (name == "--no-shrink") {
      a.shrink = false;
      continue;
    }
    if (name == "--to-the-first") {
      a.to_the_first = true;
      continue;
    }
    if (i + 1 == argc) throw std::invalid_argument(std::string(name));
    const std::string_view value = argv[++i];
    if (name == "--histories")
      a.histories = number(value);
    else if (name == "--seed")
      a.seed = number(value);
    else if (name == "--workers")
      a.workers = number(value);
    else if (name == "--without")
      a.without = numbers(value);
    else if (name == "--mappings")
      a.mappings = value;
    else
      throw std::invalid_argument(std::string(name));
  }
  return a;
}

}  // namespace

int main(int argc, char** argv) {
  // One thread, and nobody asks how much memory there is: SQLite needs no locks for either.
  sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
  sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  arguments a;
  try {
    a = parse(argc, argv);
  } catch (const std::invalid_argument& e) {
    return fail(std::string("not understood: ") + e.what() +
                "\nusage: [--histories N] [--seed X] [--workers N] [--without FAULT,...] [--tell] [--no-shrink] "
                "[--to-the-first] "
                "--mappings FOLDER");
  }
  const auto mappings = sim::load_mappings_twice(a.mappings);
  if (!mappings.first || !mappings.other) return fail("no mappings in " + a.mappings);
  if (a.histories == 0) return sim::run_one({a.seed, a.without, a.tell}, mappings);
  return sim::run_crowd({a.seed, a.histories, a.workers, a.shrink, a.to_the_first}, mappings);
}
