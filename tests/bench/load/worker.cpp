#include "load/worker.hpp"

#include <sys/epoll.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <thread>

namespace jembatan::bench {
namespace {

using clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::chrono::seconds patience{15};  // for what is under way at the end, and for handshakes

std::uint32_t microseconds_between(instant from, instant to) {
  return static_cast<std::uint32_t>(std::chrono::duration_cast<std::chrono::microseconds>(to - from).count());
}

}  // namespace

worker::worker(const target& t, std::size_t connections, const requests& r)
    : target_(t),
      connections_(connections),
      requests_(r),
      context_(make_client_context(t.ca)),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
  if (epoll_ < 0) throw std::runtime_error("no epoll");
}

worker::~worker() {
  ::close(epoll_);
}

void worker::connect() {
  for (std::size_t i = 0; i < connections_; ++i) {
    clients_.push_back(std::make_unique<client>(*context_, target_.address, target_.port));
    auto& c = *clients_.back();
    epoll_event wanted{.events = EPOLLIN, .data = {.ptr = &c}};
    if (::epoll_ctl(epoll_, EPOLL_CTL_ADD, c.descriptor(), &wanted) != 0) throw std::runtime_error("epoll_ctl failed");
    const auto deadline = clock::now() + patience;
    for (auto e = c.advance(); e != client::event::ready; e = c.advance()) {
      if (e == client::event::ended || clock::now() > deadline) throw std::runtime_error("TLS handshake failed");
      wait(milliseconds{100});
    }
  }
}

void worker::greet() {
  const schedule no_time{};
  for (auto& c : clients_) give(*c, clock::now());
  for (const auto deadline = clock::now() + patience; under_way_ != 0;) {
    if (outcome_.failures != 0 || clock::now() > deadline)
      throw std::runtime_error("no answer: " + outcome_.first_failure);
    wait(milliseconds{100});
    for (auto* c : touched_) take(*c, no_time);
  }
}

void worker::give(client& c, instant due) {
  if (next_request_ == requests_.count())
    throw std::runtime_error("all requests that were made beforehand are used up: raise --most-rate");
  requests_.write(next_request_++, c.request());
  ++under_way_;
  ++outcome_.sent;
  if (!c.send(due)) fail("the connection ended while a request was sent");
}

void worker::fail(const std::string& why) {
  --under_way_;
  if (outcome_.failures++ == 0) outcome_.first_failure = why;
}

void worker::wait(std::chrono::nanoseconds longest) {
  std::array<epoll_event, 128> events{};
  const timespec t{longest.count() / 1'000'000'000, longest.count() % 1'000'000'000};
  const int n = ::epoll_pwait2(epoll_, events.data(), static_cast<int>(events.size()), &t, nullptr);
  touched_.clear();
  for (int i = 0; i < n; ++i) touched_.push_back(static_cast<client*>(events[static_cast<std::size_t>(i)].data.ptr));
}

void worker::take(client& c, const schedule& s) {
  const auto what = c.advance();
  if (what == client::event::none) return;
  if (what != client::event::answered) {
    ::epoll_ctl(epoll_, EPOLL_CTL_DEL, c.descriptor(), nullptr);
    if (c.waiting()) fail(what == client::event::refused ? "answered " + c.answer() : "the connection ended");
    return;
  }
  const auto now = clock::now();
  --under_way_;
  const bool open = s.interval.count() != 0;
  const auto counted_by = open ? c.due() : now;
  if (counted_by >= s.from && counted_by < s.until) outcome_.microseconds.push_back(microseconds_between(c.due(), now));
  if (!open) {
    if (now < s.until) give(c, now);
  } else if (!late_.empty()) {
    give(c, late_.front());
    late_.pop_front();
  } else {
    idle_.push_back(&c);
  }
}

void worker::send_what_is_due(const schedule& s, instant now) {
  for (; next_due_ <= now && next_due_ < s.until; next_due_ += s.interval) {
    if (idle_.empty()) {
      late_.push_back(next_due_);
      continue;
    }
    auto* c = idle_.back();
    idle_.pop_back();
    give(*c, next_due_);
  }
}

void worker::run(const schedule& s) {
  ::prctl(PR_SET_TIMERSLACK, 1);  // or each wait is 50 us longer than it was asked to be
  outcome_.microseconds.reserve(requests_.count());
  next_due_ = s.begin;
  std::this_thread::sleep_until(s.begin);
  const bool open = s.interval.count() != 0;
  for (auto& c : clients_) open ? idle_.push_back(c.get()) : give(*c, s.begin);
  for (;;) {
    const auto now = clock::now();
    if (open) send_what_is_due(s, now);
    if (under_way_ == 0 && late_.empty() && now >= s.until) return;
    if (now > s.until + patience) {
      outcome_.failures += late_.size();
      while (under_way_ != 0) fail("never answered");
      return;
    }
    const bool more_due = open && next_due_ < s.until;
    wait(more_due ? std::max(next_due_ - now, std::chrono::nanoseconds{0}) : milliseconds{100});
    for (auto* c : touched_) take(*c, s);
  }
}

}  // namespace jembatan::bench
