#include "simulate/diary.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <cerrno>
#include <cstdlib>
#include <utility>

namespace jembatan::simulate {

namespace json = boost::json;

result<diary> diary::open(const std::filesystem::path& file) {
  const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (fd < 0) return errno_error(errno, "open " + file.string());
  return diary(fd);
}

diary::diary(diary&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

diary::~diary() {
  if (fd_ >= 0) ::close(fd_);
}

void diary::line(const std::string& text) {
  // A diary that lost lines would clear a gateway that lost events.
  if (::write(fd_, text.data(), text.size()) != static_cast<ssize_t>(text.size())) std::abort();
}

void diary::offered(std::uint64_t n, const std::string& request_id) {
  line(json::serialize(json::object{{"offered", n}, {"request", request_id}}) + "\n");
}

void diary::acknowledged(std::uint64_t n, int tries, const std::string& receipt) {
  line(json::serialize(json::object{{"acknowledged", n}, {"tries", tries}, {"receipt", receipt}}) + "\n");
}

void diary::refused(std::uint64_t n, int status) {
  line(json::serialize(json::object{{"refused", n}, {"status", status}}) + "\n");
}

void diary::given_up(std::uint64_t n, const std::string& why) {
  line(json::serialize(json::object{{"given_up", n}, {"why", why}}) + "\n");
}

}  // namespace jembatan::simulate
