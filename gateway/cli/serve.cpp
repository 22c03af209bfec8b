// jembatan serve: the service itself. SIGTERM and SIGINT drain and end, SIGHUP reloads.
#include <pthread.h>

#include <csignal>
#include <iostream>

#include "app/service.hpp"
#include "app/settings.hpp"
#include "base/log.hpp"
#include "cli/command.hpp"

namespace jembatan::cli {
namespace {

// Blocked before any thread exists, so that every thread inherits it and only the loop below takes signals.
sigset_t block_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int s : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&set, s);
  ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  return set;
}

int serve(const invocation& call) {
  const sigset_t signals = block_signals();
  auto loaded = app::load_settings(call.config);
  if (!loaded.problems.empty()) {
    for (const auto& p : loaded.problems) std::cerr << p.message() << '\n';
    return exit_usage;
  }
  auto started = app::service::start(std::move(loaded.values));
  if (started.has_error()) {
    for (const auto& line : started.error().lines) std::cerr << line << '\n';
    return started.error().configuration ? exit_usage : exit_bad;
  }
  auto& service = **started;
  std::cout << service.ready_line() << std::endl;
  for (;;) {
    int signal = 0;
    if (::sigwait(&signals, &signal) != 0) continue;
    if (signal != SIGHUP) break;
    service.reload();
  }
  service.stop();
  return exit_good;
}

}  // namespace

void add_serve(CLI::App& parent, invocation& call) {
  add_command(parent, call, "serve", "Run the service until SIGTERM; SIGHUP reloads", false,
              [&call] { return serve(call); });
}

}  // namespace jembatan::cli
