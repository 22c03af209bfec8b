#pragma once
// The gateway's door without a socket: a body goes through the receiver's route as the HTTP session would send it
// through, on a reactor that runs when it is told to. One thread.
#include <functional>
#include <list>
#include <map>
#include <string>

#include "http/router.hpp"
#include "journal/journal.hpp"
#include "metrics/registry.hpp"
#include "zoom/receiver.hpp"

namespace jembatan::sim {

class door {
 public:
  using answered = std::function<void(unsigned status, std::string receipt)>;

  // The reactor must outlive the journal, which calls back into it.
  door(net::asio::io_context& reactor, const std::map<std::string, zoom::options>&, journal::journal&, const clock&,
       metrics::registry&);

  // `sent_at`: the sender's own clock.
  void post(const std::string& source, std::string body, time_point sent_at, answered);
  // Whatever can go on does.
  void run();

 private:
  struct exchange {
    std::string path, body, timestamp, signature;
    http::request request;
    answered done;
  };
  void finish(std::list<exchange>::iterator, const http::response&);

  net::asio::io_context& reactor_;
  std::map<std::string, std::string> secrets_;
  http::router router_;
  zoom::receiver receiver_;
  std::list<exchange> under_way_;
};

}  // namespace jembatan::sim
