#pragma once
// The bytes of one connection, over TCP or a Unix socket, with or without TLS: one type, so that the code above exists
// once. Every step is non-blocking and says what it waits for; nothing is buffered here but what OpenSSL holds of a
// record. One thread at a time.
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <memory>
#include <span>
#include <string_view>

#include "net/net.hpp"
#include "net/tls.hpp"

namespace jembatan::net {

class stream {
 public:
  using socket = asio::basic_stream_socket<asio::generic::stream_protocol, executor>;

  // noise: the peer went on and on within TLS and sent no data.
  enum class step { done, wants_read, wants_write, closed, failed, noise };
  struct progress {
    step what;
    std::size_t bytes = 0;
  };

  // Plain when there is no context.
  stream(socket, const std::shared_ptr<const tls_context>&);

  step handshake();
  progress read(std::span<char>);
  progress write(std::string_view);
  // Whether bytes were taken from the socket that read() has not returned: waiting for the socket would miss them.
  bool holds_more() const;

  // Whether the 34 KiB of record buffers stay from one record to the next; as long as nobody says so, and from the
  // moment when somebody says no, they are given back when nothing is in them.
  void keep_memory(bool);

  // Tells the peer that no more comes (close_notify, FIN), without waiting.
  void shut_down_sending();
  // Takes and forgets what the peer still sends. `closed` when it has ended.
  step discard();

  bool encrypted() const { return session_ != nullptr; }
  // "TLSv1.3"; empty without TLS.
  std::string_view tls_version() const;
  socket& native() { return socket_; }

 private:
  struct free_session {
    void operator()(SSL*) const;
  };
  step outcome(int returned);

  socket socket_;
  std::unique_ptr<SSL, free_session> session_;
  bool broken_ = false;  // after a fatal error OpenSSL allows no close_notify
};

}  // namespace jembatan::net
