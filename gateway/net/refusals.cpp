#include "net/refusals.hpp"

#include "base/log.hpp"

namespace jembatan::net {
namespace {

constexpr std::chrono::minutes between_lines{1};
constexpr std::chrono::minutes remembered{1};

const char* remedy(refusal why) {
  return why == refusal::limit ? "listen.limits.max_connections is reached: see who holds them, then raise it"
                               : "the process is short of open files: raise LimitNOFILE";
}

}  // namespace

void refusals::note(refusal why, const std::string& listener, time now) {
  metrics_.count(why);
  const std::lock_guard hold(mutex_);
  last_ = last{why, listener, now};
  ++since_logged_;
  if (logged_ && now - *logged_ < between_lines) return;
  log::warning("net", "connections are closed at once",
               {{"listener", listener}, {"why", remedy(why)}, {"connections", since_logged_}});
  logged_ = now;
  since_logged_ = 0;
}

std::optional<std::string> refusals::recent(time now) const {
  const std::lock_guard hold(mutex_);
  if (!last_ || now - last_->at >= remembered) return {};
  return "connections to listener " + last_->listener + " are closed at once: " + remedy(last_->why);
}

}  // namespace jembatan::net
