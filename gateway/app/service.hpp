#pragma once
// The running service: wires the parts for the configured roles, starts them from the inside out, stops them from the
// outside in, and reloads on SIGHUP. Used by the main thread only.
#include <memory>
#include <string>
#include <vector>

#include "app/settings.hpp"

namespace jembatan::app {

// Why it did not start: lines for the operator, each with file and line or the remedy.
struct start_failure {
  std::vector<std::string> lines;
  bool configuration = false;  // a file that a person wrote is wrong
};
[[noreturn]] void throw_exception_from_error(const start_failure&, const boost::source_location&);

class service {
 public:
  // Accepts requests when it returns.
  static boost::system::result<std::unique_ptr<service>, start_failure> start(settings);
  ~service();
  service(const service&) = delete;
  service& operator=(const service&) = delete;

  // "ready https=ADDR:PORT admin=ADDR:PORT"
  std::string ready_line() const;

  // Takes over secrets, certificates, registers, catalogue and mappings; each whole, or refused whole with the reason
  // in the log and in /readyz, and then the version before stays in force.
  void reload();

  // Refuses new connections, finishes the requests that were begun and the batches that are under way, and ends. What
  // the journal holds goes on at the next start.
  void stop();

 private:
  class parts;
  explicit service(std::unique_ptr<parts>);
  std::unique_ptr<parts> parts_;
};

}  // namespace jembatan::app
