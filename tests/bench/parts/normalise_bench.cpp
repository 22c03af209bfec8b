// A raw event mapped to a CloudEvent, beside what Boost.JSON needs merely to parse the same body into the same memory.
#include <benchmark/benchmark.h>

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>

#include "crypto/sha256.hpp"
#include "normalise/plan.hpp"
#include "parts/bodies.hpp"

namespace jembatan::bench {
namespace {

std::shared_ptr<const normalise::plan> plan() {
  static const auto loaded = [] {
    std::vector<normalise::diagnostic> problems;
    return normalise::plan::load(JB_SOURCE_DIR "/mappings", "a key for benchmarks", problems);
  }();
  if (!loaded) std::abort();
  return loaded;
}

normalise::raw_event raw_event_of(const std::string& type, std::string body) {
  normalise::raw_event raw;
  raw.source = type + "-bench";
  raw.source_type = type;
  raw.receipt = "jb1-bench-0123456789abcdef-1234567";
  raw.id = crypto::sha256(body);
  raw.received_at = parse_rfc3339("2026-03-16T01:00:03Z").value();
  raw.bytes = std::move(body);
  return raw;
}

void parse(benchmark::State& state, const std::string& body) {
  unsigned char memory[16384];  // as the plan does it
  for (auto _ : state) {
    boost::json::monotonic_resource arena(memory, sizeof memory);
    boost::json::error_code ec;
    benchmark::DoNotOptimize(boost::json::parse(body, ec, &arena));
  }
  state.SetItemsProcessed(state.iterations());
}

void apply(benchmark::State& state, const std::string& type, const std::string& body) {
  const auto raw = raw_event_of(type, body);
  const auto with = plan();
  for (auto _ : state) benchmark::DoNotOptimize(with->apply(raw));
  state.SetItemsProcessed(state.iterations());
}

void add(const std::string& type, const std::string& name, const std::string& body) {
  benchmark::RegisterBenchmark(("normalise/" + name + "/ours").c_str(), apply, type, body);
  benchmark::RegisterBenchmark(("normalise/" + name + "/Boost.JSON parse").c_str(), parse, body);
}

const bool registered = [] {
  for (const auto& [name, body] : zoom_bodies()) add("zoom", name, body);
  for (const auto& [name, body] : xapi_statements()) add("xapi", name, body);
  return true;
}();

}  // namespace
}  // namespace jembatan::bench
