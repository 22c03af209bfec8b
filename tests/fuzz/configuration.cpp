// gateway.yaml: whatever its bytes, loading ends with values or with diagnostics that say where and what to do.
#include "app/settings.hpp"
#include "fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace jembatan;
  app::settings values;
  const auto no_secrets = [](const std::filesystem::path&) -> result<std::string> { return std::string("secret"); };
  const auto problems = config::load_text(fuzz::text(data, size), {"gateway.yaml", "/nowhere", no_secrets},
                                          [&](config::visitor& v) { app::describe(v, values); });
  for (const auto& p : problems) FUZZ_HOLDS(!p.message().empty());
  return 0;
}
