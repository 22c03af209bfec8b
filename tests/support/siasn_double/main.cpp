// Plays SIASN over HTTPS for tests and for the quickstart, and keeps every effect in a file.
#include <signal.h>

#include <cstdio>
#include <exception>
#include <iostream>
#include <thread>

#include "siasn_double/server.hpp"

namespace {

using namespace jembatan;

int fail(const std::string& why) {
  std::cerr << "jembatan-siasn-double: " << why << "\n" << siasn_double::usage;
  return 2;
}

// SIGTERM and SIGINT are taken by a thread that waits for them: nothing runs in a signal handler.
int serve(const siasn_double::options& o, siasn_double::siasn& brain) {
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGINT);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  siasn_double::server server(o, brain);
  std::jthread watcher([&] {
    int which = 0;
    sigwait(&ends, &which);
    server.stop();
  });
  std::cout << "ready https=" << server.address() << std::endl;
  server.run();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const auto o = siasn_double::parse_arguments({argv + 1, argv + argc});
  if (o.has_error()) return fail(o.error().context);
  auto people = siasn_double::people::read(o->people);
  if (people.has_error()) return fail(people.error().message());
  auto rows = siasn_double::rows::open(o->effects);
  if (rows.has_error()) return fail(rows.error().message());
  const system_clock clock;
  siasn_double::siasn brain(*o, std::move(*people), std::move(*rows), clock);
  try {
    return serve(*o, brain);
  } catch (const std::exception& e) {
    return fail(e.what());
  }
}
