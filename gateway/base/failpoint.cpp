#include "base/failpoint.hpp"

#ifdef JB_FAILPOINTS_ENABLED
#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace jembatan::inline base {
namespace {

struct plan {
  std::string action;
  long at = 1;
  long passed = 0;
};

class registry {
 public:
  registry() {
    const char* text = std::getenv("JB_FAILPOINTS");
    std::string_view rest = text == nullptr ? "" : text;
    while (!rest.empty()) {
      const auto comma = rest.find(',');
      add(rest.substr(0, comma));
      rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
    }
  }

  // The action due at this pass of `name`, empty if none.
  std::string pass(std::string_view name) {
    if (plans_.empty()) return {};
    const std::lock_guard lock(mutex_);
    const auto found = plans_.find(name);
    if (found == plans_.end()) return {};
    return ++found->second.passed == found->second.at ? found->second.action : std::string{};
  }

 private:
  void add(std::string_view item) {
    const auto equals = item.find('=');
    if (equals == std::string_view::npos) return;
    const auto what = item.substr(equals + 1);
    const auto at = what.find('@');
    plan p{std::string(what.substr(0, at)), 1, 0};
    if (at != std::string_view::npos) p.at = std::strtol(std::string(what.substr(at + 1)).c_str(), nullptr, 10);
    plans_.emplace(item.substr(0, equals), p);
  }

  std::mutex mutex_;
  std::map<std::string, plan, std::less<>> plans_;
};

registry& instance() {
  static registry r;
  return r;
}

}  // namespace

void failpoint(const char* name) {
  const auto action = instance().pass(name);
  if (action == "kill") ::raise(SIGKILL);
  if (action == "stop") ::raise(SIGSTOP);
}

bool failpoint_error(const char* name) {
  return instance().pass(name) == "error";
}

void failpoint_of(const char* part, const char* doing, const char* where) {
  std::string what(doing);
  std::replace(what.begin(), what.end(), ' ', '_');
  failpoint((std::string(part) + "." + what + "_" + where).c_str());
}

}  // namespace jembatan::inline base
#endif
