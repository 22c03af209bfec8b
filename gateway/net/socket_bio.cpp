#include "net/socket_bio.hpp"

#include <openssl/bio.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstdint>

namespace jembatan::net {
namespace {

struct source {
  int fd;
  std::uint64_t last = 0;  // of the bytes counted by BIO_number_read()
};

source& source_of(BIO* b) {
  return *static_cast<source*>(BIO_get_data(b));
}

bool may_be_tried_again(int number) {
  return number == EAGAIN || number == EWOULDBLOCK || number == EINTR;
}

int read_socket(BIO* b, char* out, int size) {
  BIO_clear_retry_flags(b);
  if (is_used_up(b)) return -1;
  const auto n = ::recv(source_of(b).fd, out, static_cast<std::size_t>(size), 0);
  if (n < 0 && may_be_tried_again(errno)) BIO_set_retry_read(b);
  return static_cast<int>(n);
}

int write_socket(BIO* b, const char* in, int size) {
  BIO_clear_retry_flags(b);
  const auto n = ::send(source_of(b).fd, in, static_cast<std::size_t>(size), MSG_NOSIGNAL);
  if (n < 0 && may_be_tried_again(errno)) BIO_set_retry_write(b);
  return static_cast<int>(n);
}

long control(BIO*, int command, long, void*) {
  return command == BIO_CTRL_FLUSH ? 1 : 0;
}

int destroy(BIO* b) {
  delete static_cast<source*>(BIO_get_data(b));
  return 1;
}

BIO_METHOD* make_method() {
  auto* m = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "jembatan socket");
  if (m == nullptr) return nullptr;
  BIO_meth_set_read(m, read_socket);
  BIO_meth_set_write(m, write_socket);
  BIO_meth_set_ctrl(m, control);
  BIO_meth_set_destroy(m, destroy);
  return m;
}

}  // namespace

BIO* make_socket_bio(int fd) {
  static BIO_METHOD* const method = make_method();
  auto* b = method != nullptr ? BIO_new(method) : nullptr;
  if (b == nullptr) return nullptr;
  BIO_set_data(b, new source{fd});
  BIO_set_init(b, 1);
  return b;
}

void allow_reading(BIO* b, std::uint64_t bytes) {
  source_of(b).last = BIO_number_read(b) + bytes;
}

bool is_used_up(BIO* b) {
  return BIO_number_read(b) >= source_of(b).last;
}

}  // namespace jembatan::net
