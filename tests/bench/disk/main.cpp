// bench_disk DIR SECONDS: how long an append of 64 KiB and its fdatasync(2) take on that disk, one JSON object. 64 KiB
// is about what a commit of the journal writes under load.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

using clock_type = std::chrono::steady_clock;
constexpr std::size_t piece = 64 * 1024;

double milliseconds_at(const std::vector<double>& sorted, double share_below) {
  return sorted[static_cast<std::size_t>(share_below * static_cast<double>(sorted.size() - 1))];
}

// Milliseconds per append; empty when the disk refuses.
std::vector<double> measure(int file, double seconds) {
  const std::vector<char> bytes(piece, 'j');
  std::vector<double> taken;
  const auto end = clock_type::now() + std::chrono::duration<double>(seconds);
  while (clock_type::now() < end) {
    const auto begin = clock_type::now();
    if (::write(file, bytes.data(), bytes.size()) != static_cast<ssize_t>(piece) || ::fdatasync(file) != 0) return {};
    taken.push_back(std::chrono::duration<double, std::milli>(clock_type::now() - begin).count());
  }
  return taken;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fputs("usage: bench_disk DIR SECONDS\n", stderr);
    return 2;
  }
  const auto name = std::string(argv[1]) + "/fdatasync-probe";
  const int file = ::open(name.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
  auto taken = file < 0 ? std::vector<double>{} : measure(file, std::atof(argv[2]));
  ::close(file);
  ::unlink(name.c_str());
  if (taken.empty()) {
    std::perror("bench_disk");
    return 1;
  }
  std::sort(taken.begin(), taken.end());
  std::printf("{\"syncs\":%zu,\"p50_ms\":%.3f,\"p99_ms\":%.3f}\n", taken.size(), milliseconds_at(taken, .5),
              milliseconds_at(taken, .99));
}
