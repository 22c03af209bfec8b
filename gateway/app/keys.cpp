#include "app/keys.hpp"

#include "base/file.hpp"
#include "base/log.hpp"

namespace jembatan::app {

result<std::string> load_or_make_key(const std::filesystem::path& data_dir, std::string_view name,
                                     random_source& random) {
  const auto directory = data_dir / "keys";
  const auto file = directory / name;
  auto existing = read_secret(file);
  if (existing.has_value()) return existing;
  if (!existing.error().is(errc::not_found)) return existing.error();
  JB_CHECK(make_directories(directory));
  const auto key = random.hex(32);
  JB_CHECK(write_file_durably(file, key + "\n", 0600));
  log::info("app", "key made", {{"key", name}});
  return key;
}

}  // namespace jembatan::app
