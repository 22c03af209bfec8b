// A body of an LMS, whatever it or whoever knows its password puts into it: from its identities to the CloudEvents of
// the shipped mappings. Nothing may throw; door and pump find the same raw events; every one sends something that is
// JSON (SEMANTICS.md 2.1).
#include <boost/json.hpp>

#include "fuzz.hpp"
#include "normalise/plan.hpp"
#include "pump/split.hpp"
#include "xapi/batch.hpp"

namespace {

using namespace jembatan;

constexpr std::size_t most = 10'000;

const normalise::plan& mappings() {
  static const auto loaded = [] {
    std::vector<normalise::diagnostic> problems;
    auto plan = normalise::plan::load(JB_SOURCE_DIR "/mappings", "fuzz", problems);
    FUZZ_HOLDS(plan != nullptr);
    return plan;
  }();
  return *loaded;
}

xapi::batch read(std::string_view body, std::size_t step) {
  xapi::batch_reader reader("moodle-bpsdm", body, {}, most);
  while (reader.step(step)) {
  }
  return reader.take();
}

void check_answer(const xapi::batch& found) {
  boost::system::error_code failed;
  const auto ids = boost::json::parse(found.ids, failed);
  FUZZ_HOLDS(!failed && ids.is_array());
  FUZZ_HOLDS(ids.as_array().size() == found.identities.size() || ids.as_array().empty());
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
  const auto found = read(body, size + 1);
  FUZZ_HOLDS(found.identities == read(body, 5).identities);
  if (found.too_many) return 0;
  check_answer(found);
  const auto raws = pump::split("xapi", std::string(body));
  FUZZ_HOLDS(raws && raws->size() == found.identities.size());
  for (std::size_t i = 0; i < raws->size(); ++i)
    check(mappings().apply({.source = "moodle-bpsdm",
                            .source_type = "xapi",
                            .receipt = "r",
                            .index = static_cast<std::uint32_t>(i),
                            .id = found.identities[i],
                            .bytes = (*raws)[i]}));
  return 0;
}
