// A signed body, whatever Zoom or whoever knows the secret puts into it: from its envelope to the CloudEvents of the
// shipped mappings. Nothing may throw; every raw event sends something that is JSON (SEMANTICS.md 2.1).
#include <boost/json.hpp>

#include "fuzz.hpp"
#include "normalise/plan.hpp"
#include "zoom/envelope.hpp"
#include "zoom/identity.hpp"

namespace {

using namespace jembatan;

const normalise::plan& mappings() {
  static const auto loaded = [] {
    std::vector<normalise::diagnostic> problems;
    auto plan = normalise::plan::load(JB_SOURCE_DIR "/mappings", "fuzz", problems);
    FUZZ_HOLDS(plan != nullptr);
    return plan;
  }();
  return *loaded;
}

void check(const normalise::outcome& o) {
  FUZZ_HOLDS(!o.messages.empty());
  for (const auto& m : o.messages) {
    boost::system::error_code failed;
    const auto value = boost::json::parse(m.value, failed);
    FUZZ_HOLDS(!failed && value.is_object());
    FUZZ_HOLDS(!m.key.empty());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto body = fuzz::text(data, size);
  const auto envelope = zoom::read_envelope(body);
  normalise::raw_event raw{.source = "zoom-bpsdm", .source_type = "zoom", .receipt = "r", .bytes = std::string(body)};
  raw.id = zoom::identity("zoom-bpsdm", envelope ? &*envelope : nullptr, body);
  FUZZ_HOLDS(raw.id == zoom::identity("zoom-bpsdm", body));
  check(mappings().apply(raw));
  return 0;
}
