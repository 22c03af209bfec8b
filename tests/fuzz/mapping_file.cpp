// A mapping as an administrator writes it: every mistake is a diagnostic with its line, none is a crash.
#include "fuzz.hpp"
#include "normalise/mapping_reader.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace jembatan::normalise;
  const std::string bytes(fuzz::text(data, size));
  std::vector<diagnostic> problems;
  const auto mapping = read_mapping("zoom/fuzz.yaml", bytes,
                                    "version: 1\ntype: /event\ntime: {from: /event_ts, as: unix_ms}\n", problems);
  FUZZ_HOLDS((mapping == nullptr) == !problems.empty());
  problems.clear();
  FUZZ_HOLDS(read_source_type("zoom/source.yaml", bytes, problems).has_value() == problems.empty());
  for (const auto& p : problems) FUZZ_HOLDS(!p.text.empty());
  return 0;
}
