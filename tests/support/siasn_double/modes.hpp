#pragma once
// How the double misbehaves: set on the command line, changed at run time by POST /double/mode. "Every Nth", 0 is
// never. Used by one thread.
#include <boost/json/value.hpp>
#include <cstdint>
#include <string>

#include "base/error.hpp"

namespace jembatan::siasn_double {

struct modes {
  std::int64_t act_then_silence = 0;     // every Nth save acts and gets no answer
  std::int64_t silence_ms = 0;           // how long the connection is held then, before it is closed
  std::int64_t refuse = 0;               // every Nth save gets success:false and does not act
  std::int64_t unavailable = 0;          // every Nth save gets an HTML page with 503 and does not act
  std::int64_t reset = 0;                // every Nth request of any kind is cut off before it acts
  std::int64_t slow_ms = 0;              // every answer is late by so much
  std::int64_t expire_apim_after_s = 0;  // tokens end then, although their answer says 3600
  bool refuse_sso = false;               // 401, as for an SSO token that was withdrawn

  // Takes over the keys that are there; invalid for an unknown key or a wrong type, and then nothing is taken over.
  result<void> set(const boost::json::object&);
  boost::json::object shown() const;
};

// True on every Nth call; never for 0.
class every_nth {
 public:
  bool operator()(std::int64_t n) { return n > 0 && ++count_ % n == 0; }

 private:
  std::int64_t count_ = 0;
};

}  // namespace jembatan::siasn_double
