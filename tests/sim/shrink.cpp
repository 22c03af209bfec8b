#include "sim/shrink.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>

#include "sim/faults.hpp"

namespace jembatan::sim {

bool fails(const request& r, const mappings& m) {
  std::fflush(stdout);
  const pid_t child = ::fork();
  if (child == 0) {
    const bool quiet = std::freopen("/dev/null", "w", stderr) != nullptr;
    ::_exit(quiet && run_history(r, m).violations.empty() ? 0 : 1);
  }
  int status = 0;
  return child < 0 || ::waitpid(child, &status, 0) != child || !WIFEXITED(status) || WEXITSTATUS(status) != 0;
}

std::set<std::size_t> shrink(std::uint64_t seed, const mappings& m) {
  std::set<std::size_t> out;
  const auto faults = plan_faults(seed).size();
  // Twice: what one fault needed may be gone once a later one is.
  for (int round = 0; round < 2; ++round) {
    for (std::size_t i = 0; i < faults; ++i) {
      auto fewer = out;
      if (fewer.insert(i).second && fails({seed, fewer, false}, m)) out = std::move(fewer);
    }
  }
  return out;
}

std::string command_of(std::uint64_t seed, const std::set<std::size_t>& left_out) {
  auto text = "tests/sim/run --seed " + std::to_string(seed) + " --tell";
  const char* before = " --without ";
  for (const auto i : left_out) {
    text += before + std::to_string(i);
    before = ",";
  }
  return text;
}

}  // namespace jembatan::sim
