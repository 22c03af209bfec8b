#include "cli/admin_client.hpp"

#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/json/parse.hpp>
#include <cerrno>
#include <cstring>
#include <iostream>

#include "app/settings.hpp"
#include "cli/command.hpp"

namespace jembatan::cli {
namespace {

namespace http = boost::beast::http;

// Answers of `serve` are bounded by the limits of the admin API.
constexpr std::uint64_t answer_limit = 256 * 1024 * 1024;
constexpr timeval deadline{30, 0};

// A connected Unix socket as Beast's SyncStream: blocking read(2) and write(2) under SO_RCVTIMEO and SO_SNDTIMEO.
class unix_stream {
 public:
  explicit unix_stream(int fd) : fd_(fd) {}
  ~unix_stream() { ::close(fd_); }
  unix_stream(const unix_stream&) = delete;
  unix_stream& operator=(const unix_stream&) = delete;

  template <class Buffers>
  std::size_t read_some(const Buffers& buffers, boost::system::error_code& failed) {
    for (auto it = boost::asio::buffer_sequence_begin(buffers); it != boost::asio::buffer_sequence_end(buffers); ++it) {
      const boost::asio::mutable_buffer buffer(*it);
      if (buffer.size() == 0) continue;
      const auto n = ::read(fd_, buffer.data(), buffer.size());
      if (n == 0) failed = boost::asio::error::eof;
      if (n < 0) failed.assign(errno, boost::system::system_category());
      return n > 0 ? static_cast<std::size_t>(n) : 0;
    }
    return 0;
  }
  template <class Buffers>
  std::size_t read_some(const Buffers& buffers) {
    return checked([&](auto& failed) { return read_some(buffers, failed); });
  }
  template <class Buffers>
  std::size_t write_some(const Buffers& buffers, boost::system::error_code& failed) {
    for (auto it = boost::asio::buffer_sequence_begin(buffers); it != boost::asio::buffer_sequence_end(buffers); ++it) {
      const boost::asio::const_buffer buffer(*it);
      if (buffer.size() == 0) continue;
      const auto n = ::send(fd_, buffer.data(), buffer.size(), MSG_NOSIGNAL);
      if (n < 0) failed.assign(errno, boost::system::system_category());
      return n > 0 ? static_cast<std::size_t>(n) : 0;
    }
    return 0;
  }
  template <class Buffers>
  std::size_t write_some(const Buffers& buffers) {
    return checked([&](auto& failed) { return write_some(buffers, failed); });
  }

 private:
  template <class Operation>
  std::size_t checked(Operation operation) {
    boost::system::error_code failed;
    const auto n = operation(failed);
    if (failed) throw boost::system::system_error(failed);
    return n;
  }

  int fd_;
};

result<int> connect_to(const std::filesystem::path& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.native().size() >= sizeof address.sun_path)
    return error{errc::invalid,
                 path.string() + " is longer than a Unix socket's path may be: choose a shorter data_dir"};
  std::strcpy(address.sun_path, path.c_str());
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return errno_error(errno, "socket");
  ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &deadline, sizeof deadline);
  ::setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &deadline, sizeof deadline);
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    const int number = errno;
    ::close(fd);
    return error{errc::unavailable, "nobody answers at " + path.string() + " (" + std::strerror(number) +
                                        "): start `jembatan serve`, or run this as its user or group"};
  }
  return fd;
}

}  // namespace

result<answer> ask(const std::filesystem::path& socket, const std::string& method, const std::string& target,
                   const std::string& body) {
  JB_TRY(const int fd, connect_to(socket));
  unix_stream stream(fd);
  http::request<http::string_body> question(http::string_to_verb(method), target, 11, body);
  question.set(http::field::host, "admin.sock");
  if (!body.empty()) question.set(http::field::content_type, "application/json");
  question.prepare_payload();
  boost::system::error_code failed;
  http::write(stream, question, failed);
  boost::beast::flat_buffer buffer;
  http::response_parser<http::string_body> parser;
  parser.body_limit(answer_limit);
  if (!failed) http::read(stream, buffer, parser, failed);
  if (failed) return error{errc::unavailable, "no whole answer from " + socket.string() + ": " + failed.message()};
  return answer{parser.get().result_int(), std::move(parser.get().body())};
}

reply ask_service(const std::filesystem::path& config, const std::string& method, const std::string& target) {
  const auto data_dir = app::find_data_dir(config);
  if (data_dir.has_error()) {
    std::cerr << data_dir.error().context << '\n';
    return {exit_usage, {}, {}};
  }
  const auto got = ask(*data_dir / "admin.sock", method, target);
  if (got.has_error()) {
    std::cerr << got.error().context << '\n';
    return {exit_unreachable, {}, {}};
  }
  boost::system::error_code failed;
  auto value = boost::json::parse(got->body, failed);
  if (got->status == 200 && !failed) return {exit_good, got->body, std::move(value)};
  std::string why = "the service answered " + std::to_string(got->status);
  if (!failed && value.is_object())
    if (const auto* detail = value.as_object().if_contains("detail"); detail != nullptr && detail->is_string())
      why += ": " + std::string(detail->as_string());
  std::cerr << why << '\n';
  return {got->status == 421 ? exit_unreachable : exit_bad, {}, {}};
}

std::string encode_query(const std::string& text) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  std::string out;
  for (const unsigned char c : text) {
    if (std::isalnum(c) != 0 || c == '-' || c == '.' || c == '_' || c == '~') {
      out += static_cast<char>(c);
    } else {
      out += '%';
      out += hex[c >> 4];
      out += hex[c & 15];
    }
  }
  return out;
}

}  // namespace jembatan::cli
