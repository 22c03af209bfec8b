#pragma once
// Listening sockets as the kernel gives them: opened, named, and owned by one object that closes them.
#include <filesystem>
#include <string>

#include "base/error.hpp"
#include "net/address.hpp"
#include "net/connection.hpp"

namespace jembatan::net {

// Closes on destruction.
class descriptor {
 public:
  descriptor() = default;
  explicit descriptor(int fd) : fd_(fd) {}
  descriptor(descriptor&& o) noexcept : fd_(o.release()) {}
  descriptor& operator=(descriptor&&) noexcept;
  ~descriptor() { reset(); }

  int get() const { return fd_; }
  bool valid() const { return fd_ >= 0; }
  int release();
  void reset();

 private:
  int fd_ = -1;
};

// Non-blocking, listening. The error says which address and what to do (in use, not allowed).
result<descriptor> listen_tcp(const endpoint&);
// A socket file that nobody answers on is replaced; one where somebody does is `locked`. Mode 0660.
result<descriptor> listen_unix(const std::filesystem::path&);

// Where it really listens: for port 0.
result<endpoint> bound_endpoint(const descriptor&);

// A connection from the queue of the listening socket; errno in the error's code when there is none. TCP_NODELAY is
// set.
struct accepted {
  descriptor socket;
  remote peer;
};
result<accepted> accept_one(const descriptor&, bool unix_socket);

// Whether fewer than `left` descriptors are free, where this one was the last to be given: the kernel gives the lowest
// free number. Where fewer than 1,024 are allowed, `left` shrinks in proportion.
bool are_scarce(const descriptor&, std::uint64_t left);

// Lifts the soft limit of open files to at least this if the hard limit allows; warns in the log if it does not.
void allow_descriptors(std::uint64_t);

}  // namespace jembatan::net
