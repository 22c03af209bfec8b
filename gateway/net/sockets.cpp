#include "net/sockets.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/ip/tcp.hpp>
#include <cerrno>
#include <cstring>
#include <utility>

#include "base/log.hpp"

namespace jembatan::net {
namespace {

constexpr int backlog = 4096;

// An IPv4 or IPv6 address as the kernel wants it.
struct kernel_address {
  sockaddr_storage storage{};
  socklen_t size = sizeof(sockaddr_storage);
  sockaddr* get() { return reinterpret_cast<sockaddr*>(&storage); }
};

kernel_address to_kernel(const endpoint& e) {
  kernel_address k;
  const asio::ip::tcp::endpoint t(e.address, e.port);
  std::memcpy(&k.storage, t.data(), t.size());
  k.size = static_cast<socklen_t>(t.size());
  return k;
}

endpoint from_kernel(const kernel_address& k) {
  asio::ip::tcp::endpoint t;
  if (k.storage.ss_family != AF_INET && k.storage.ss_family != AF_INET6) return {};
  std::memcpy(t.data(), &k.storage, std::min<std::size_t>(k.size, t.capacity()));
  return {t.address(), t.port()};
}

error cannot_listen(const std::string& where, int number) {
  auto text = "cannot listen on " + where + ": " + std::strerror(number);
  if (number == EADDRINUSE) text += "; another process has it: stop that one or configure another port";
  if (number == EACCES) text += "; ports below 1024 need CAP_NET_BIND_SERVICE";
  return {errc::io, text};
}

bool somebody_answers(const sockaddr_un& name) {
  const descriptor probe(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  return ::connect(probe.get(), reinterpret_cast<const sockaddr*>(&name), sizeof name) == 0 || errno == EAGAIN;
}

}  // namespace

descriptor& descriptor::operator=(descriptor&& o) noexcept {
  reset();
  fd_ = o.release();
  return *this;
}

int descriptor::release() {
  return std::exchange(fd_, -1);
}

void descriptor::reset() {
  if (fd_ >= 0) ::close(release());
}

result<descriptor> listen_tcp(const endpoint& e) {
  auto address = to_kernel(e);
  descriptor d(::socket(address.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP));
  const int on = 1;
  if (!d.valid() || ::setsockopt(d.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
      ::bind(d.get(), address.get(), address.size) != 0 || ::listen(d.get(), backlog) != 0)
    return cannot_listen(e.text(), errno);
  return d;
}

result<descriptor> listen_unix(const std::filesystem::path& path) {
  sockaddr_un name{};
  name.sun_family = AF_UNIX;
  if (path.native().size() >= sizeof name.sun_path)
    return error{errc::invalid, path.string() + " is too long for a Unix socket; choose a shorter data_dir"};
  std::memcpy(name.sun_path, path.c_str(), path.native().size());
  if (somebody_answers(name))
    return error{errc::locked, path.string() + " is answered by another process; stop it or use another data_dir"};
  ::unlink(path.c_str());
  descriptor d(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  // The mode is set before listen(): until then nobody can connect.
  if (!d.valid() || ::bind(d.get(), reinterpret_cast<const sockaddr*>(&name), sizeof name) != 0 ||
      ::chmod(path.c_str(), 0660) != 0 || ::listen(d.get(), backlog) != 0)
    return cannot_listen(path.string(), errno);
  return d;
}

result<endpoint> bound_endpoint(const descriptor& d) {
  kernel_address k;
  if (::getsockname(d.get(), k.get(), &k.size) != 0) return errno_error(errno, "getsockname");
  return from_kernel(k);
}

result<accepted> accept_one(const descriptor& listening, bool unix_socket) {
  kernel_address k;
  accepted a;
  a.socket = descriptor(::accept4(listening.get(), k.get(), &k.size, SOCK_NONBLOCK | SOCK_CLOEXEC));
  if (!a.socket.valid()) return error{{errno, boost::system::system_category()}, {}};
  if (!unix_socket) {
    const int on = 1;
    ::setsockopt(a.socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    a.peer.address = from_kernel(k).address;
    return a;
  }
  ucred who{};
  socklen_t size = sizeof who;
  if (::getsockopt(a.socket.get(), SOL_SOCKET, SO_PEERCRED, &who, &size) == 0) a.peer.uid = who.uid;
  return a;
}

bool are_scarce(const descriptor& newest, std::uint64_t left) {
  rlimit l{};
  if (::getrlimit(RLIMIT_NOFILE, &l) != 0) return false;
  constexpr rlim_t ordinary = 1024;
  return static_cast<rlim_t>(newest.get()) + left * std::min(l.rlim_cur, ordinary) / ordinary >= l.rlim_cur;
}

void allow_descriptors(std::uint64_t needed) {
  rlimit l{};
  if (::getrlimit(RLIMIT_NOFILE, &l) != 0 || l.rlim_cur >= needed) return;
  l.rlim_cur = std::min<rlim_t>(needed, l.rlim_max);
  if (::setrlimit(RLIMIT_NOFILE, &l) != 0 || l.rlim_cur < needed)
    log::warning("net", "fewer open files allowed than listen.limits.max_connections needs: raise LimitNOFILE",
                 {{"needed", needed}, {"allowed", l.rlim_cur}});
}

}  // namespace jembatan::net
