#include "net/reactors.hpp"

#include <pthread.h>

#include <algorithm>
#include <boost/asio/post.hpp>

#include "base/log_limit.hpp"

namespace jembatan::net {
namespace {

// Fine enough that no deadline is overrun by more than a quarter, coarse enough to cost nothing.
std::chrono::milliseconds period_for(const limits& l) {
  const auto shortest = std::min({l.handshake_deadline, l.header_deadline, l.body_deadline, l.idle_deadline});
  return std::clamp(shortest / 4, duration{10}, duration{250});
}

std::size_t thread_count(const limits& l) {
  if (l.reactors > 0) return static_cast<std::size_t>(l.reactors);
  return std::max(1U, std::thread::hardware_concurrency());
}

}  // namespace

reactor::reactor(const net::limits& l, const connection_metrics& m, budget& b)
    : limits_(l), metrics_(m), budget_(b), period_(period_for(l)) {}

reactor::~reactor() = default;

void reactor::tick() {
  now_ = std::chrono::steady_clock::now();
  for (auto& c : connections_) c.check(now_);
  timer_.expires_after(period_);
  timer_.async_wait([this](const boost::system::error_code& ec) {
    if (!ec) tick();
  });
}

void reactor::begin_drain() {
  draining_ = true;
  for (auto& c : connections_) c.begin_drain();
}

void reactor::cut() {
  draining_ = true;
  for (auto& c : connections_) c.cut();
}

reactors::reactors(const net::limits& l, metrics::registry& r)
    : limits_(l), metrics_(r), budget_(l.bytes_in_flight.bytes) {
  for (std::size_t i = 0; i < thread_count(l); ++i) {
    all_.push_back(std::make_unique<reactor>(limits_, metrics_, budget_));
    guards_.emplace_back(all_.back()->context().get_executor());
  }
  const auto used = r.make_gauge("jembatan_net_bytes_in_flight", "Memory held for bodies of requests");
  r.before_scrape([this, used] { used.set(static_cast<double>(budget_.used())); });
}

reactors::~reactors() {
  stop();
}

void reactors::start() {
  for (auto& r : all_) {
    r->tick();
    threads_.emplace_back([&context = r->context(), name = "reactor-" + std::to_string(threads_.size())] {
      ::pthread_setname_np(::pthread_self(), name.c_str());
      for (;;) {
        try {
          context.run();
          return;
        } catch (const std::exception& e) {
          // Only a handler outside every task can end here; the other connections of this thread must go on.
          static log::limited lines;
          lines.error("net", "handler failed", e.what(), {{"what", e.what()}});
        }
      }
    });
  }
}

reactor& reactors::next() {
  return *all_[turn_.fetch_add(1, std::memory_order_relaxed) % all_.size()];
}

void reactors::begin_drain() {
  for (auto& r : all_) asio::post(r->context(), [&r = *r] { r.begin_drain(); });
}

void reactors::cut() {
  for (auto& r : all_) asio::post(r->context(), [&r = *r] { r.cut(); });
}

void reactors::stop() {
  for (auto& r : all_) r->context().stop();
  for (auto& t : threads_) t.join();
  threads_.clear();
}

}  // namespace jembatan::net
