// bench_load: sends signed webhooks over keep-alive TLS 1.3 connections and says how it went, one JSON object. Only for
// measurements: see README.md beside.
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <fstream>
#include <iostream>
#include <iterator>
#include <thread>

#include "load/worker.hpp"

namespace jembatan::bench {
namespace {

using clock = std::chrono::steady_clock;
using seconds = std::chrono::duration<double>;

struct options {
  target to{"127.0.0.1", 0, {}};
  std::string path, secret_file;
  std::size_t connections = 64, threads = 2;
  double warm_up = 1, measured = 5, rate = 0, most_rate = 150'000;
  std::uint64_t first = 0;
  bool hold = false;
};

options parse(int argc, char** argv) {
  options o;
  CLI::App app{"Sends signed webhooks and measures the answers."};
  app.add_option("--address", o.to.address, "IPv4 address");
  app.add_option("--port", o.to.port)->required();
  app.add_option("--ca", o.to.ca, "certificates to trust")->required();
  app.add_option("--path", o.path, "/v1/zoom/ID")->required();
  app.add_option("--secret", o.secret_file, "file with the secret token")->required();
  app.add_option("--connections", o.connections);
  app.add_option("--threads", o.threads);
  app.add_option("--warm-up", o.warm_up, "seconds before the measured time");
  app.add_option("--seconds", o.measured, "measured time");
  app.add_option("--rate", o.rate, "open loop: requests a second; 0 is the closed loop");
  app.add_option("--most-rate", o.most_rate, "closed loop: so many requests a second are prepared");
  app.add_option("--first", o.first, "number of the first body; two runs against one journal should differ");
  app.add_flag("--hold", o.hold, "one request per connection, then hold all of them idle until standard input ends");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    std::exit(app.exit(e));
  }
  return o;
}

std::string read_secret(const std::string& file) {
  std::ifstream in(file);
  std::string secret((std::istreambuf_iterator<char>(in)), {});
  if (secret.ends_with('\n')) secret.pop_back();
  if (secret.empty()) throw std::runtime_error("no secret in " + file);
  return secret;
}

void allow_descriptors() {
  rlimit l{};
  ::getrlimit(RLIMIT_NOFILE, &l);
  l.rlim_cur = l.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &l);
}

// One worker's share: its requests are its own, so that the threads have nothing in common.
class share {
 public:
  share(const options& o, std::size_t which)
      : requests_({o.to.address + ":" + std::to_string(o.to.port), o.path, read_secret(o.secret_file)},
                  o.first + which * wanted(o), wanted(o), std::time(nullptr)),
        worker_(o.to, o.connections / o.threads + (which < o.connections % o.threads ? 1 : 0), requests_) {}

  bench::worker& worker() { return worker_; }

 private:
  static std::size_t wanted(const options& o) {
    if (o.hold) return o.connections;
    const auto rate = o.rate > 0 ? o.rate : o.most_rate;
    return static_cast<std::size_t>(rate * (o.warm_up + o.measured) / static_cast<double>(o.threads)) + 1;
  }

  bench::requests requests_;
  bench::worker worker_;
};

using shares = std::vector<std::unique_ptr<share>>;

// The same step for all, each in a thread of its own; throws what the first of them threw.
template <class Step>
void in_parallel(std::size_t count, Step step) {
  std::vector<std::exception_ptr> failed(count);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < count; ++i)
    threads.emplace_back([&, i] {
      try {
        step(i);
      } catch (...) {
        failed[i] = std::current_exception();
      }
    });
  for (auto& t : threads) t.join();
  for (const auto& f : failed)
    if (f) std::rethrow_exception(f);
}

schedule make_schedule(const options& o, instant begin) {
  const auto after = [](instant t, double s) { return t + std::chrono::duration_cast<clock::duration>(seconds{s}); };
  schedule s{begin, after(begin, o.warm_up), after(begin, o.warm_up + o.measured)};
  if (o.rate > 0)
    s.interval = std::chrono::duration_cast<std::chrono::nanoseconds>(seconds{static_cast<double>(o.threads) / o.rate});
  return s;
}

double milliseconds_at(const std::vector<std::uint32_t>& sorted, double share_below) {
  if (sorted.empty()) return 0;
  const auto at = static_cast<std::size_t>(share_below * static_cast<double>(sorted.size() - 1));
  return sorted[at] / 1000.0;
}

int report(const options& o, const shares& all) {
  std::vector<std::uint32_t> sorted;
  std::uint64_t sent = 0, failures = 0;
  for (const auto& s : all) {
    const auto& part = s->worker().outcome();
    sorted.insert(sorted.end(), part.microseconds.begin(), part.microseconds.end());
    sent += part.sent;
    failures += part.failures;
    if (part.failures != 0) std::cerr << "bench_load: " << part.first_failure << "\n";
  }
  std::sort(sorted.begin(), sorted.end());
  std::cout << "{\"sent\":" << sent << ",\"answers\":" << sorted.size()
            << ",\"rps\":" << static_cast<std::uint64_t>(static_cast<double>(sorted.size()) / o.measured)
            << ",\"p50_ms\":" << milliseconds_at(sorted, .5) << ",\"p99_ms\":" << milliseconds_at(sorted, .99)
            << ",\"p999_ms\":" << milliseconds_at(sorted, .999) << ",\"max_ms\":" << milliseconds_at(sorted, 1)
            << ",\"failures\":" << failures << "}" << std::endl;
  return failures == 0 ? 0 : 1;
}

int hold(shares& all) {
  in_parallel(all.size(), [&](std::size_t i) { all[i]->worker().greet(); });
  std::cout << "{\"held\":true}" << std::endl;
  std::cin.ignore(std::numeric_limits<std::streamsize>::max());
  return 0;
}

int run(const options& o) {
  allow_descriptors();
  shares all(o.threads);
  in_parallel(o.threads, [&](std::size_t i) {
    all[i] = std::make_unique<share>(o, i);
    all[i]->worker().connect();
  });
  if (o.hold) return hold(all);
  const auto s = make_schedule(o, clock::now() + std::chrono::milliseconds{50});
  in_parallel(o.threads, [&](std::size_t i) {
    auto mine = s;
    mine.begin += s.interval / static_cast<std::int64_t>(o.threads) * static_cast<std::int64_t>(i);
    all[i]->worker().run(mine);
  });
  return report(o, all);
}

}  // namespace
}  // namespace jembatan::bench

int main(int argc, char** argv) {
  const auto o = jembatan::bench::parse(argc, argv);
  try {
    return jembatan::bench::run(o);
  } catch (const std::exception& e) {
    std::cerr << "bench_load: " << e.what() << "\n";
    return 1;
  }
}
