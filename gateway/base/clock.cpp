#include "base/clock.hpp"

#include <cstdlib>
#include <fstream>
#include <string>
#include <utility>

namespace jembatan::inline base {

time_point system_clock::now() const {
  return std::chrono::time_point_cast<duration>(std::chrono::system_clock::now());
}

duration system_clock::passed() const {
  return std::chrono::duration_cast<duration>(std::chrono::steady_clock::now().time_since_epoch());
}

#ifdef JB_FAILPOINTS_ENABLED
namespace {

class file_clock final : public clock {
 public:
  explicit file_clock(std::string path) : path_(std::move(path)) {}
  time_point now() const override { return system_clock{}.now() + offsets().first; }
  duration passed() const override { return system_clock{}.passed() + offsets().second; }

 private:
  // Of the wall time, and of the time that has passed.
  std::pair<std::chrono::seconds, std::chrono::seconds> offsets() const {
    std::ifstream in(path_);
    std::int64_t wall = 0, passed = 0;
    in >> wall >> passed;
    return {std::chrono::seconds{wall}, std::chrono::seconds{passed}};
  }

  std::string path_;
};

}  // namespace
#endif

std::unique_ptr<clock> make_process_clock() {
#ifdef JB_FAILPOINTS_ENABLED
  if (const char* path = std::getenv("JB_CLOCK_FILE")) return std::make_unique<file_clock>(path);
#endif
  return std::make_unique<system_clock>();
}

}  // namespace jembatan::inline base
