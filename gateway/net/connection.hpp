#pragma once
// One accepted connection: its bytes, who is at the other end, and the one deadline that runs. The deadline is a point
// in time that the reactor's tick compares: no timer per connection or operation (facts/performance.md). Lives in the
// frame of the task that serves it; one thread, that of its reactor.
#include <sys/types.h>

#include <boost/asio/ip/address.hpp>
#include <boost/intrusive/list.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "net/input_buffer.hpp"
#include "net/metrics.hpp"
#include "net/stream.hpp"
#include "net/tally.hpp"

namespace jembatan::net {

class reactor;

// What the connection is doing, and so which deadline runs.
enum class phase {
  handshake,
  idle,    // between requests
  header,  // a request was begun
  body,
  handling,   // the handler works: its own waits have deadlines of their own
  answer,     // until the peer has taken it
  lingering,  // the answer is out, the peer is to read it before the connection is gone
};

struct remote {
  asio::ip::address address;  // unspecified for a Unix socket
  std::optional<uid_t> uid;   // SO_PEERCRED
};

class connection : public boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
 public:
  connection(reactor&, stream, remote, place);
  ~connection();
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;

  // Restarts the deadline with the limit of that phase.
  void enter(phase);

  // True when TLS stands (at once without TLS); failures are counted by reason.
  awaitable<bool> handshake();
  // True when bytes were added to the input, which has space. False: the peer has ended or failed, a deadline has
  // passed, or the service is stopping and no request was begun.
  awaitable<bool> read_more();
  // Reads into the span instead, for bodies that are longer than the input. 0 as false above.
  awaitable<std::size_t> read_into(std::span<char>);
  // True when all was handed to the kernel. The bytes must stay until then.
  awaitable<bool> write(std::string_view);
  // The same without waiting: takes off the front what the kernel took, as a rule all of it. What is left is for
  // write(), which also says what is wrong if something is.
  void write_now(std::string_view& bytes) { static_cast<void>(push(bytes)); }
  // Ends our side and reads on for a moment: a close with unread bytes would be a reset that can overtake the answer.
  awaitable<void> linger();

  input_buffer& input() { return input_; }
  const remote& peer() const { return remote_; }
  std::string_view tls_version() const { return stream_.tls_version(); }
  reactor& home() { return home_; }

  // By the reactor's tick: ends what waits when the deadline has passed, and gives an idle connection's memory back. In
  // a crowd (tally) whoever only waits makes room for others long before its deadline.
  void check(std::chrono::steady_clock::time_point now);
  // By the reactor: the service is stopping. Ends the connection now if no request was begun.
  void begin_drain();
  // By the reactor: the time for finishing is over.
  void cut();

 private:
  enum class ending { none, deadline, drain, cut };
  awaitable<void> wait(stream::step);
  // Nothing when it must wait for `next`.
  std::optional<std::size_t> read_now(std::span<char>, stream::step& next);
  stream::step push(std::string_view& bytes);
  void end(ending);
  std::optional<std::chrono::steady_clock::time_point> crowded_out_at() const;

  place place_;  // first, so that it is given back when all else is gone
  reactor& home_;
  stream stream_;
  remote remote_;
  input_buffer input_;
  phase phase_ = phase::handshake;
  bool answered_ = false;  // a request
  bool busy_ = false;      // requests come soon after one another
  ending ending_ = ending::none;
  std::chrono::steady_clock::time_point entered_;
  std::chrono::steady_clock::time_point deadline_;
};

}  // namespace jembatan::net
