#pragma once
// A BIO that reads and writes a non-blocking socket with recv(2) and send(2). OpenSSL's own socket BIO uses write(2),
// which raises SIGPIPE when the peer is gone; Asio's pair of memory BIOs costs 34 KiB a connection
// (facts/performance.md, "Alone").
typedef struct bio_st BIO;

namespace jembatan::net {

// Does not own the descriptor. Null when memory is exhausted.
BIO* make_socket_bio(int fd);

}  // namespace jembatan::net
