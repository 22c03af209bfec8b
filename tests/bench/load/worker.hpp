#pragma once
// One thread of the load generator: its share of the connections, driven by one epoll.
//   closed loop   every connection sends its next request when the last one is answered: measures the rate
//   open loop     requests are due at fixed times, whatever the server does, and wait for a free connection if they
//                 must; time counts from when a request was due: measures what senders see (no coordinated omission)
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "load/client.hpp"
#include "load/requests.hpp"

namespace jembatan::bench {

struct target {
  std::string address;
  std::uint16_t port = 0;
  std::string ca;
};

// When the load begins, and from when until when it is measured.
struct schedule {
  instant begin, from, until;
  std::chrono::nanoseconds interval{0};  // between two requests that are due; 0: closed loop
};

struct measured {
  std::vector<std::uint32_t> microseconds;  // one for each answer within the measured time
  std::uint64_t sent = 0;                   // in all, warm-up included
  std::uint64_t failures = 0;
  std::string first_failure;
};

class worker {
 public:
  worker(const target&, std::size_t connections, const requests&);
  ~worker();
  worker(const worker&) = delete;
  worker& operator=(const worker&) = delete;

  // All connections, with TLS standing. Throws std::runtime_error.
  void connect();
  // One request on each connection, answered. Throws std::runtime_error.
  void greet();
  void run(const schedule&);
  const measured& outcome() const { return outcome_; }

 private:
  void give(client&, instant due);
  void send_what_is_due(const schedule&, instant now);
  void wait(std::chrono::nanoseconds longest);
  void take(client&, const schedule&);
  void fail(const std::string& why);

  const target target_;
  const std::size_t connections_;
  const requests& requests_;
  std::shared_ptr<SSL_CTX> context_;
  int epoll_ = -1;
  std::vector<std::unique_ptr<client>> clients_;
  std::vector<client*> idle_;     // open loop
  std::deque<instant> late_;      // open loop: due, and no connection was free
  std::vector<client*> touched_;  // by the last wait()
  instant next_due_;
  std::size_t next_request_ = 0;
  std::size_t under_way_ = 0;
  measured outcome_;
};

}  // namespace jembatan::bench
