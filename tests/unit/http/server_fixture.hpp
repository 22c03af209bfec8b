#pragma once
// A server with a few routes on a free port of the loopback interface, with the limits that a test wants.
#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <stdexcept>
#include <string>

#include "../net/test_certificate.hpp"
#include "base/clock.hpp"
#include "http/health.hpp"
#include "http/server.hpp"
#include "net/completion.hpp"
#include "test_client.hpp"

namespace jembatan::http {

class server_fixture : public testing::Test {
 protected:
  server_fixture() {
    const auto about = [](const request& r) {
      return text(r.peer.address + " " + r.peer.tls + " " + (r.peer.uid ? std::to_string(*r.peer.uid) : "-"));
    };
    routes_.add(verb::get, "/about", {.name = "about"}, inlined(about));
    routes_.add(verb::post, "/echo", {.name = "echo", .body_limit = byte_size{200'000}},
                inlined([](const request& r) { return text(std::string(r.body)); }));
    routes_.add(verb::post, "/json",
                {.name = "json", .body_limit = byte_size{10}, .content_types = {"application/json"}},
                inlined([](const request&) { return response{}; }));
    routes_.add(verb::post, "/pool", {.name = "pool", .body_limit = byte_size{100}},
                pooled(pool_, [](const request& r) { return text(std::string(r.body)); }));
    routes_.add(verb::get, "/throws", {.name = "throws"},
                inlined([](const request&) -> response { throw std::runtime_error("on purpose"); }));
    routes_.add(verb::get, "/held", {.name = "held"}, [this](const request&) { return hold(); });
    routes_.add(verb::post, "/guarded",
                {.name = "guarded",
                 .body_limit = byte_size{100'000},
                 .admit = [](const request& r) -> std::optional<response> {
                   if (r.header("authorization")) return {};
                   return problem(401);
                 }},
                inlined([](const request&) { return response{}; }));
    limits_.reactors = 2;
  }

  void start(const std::vector<std::string>& proxies = {}) {
    reactors_ = std::make_unique<net::reactors>(limits_, registry_);
    reactors_->start();
    server_ = std::make_unique<server>(*reactors_, net::networks::parse(proxies).value(), registry_, clock_);
    const auto now = std::chrono::floor<duration>(std::chrono::system_clock::now());
    const auto context = net::tls_context::load({certificate_.certificate(), certificate_.key(), {}}, now).value();
    address_ = server_->listen_https("127.0.0.1:0", std::make_shared<const net::tls_holder>(context), routes_).value();
    plain_ = server_->listen_plain("127.0.0.1:0", routes_).value();
  }

  tests::test_client connect() {
    if (!server_) start();
    return tests::test_client::tls(address_);
  }
  bool metric_shows(const std::string& line) const { return registry_.text().find(line) != std::string::npos; }

  // Answers once release_ has been set; held_ says that the request has arrived.
  net::awaitable<response> hold() {
    co_return co_await net::completed<response>([this](auto done) {
      release_ = [done] { done(text("late")); };
      held_.set_value();
    });
  }

  static std::string get(const std::string& path, const std::string& more = {}) {
    return "GET " + path + " HTTP/1.1\r\nHost: h\r\n" + more + "\r\n";
  }
  static std::string post(const std::string& path, const std::string& body, const std::string& more = {}) {
    return "POST " + path + " HTTP/1.1\r\nHost: h\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + more +
           "\r\n" + body;
  }

  const tests::test_certificate certificate_;
  manual_clock clock_{time_point{}};
  metrics::registry registry_;
  net::limits limits_;
  router routes_;
  std::promise<void> held_;
  std::unique_ptr<net::reactors> reactors_;
  std::function<void()> release_;  // goes before the reactors, as completed() demands
  worker_pool pool_;
  std::unique_ptr<server> server_;
  std::string address_, plain_;
};

}  // namespace jembatan::http
