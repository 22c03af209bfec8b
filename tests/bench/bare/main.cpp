// bench_bare CERTIFICATE KEY [THREADS]: the reference for accept. Answers every request over TLS 1.3 with the same 200
// and does nothing else: what the gateway reaches is judged against it (tests/bench/README.md).
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/post.hpp>
#include <csignal>
#include <iostream>
#include <thread>
#include <vector>

#include "bare/session.hpp"

namespace jembatan::bench {
namespace {

constexpr std::chrono::milliseconds tick_period{250};

// One thread, and the connections that live in it.
class reactor {
 public:
  reactor() { tick(); }
  void take(tcp_socket s, asio::ssl::context& tls) {
    auto made = std::make_shared<session>(std::move(s), tls);
    open_.push_back(*made);
    made->start(clock::now());
  }
  asio::io_context& context() { return context_; }

 private:
  void tick() {
    for (auto& s : open_) s.check(clock::now());
    timer_.expires_after(tick_period);
    timer_.async_wait([this](const boost::system::error_code& ec) {
      if (!ec) tick();
    });
  }

  sessions open_;  // outlives the context, whose handlers own the sessions
  asio::io_context context_{1};
  asio::basic_waitable_timer<clock, asio::wait_traits<clock>, executor> timer_{context_.get_executor()};
};

using acceptor = asio::basic_socket_acceptor<asio::ip::tcp, executor>;
using reactors = std::vector<std::unique_ptr<reactor>>;

void accept_next(acceptor& from, reactors& all, asio::ssl::context& tls, std::size_t turn) {
  auto& to = *all[turn % all.size()];
  from.async_accept(to.context(), [&, turn](const boost::system::error_code& ec, tcp_socket s) {
    if (!ec) {
      boost::system::error_code ignored;
      s.set_option(asio::ip::tcp::no_delay(true), ignored);
      asio::post(to.context(), [&to, &tls, s = std::move(s)]() mutable { to.take(std::move(s), tls); });
    }
    accept_next(from, all, tls, turn + 1);
  });
}

void prepare(asio::ssl::context& tls, const std::string& certificate, const std::string& key) {
  tls.use_certificate_chain_file(certificate);
  tls.use_private_key_file(key, asio::ssl::context::pem);
  SSL_CTX_set_min_proto_version(tls.native_handle(), TLS1_3_VERSION);
  SSL_CTX_set_ciphersuites(tls.native_handle(), "TLS_AES_128_GCM_SHA256");
  SSL_CTX_set_session_cache_mode(tls.native_handle(), SSL_SESS_CACHE_OFF);
  SSL_CTX_set_num_tickets(tls.native_handle(), 0);
}

int serve(const std::string& certificate, const std::string& key, std::size_t threads) {
  asio::ssl::context tls(asio::ssl::context::tls_server);
  prepare(tls, certificate, key);
  reactors all;
  for (std::size_t i = 0; i < threads; ++i) all.push_back(std::make_unique<reactor>());
  acceptor door(all.front()->context(), {asio::ip::make_address("127.0.0.1"), 0});
  accept_next(door, all, tls, 0);
  std::cout << "ready https=127.0.0.1:" << door.local_endpoint().port() << std::endl;
  std::vector<std::jthread> running;
  for (auto& r : all) running.emplace_back([&r] { r->context().run(); });
  return 0;
}

}  // namespace
}  // namespace jembatan::bench

int main(int argc, char** argv) {
  if (argc < 3) {
    std::cerr << "usage: bench_bare CERTIFICATE KEY [THREADS]\n";
    return 2;
  }
  const auto threads = argc > 3 ? std::stoul(argv[3]) : std::max(1U, std::thread::hardware_concurrency());
  try {
    return jembatan::bench::serve(argv[1], argv[2], threads);
  } catch (const std::exception& e) {
    std::cerr << "bench_bare: " << e.what() << "\n";
    return 1;
  }
}
