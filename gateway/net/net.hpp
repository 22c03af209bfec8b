#pragma once
// Names for Asio, so that every coroutine of the gateway runs on the concrete executor of its reactor: no type-erased
// executor on the path of a request.
// GCC 12 lays out the frame of a coroutine wrongly when a co_await stands in the condition of if, while, for or ?: (the
// frame's first word is then not its resume function). So a result is put into a variable first, everywhere. Nothing
// but aliases; Asio itself is compiled once, in asio.cpp and beast.cpp.
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace jembatan::net {

namespace asio = boost::asio;

using executor = asio::io_context::executor_type;

template <class T = void>
using awaitable = asio::awaitable<T, executor>;

// Completes a coroutine with (error_code, ...) instead of throwing: the ends of I/O that are expected are branches.
inline constexpr asio::as_tuple_t<asio::use_awaitable_t<executor>> quietly{};

}  // namespace jembatan::net
