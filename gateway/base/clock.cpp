#include "base/clock.hpp"

#include <cstdlib>
#include <fstream>
#include <string>

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
  time_point now() const override {
    std::ifstream in(path_);
    std::int64_t seconds = 0;
    in >> seconds;
    return std::chrono::time_point_cast<duration>(std::chrono::system_clock::now()) + std::chrono::seconds{seconds};
  }
  duration passed() const override { return system_clock{}.passed(); }

 private:
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
