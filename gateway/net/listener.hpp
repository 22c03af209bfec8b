#pragma once
// Takes connections from one listening socket and hands them to the reactors in turn, each as a task of its own whose
// end is always seen. It stops short of the last descriptors: stores that open their next file and operators need some.
// Should they run out all the same, it gives up a spare one to turn the caller away, and pauses.
#include <functional>
#include <memory>
#include <string>

#include "base/error.hpp"
#include "net/reactors.hpp"
#include "net/sockets.hpp"
#include "net/tls.hpp"

namespace jembatan::net {

// Serves one connection until it returns; called after the handshake, in the connection's reactor.
using service = std::function<awaitable<void>(connection&)>;

struct listener_options {
  std::string name;                            // for the log: "https", "admin", "admin.sock"
  std::size_t max_connections = 64;            // more are closed at once
  std::shared_ptr<const tls_holder> tls = {};  // none: plain
  bool unix_socket = false;
  std::uint64_t descriptors_left = 64;  // callers are turned away when fewer would be free
};

class listener {
 public:
  // Takes over a socket from listen_tcp() or listen_unix() and begins to accept.
  listener(reactors&, descriptor, listener_options, service);
  ~listener();  // close()
  listener(const listener&) = delete;
  listener& operator=(const listener&) = delete;

  // Address and port as bound; empty for a Unix socket.
  const std::string& address() const { return address_; }
  // No connection is accepted after it has returned. From any thread that is no reactor. Twice is good.
  void close();
  // How many connections are left when all have ended or the time has come.
  std::size_t wait_for_none(std::chrono::steady_clock::time_point until);

 private:
  struct door;
  struct state;
  std::shared_ptr<state> state_;
  std::string address_;
};

}  // namespace jembatan::net
