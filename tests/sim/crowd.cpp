#include "sim/crowd.hpp"

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <iostream>

#include "base/log.hpp"
#include "sim/faults.hpp"
#include "sim/shrink.hpp"

namespace jembatan::sim {
namespace {

// What a worker tells of one history: short enough to be written to the pipe whole.
struct report {
  std::uint64_t seed = 0, steps = 0, crashes = 0, violations = 0;
};

struct worker {
  pid_t process = -1;
  std::uint64_t seed = 0;  // that it is at
  bool over = false;
};

// Set by SIGINT and SIGTERM: what was done until then is summed up.
volatile std::sig_atomic_t told_to_stop = 0;

class foreman {
 public:
  foreman(const crowd& c, mappings m) : crowd_(c), mappings_(std::move(m)), workers_(c.workers) {}

  int run() {
    if (::pipe(pipe_) != 0) return 2;
    for (const int number : {SIGINT, SIGTERM}) ::signal(number, [](int) { told_to_stop = 1; });
    for (std::size_t i = 0; i < workers_.size(); ++i) begin(workers_[i], crowd_.first_seed + i);
    while (!std::all_of(workers_.begin(), workers_.end(), [](const worker& w) { return w.over; })) {
      listen();
      bury();
      if (told_to_stop != 0 || (crowd_.to_the_first && !failed_.empty())) end_all();
    }
    for (const auto seed : failed_) explain(seed);
    std::cout << "sim: histories=" << sum_.seed << " steps=" << sum_.steps << " crashes=" << sum_.crashes
              << " violations=" << sum_.violations << std::endl;
    return sum_.violations == 0 ? 0 : 1;
  }

 private:
  std::uint64_t end() const { return crowd_.first_seed + crowd_.histories; }

  void begin(worker& w, std::uint64_t seed) {
    w.seed = seed;
    std::cout.flush();
    w.process = ::fork();
    if (w.process != 0) return;
    // The gateway's own log would speak of injected faults only.
    if (std::freopen("/dev/null", "w", stderr) == nullptr) ::_exit(1);
    for (; seed < end(); seed += crowd_.workers) {
      const auto o = run_history({seed, {}, false}, mappings_);
      const report r{seed, o.steps, o.crashes, o.violations.size()};
      if (::write(pipe_[1], &r, sizeof r) != sizeof r) ::_exit(1);
    }
    ::_exit(0);
  }

  void listen() {
    pollfd ready{pipe_[0], POLLIN, 0};
    report r;
    for (int wait = 200; ::poll(&ready, 1, wait) == 1; wait = 0) {
      if (::read(pipe_[0], &r, sizeof r) != sizeof r) return;
      workers_[(r.seed - crowd_.first_seed) % crowd_.workers].seed = r.seed + crowd_.workers;
      take(r);
    }
  }

  void take(const report& r) {
    ++sum_.seed;
    sum_.steps += r.steps;
    sum_.crashes += r.crashes;
    sum_.violations += r.violations;
    if (r.violations == 0 || (crowd_.to_the_first && !failed_.empty())) return;
    failed_.push_back(r.seed);
    std::cerr << "sim: seed " << r.seed << " fails, after " << sum_.seed << " histories" << std::endl;
  }

  void end_all() {
    for (auto& w : workers_) {
      if (w.over) continue;
      ::kill(w.process, SIGKILL);
      ::waitpid(w.process, nullptr, 0);
      w.over = true;
    }
  }

  // A worker that ended in the midst of a history was ended by it.
  void bury() {
    for (auto& w : workers_) {
      int status = 0;
      if (w.over || ::waitpid(w.process, &status, WNOHANG) != w.process) continue;
      listen();
      w.over = w.seed >= end();
      if (w.over) continue;
      take({w.seed, 0, 0, 1});
      begin(w, w.seed + crowd_.workers);
    }
  }

  void explain(std::uint64_t seed) {
    const auto out = crowd_.shrink ? shrink(seed, mappings_) : std::set<std::size_t>();
    std::cout << "failed: seed " << seed << ", run it again with: " << command_of(seed, out) << "\n";
    std::cout.flush();
    const pid_t child = ::fork();
    if (child == 0) {
      if (std::freopen("/dev/null", "w", stderr) == nullptr) ::_exit(1);
      ::_exit(run_one({seed, out, false}, mappings_));
    }
    int status = 0;
    if (child > 0 && ::waitpid(child, &status, 0) == child && WIFSIGNALED(status))
      std::cout << "  violation: the process ended by signal " << WTERMSIG(status) << "\n";
  }

  const crowd crowd_;
  const mappings mappings_;
  std::vector<worker> workers_;
  int pipe_[2] = {-1, -1};
  report sum_;  // `seed` counts histories
  std::vector<std::uint64_t> failed_;
};

}  // namespace

int run_one(const request& r, const mappings& m) {
  if (!r.tell) log::set_level(log::level::error);
  const auto faults = plan_faults(r.seed);
  for (std::size_t i = 0; i < faults.size(); ++i)
    if (!r.left_out.contains(i)) std::cout << "  fault " << i << ": " << to_string(faults[i]) << "\n";
  std::cout.flush();
  const auto o = run_history(r, m);
  for (const auto& v : o.violations) std::cout << "  violation: " << v << "\n";
  std::cout << "sim: histories=1 steps=" << o.steps << " crashes=" << o.crashes << " violations=" << o.violations.size()
            << std::endl;
  return o.violations.empty() ? 0 : 1;
}

int run_crowd(const crowd& c, const mappings& m) {
  log::set_level(log::level::error);
  return foreman(c, m).run();
}

}  // namespace jembatan::sim
