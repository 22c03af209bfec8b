#pragma once
// Joins code that calls back (the journal, a worker pool) to a coroutine.
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <memory>
#include <type_traits>
#include <utility>

#include "net/net.hpp"

namespace jembatan::net {

// Calls start(done) and completes with the value that done(value) is called with: once, from any thread. The coroutine
// goes on in its own reactor. `done` may be copied. If it is dropped without a call the coroutine is ended, never
// resumed. The reactors must outlive whoever holds `done`.
template <class T, class Start>
awaitable<T> completed(Start start) {
  static_assert(
      std::is_trivially_destructible_v<Start>,
      "capture references only: GCC 12 destroys a closure that is an argument within co_await once too often");
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<executor>&, void(T)>(
      [](auto handler, Start begin) {
        const auto back = asio::get_associated_executor(handler);
        auto held = std::make_shared<decltype(handler)>(std::move(handler));
        begin([back, held](T value) {
          asio::post(back, [held, v = std::move(value)]() mutable { std::move (*held)(std::move(v)); });
        });
      },
      asio::use_awaitable_t<executor>{}, std::move(start));
}

}  // namespace jembatan::net
