#pragma once
// Joins code that calls back (the journal, a worker pool) to a coroutine.
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include "net/mailbox.hpp"
#include "net/net.hpp"

namespace jembatan::net {

// A coroutine that waits, and the value that it waits for.
template <class T, class Handler>
class waiting_coroutine final : public letter {
 public:
  explicit waiting_coroutine(Handler h) : resume_(std::move(h)) {}
  void set(T value) { value_.emplace(std::move(value)); }
  void open() override { std::move(resume_)(*std::move(value_)); }

 private:
  Handler resume_;
  std::optional<T> value_;
};

// Calls start(done) and completes with the value that done(value) is called with: once, from any thread. The coroutine
// goes on in its own reactor. `done` may be copied. If it is dropped without a call the coroutine is ended, never
// resumed. The reactors must outlive whoever holds `done`.
template <class T, class Start>
awaitable<T> completed(Start start) {
  static_assert(
      std::is_trivially_destructible_v<Start>,
      "capture references only: GCC 12 destroys a closure that is an argument within co_await once too often");
  return asio::async_initiate<const asio::use_awaitable_t<executor>&, void(T)>(
      [](auto handler, Start begin) {
        auto& context = asio::get_associated_executor(handler).context();
        auto waiting = std::make_shared<waiting_coroutine<T, decltype(handler)>>(std::move(handler));
        begin([&box = asio::use_service<mailbox>(context), waiting = std::move(waiting)](T value) {
          waiting->set(std::move(value));
          box.put(waiting);
        });
      },
      asio::use_awaitable_t<executor>{}, std::move(start));
}

}  // namespace jembatan::net
