#pragma once
// A BIO that reads and writes a non-blocking socket with recv(2) and send(2). OpenSSL's own socket BIO uses write(2),
// which raises SIGPIPE when the peer is gone; Asio's pair of memory BIOs costs 34 KiB a connection
// (facts/performance.md, "Alone").
#include <cstdint>

typedef struct bio_st BIO;

namespace jembatan::net {

// Does not own the descriptor. Null when memory is exhausted. Nothing can be read before allow_reading().
BIO* make_socket_bio(int fd);

// So many more bytes may be read; what comes after them is an error that cannot be tried again. A bound from below,
// because one call of SSL_read() goes on for as long as records come that hold no data (key updates, RFC 8446 4.6.3).
void allow_reading(BIO*, std::uint64_t bytes);
bool is_used_up(BIO*);

}  // namespace jembatan::net
