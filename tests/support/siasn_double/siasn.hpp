#pragma once
// SIASN's answers (facts/targets.md 1.2 to 1.4), without sockets: a request comes in, a reply goes out, rows change
// between. Used by one thread.
#include <map>
#include <memory>
#include <string>

#include "base/clock.hpp"
#include "siasn_double/options.hpp"
#include "siasn_double/people.hpp"
#include "siasn_double/rows.hpp"

namespace jembatan::siasn_double {

struct incoming {
  std::string method;
  std::string target;
  std::string authorization;  // the API gateway's token
  std::string auth;           // the SSO token
  std::string body;
};

struct reply {
  int status = 200;
  std::string body = {};
  std::string content_type = "application/json";
  bool silent = false;  // no answer: held for silence_ms, then closed
  bool reset = false;   // cut off
};

class siasn {
 public:
  // The randomness makes row ids and tokens.
  siasn(options o, people p, rows r, const clock& c,
        std::shared_ptr<random_source> random = std::make_shared<system_random>())
      : options_(std::move(o)),
        people_(std::move(p)),
        rows_(std::move(r)),
        clock_(c),
        random_(std::move(random)),
        modes_(options_.start) {}

  reply answer(const incoming&);
  const modes& now_in_force() const { return modes_; }
  const rows& held() const { return rows_; }

 private:
  reply route(const incoming&);
  reply control(const incoming&);
  reply token(const incoming&);
  reply read(const incoming&, std::string_view path);
  reply save(const incoming&);
  reply store(const boost::json::object& body, std::string_view act);
  bool apim_good(const std::string& header) const;
  bool sso_good(const std::string& header) const;

  const options options_;
  const people people_;
  rows rows_;
  const clock& clock_;
  const std::shared_ptr<random_source> random_;
  modes modes_;
  std::map<std::string, time_point> tokens_;  // API gateway's tokens and when they were given
  every_nth silences_, refusals_, outages_, resets_;
};

}  // namespace jembatan::siasn_double
