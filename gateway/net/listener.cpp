#include "net/listener.hpp"

#include <fcntl.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <future>

#include "base/log_limit.hpp"

namespace jembatan::net {
namespace {

constexpr std::chrono::milliseconds pause_without_descriptors{100};
// What the process has open without connections, generously.
constexpr std::uint64_t own_files = 256;
// Connections taken before other work of the reactor has its turn.
constexpr int accepted_in_a_row = 64;

bool descriptors_are_out(const error& e) {
  const auto n = e.code.value();
  return n == EMFILE || n == ENFILE || n == ENOBUFS || n == ENOMEM;
}

descriptor make_spare() {
  return descriptor(::open("/dev/null", O_RDONLY | O_CLOEXEC));
}

}  // namespace

// What the tasks of connections share. It holds nothing of Asio: a task may be destroyed with its reactor after another
// one is gone.
struct listener::door {
  const listener_options options;
  const service serve;
  std::shared_ptr<tally> open;

  static awaitable<void> run(std::shared_ptr<const door>, std::unique_ptr<connection>);
  static void begin(const std::shared_ptr<const door>&, reactor&, accepted, place);
};

awaitable<void> listener::door::run(std::shared_ptr<const door> self, std::unique_ptr<connection> c) {
  const bool ready = co_await c->handshake();
  if (ready) co_await self->serve(*c);
}

void listener::door::begin(const std::shared_ptr<const door>& self, reactor& r, accepted a, place p) {
  const auto family = self->options.unix_socket ? AF_UNIX : (a.peer.address.is_v6() ? AF_INET6 : AF_INET);
  stream::socket socket(r.context().get_executor());
  boost::system::error_code ec;
  socket.assign(asio::generic::stream_protocol(family, 0), a.socket.get(), ec);
  if (ec) return;
  a.socket.release();
  stream bytes(std::move(socket), self->options.tls ? self->options.tls->get() : nullptr);
  auto c = std::make_unique<connection>(r, std::move(bytes), std::move(a.peer), std::move(p));
  asio::co_spawn(r.context().get_executor(), run(self, std::move(c)), [self, &r](const std::exception_ptr& failure) {
    if (!failure) return;
    r.metrics().tasks_failed.add();
    try {
      std::rethrow_exception(failure);
    } catch (const std::exception& e) {
      static log::limited lines;
      lines.error("net", "connection failed", e.what(), {{"listener", self->options.name}, {"what", e.what()}});
    }
  });
}

struct listener::state {
  state(reactors& r, descriptor d, listener_options o, service s)
      : pool(r),
        home(r.first()),
        socket(std::move(d)),
        shared(make_door(std::move(o), std::move(s))),
        readiness(home.context().get_executor(), socket.get()),
        pause(home.context().get_executor()) {}
  ~state() { readiness.release(); }  // the descriptor is closed by its owner

  reactors& pool;
  reactor& home;
  descriptor socket;
  const std::shared_ptr<const door> shared;
  asio::posix::basic_stream_descriptor<executor> readiness;
  asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, executor> pause;
  descriptor spare = make_spare();
  bool closing = false;
  std::promise<void> ended;
  std::future<void> end = ended.get_future();

  static std::shared_ptr<const door> make_door(listener_options o, service s) {
    auto open = std::make_shared<tally>(o.max_connections);
    return std::make_shared<const door>(door{std::move(o), std::move(s), std::move(open)});
  }
  static awaitable<void> accept_all(std::shared_ptr<state>);
  bool take_some();
  bool take_some_caught();
  void turn_one_away();
  void refuse(refusal why) { pool.turned_away().note(why, shared->options.name, std::chrono::steady_clock::now()); }
};

// With no descriptor left, accept(2) fails while the connection stays in the queue and the socket readable: the spare
// one makes room to take it and close it, so that the caller knows and the loop does not spin.
void listener::state::turn_one_away() {
  refuse(refusal::descriptors);
  spare.reset();
  static_cast<void>(accept_one(socket, shared->options.unix_socket));
  spare = make_spare();
}

// False when descriptors are out.
bool listener::state::take_some() {
  for (int i = 0; i < accepted_in_a_row; ++i) {
    auto a = accept_one(socket, shared->options.unix_socket);
    if (a.has_error()) {
      if (!descriptors_are_out(a.error())) return true;
      turn_one_away();
      return false;
    }
    if (are_scarce(a->socket, shared->options.descriptors_left)) {
      refuse(refusal::descriptors);
      continue;
    }
    auto p = place::take(shared->open);
    if (!p) {
      refuse(refusal::limit);
      continue;
    }
    pool.metrics().accepted.add();
    auto& r = pool.next();
    asio::post(r.context(), [d = shared, &r, a = std::move(*a), p = std::move(*p)]() mutable {
      door::begin(d, r, std::move(a), std::move(p));
    });
  }
  return true;
}

// Memory may run out here as anywhere; a listener that ended by that would be closed until a restart.
bool listener::state::take_some_caught() {
  try {
    return take_some();
  } catch (const std::exception& e) {
    pool.metrics().tasks_failed.add();
    log::error("net", "accepting failed", {{"listener", shared->options.name}, {"what", e.what()}});
    return false;
  }
}

awaitable<void> listener::state::accept_all(std::shared_ptr<state> self) {
  while (!self->closing) {
    const auto [ec] = co_await self->readiness.async_wait(asio::posix::descriptor_base::wait_read, quietly);
    if (self->closing) break;
    if (!ec && self->take_some_caught()) continue;
    self->pause.expires_after(pause_without_descriptors);
    co_await self->pause.async_wait(quietly);
  }
}

listener::listener(reactors& r, descriptor d, listener_options o, service s)
    : state_(std::make_shared<state>(r, std::move(d), std::move(o), std::move(s))) {
  if (!state_->shared->options.unix_socket)
    if (const auto bound = bound_endpoint(state_->socket)) address_ = bound->text();
  allow_descriptors(state_->shared->options.max_connections + state_->shared->options.descriptors_left + own_files);
  asio::co_spawn(state_->home.context().get_executor(), state::accept_all(state_),
                 [s = state_](const std::exception_ptr& failure) {
                   if (failure) s->pool.metrics().tasks_failed.add();
                   s->socket.reset();
                   s->ended.set_value();
                 });
}

listener::~listener() {
  close();
}

void listener::close() {
  if (!state_->end.valid()) return;
  asio::post(state_->home.context(), [s = state_] {
    s->closing = true;
    boost::system::error_code ignored;
    s->readiness.cancel(ignored);
    s->pause.cancel();
  });
  // A reactor that has been stopped accepts nobody either, and would never answer.
  for (int i = 0; i < 100 && !state_->home.context().stopped(); ++i)
    if (state_->end.wait_for(std::chrono::milliseconds{50}) == std::future_status::ready) break;
  state_->end = {};
}

std::size_t listener::wait_for_none(std::chrono::steady_clock::time_point until) {
  return state_->shared->open->wait_for_none(until);
}

}  // namespace jembatan::net
