#pragma once
// The threads that serve connections: one io_context and one thread each, so that a connection never changes thread and
// needs no lock. Start: construct, start(), open listeners. Stop: close listeners, drain(), stop(). The object must
// outlive everything that may still post to it (the journal's callbacks, worker pools).
#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/intrusive/list.hpp>
#include <chrono>
#include <memory>
#include <thread>
#include <vector>

#include "net/budget.hpp"
#include "net/config.hpp"
#include "net/connection.hpp"
#include "net/metrics.hpp"
#include "net/net.hpp"
#include "net/refusals.hpp"

namespace jembatan::net {

// One of them. Everything but draining() only in its own thread.
class reactor {
 public:
  reactor(const net::limits&, const connection_metrics&, budget&);
  ~reactor();

  asio::io_context& context() { return context_; }
  const net::limits& limits() const { return limits_; }
  const connection_metrics& metrics() const { return metrics_; }
  budget& bytes_in_flight() { return budget_; }
  // Time of the last tick: exact enough for deadlines, and free.
  std::chrono::steady_clock::time_point now() const { return now_; }
  bool draining() const { return draining_.load(std::memory_order_relaxed); }

  void adopt(connection& c) { connections_.push_back(c); }
  void tick();
  void begin_drain();
  void cut();

 private:
  using timer =
      asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, executor>;
  const net::limits& limits_;
  const connection_metrics& metrics_;
  budget& budget_;
  std::chrono::steady_clock::time_point now_ = std::chrono::steady_clock::now();
  std::chrono::milliseconds period_;
  std::atomic<bool> draining_{false};
  // Declared before the context: frames that the context destroys take their connections out of the list.
  boost::intrusive::list<connection, boost::intrusive::constant_time_size<false>> connections_;
  asio::io_context context_{1};
  timer timer_{context_.get_executor()};
};

class reactors {
 public:
  reactors(const net::limits&, metrics::registry&);
  ~reactors();  // stop()
  reactors(const reactors&) = delete;
  reactors& operator=(const reactors&) = delete;

  void start();
  // Round robin. Safe from any thread.
  reactor& next();
  reactor& first() { return *all_.front(); }

  // Connections without a begun request end now, others after their answer. Returns at once; from any thread.
  void begin_drain();
  // Ends what is left. Returns at once; from any thread.
  void cut();
  // Stops the threads and joins them. Twice is good.
  void stop();

  const net::limits& limits() const { return limits_; }
  const connection_metrics& metrics() const { return metrics_; }
  refusals& turned_away() { return turned_away_; }
  std::size_t size() const { return all_.size(); }

 private:
  const net::limits limits_;
  const connection_metrics metrics_;
  refusals turned_away_{metrics_};
  budget budget_;
  std::vector<std::unique_ptr<reactor>> all_;
  std::vector<asio::executor_work_guard<executor>> guards_;
  std::vector<std::thread> threads_;
  std::atomic<std::size_t> turn_{0};
};

}  // namespace jembatan::net
