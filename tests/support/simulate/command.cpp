#include "simulate/command.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>

extern char** environ;

namespace jembatan::simulate {
namespace {

using clock = std::chrono::steady_clock;
constexpr std::size_t output_limit = 1U << 30;

// Reads until the end of file, the deadline or the limit.
result<std::string> drain(int fd, clock::time_point until) {
  std::string text;
  std::array<char, 65536> piece{};
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - clock::now()).count();
    if (left <= 0) return error{errc::timeout, "the command did not end in time"};
    pollfd p{.fd = fd, .events = POLLIN, .revents = 0};
    if (::poll(&p, 1, static_cast<int>(left)) <= 0) continue;
    const ssize_t n = ::read(fd, piece.data(), piece.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return errno_error(errno, "read the command's output");
    if (n == 0) return text;
    text.append(piece.data(), static_cast<std::size_t>(n));
    if (text.size() > output_limit) return error{errc::full, "the command printed more than 1 GiB"};
  }
}

}  // namespace

result<std::string> output_of(const std::vector<std::string>& argv, std::chrono::seconds deadline) {
  std::array<int, 2> pipe{};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0) return errno_error(errno, "make a pipe");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, pipe[1], STDOUT_FILENO);
  std::vector<char*> arguments;
  for (const std::string& a : argv) arguments.push_back(const_cast<char*>(a.c_str()));
  arguments.push_back(nullptr);
  pid_t child = 0;
  const int failed = ::posix_spawn(&child, argv.front().c_str(), &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  ::close(pipe[1]);
  if (failed != 0) {
    ::close(pipe[0]);
    return errno_error(failed, "start " + argv.front());
  }
  result<std::string> text = drain(pipe[0], clock::now() + deadline);
  ::close(pipe[0]);
  if (!text) ::kill(child, SIGKILL);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (!text) return text;
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return text;
  std::string line;
  for (const std::string& a : argv) line += (line.empty() ? "" : " ") + a;
  return error{errc::unavailable, "\"" + line + "\" ended with " +
                                      (WIFEXITED(status) ? "code " + std::to_string(WEXITSTATUS(status))
                                                         : "signal " + std::to_string(WTERMSIG(status)))};
}

}  // namespace jembatan::simulate
