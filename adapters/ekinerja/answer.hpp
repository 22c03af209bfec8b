#pragma once
// What SIASN meant. Its answers have a dozen shapes, and the HTTP status alone says little (facts/targets.md 1.4):
// status, content type and body are judged together, in this one pure function.
#include <boost/json/value.hpp>
#include <string>
#include <string_view>

#include "delivery/adapter.hpp"

namespace jembatan::ekinerja {

struct answer {
  enum class kind {
    saved,           // success:true with the id of the row
    found,           // code 1: `data` is what was asked for
    empty,           // 404 with code 0: nothing there, no fault
    refused,         // success:false, Error:"true", any other 4xx: no code that we know
    unconfirmed,     // says success, shows no id: the row has to be looked for
    token_refused,   // 401 with a fault 9009xx: the API gateway wants a new token
    throttled,       // 9008xx or 429: turned away by the API gateway
    gateway_closed,  // 403 with a fault 9009xx: the key may not call this API
    sso_refused,     // any other 401: the person's token
    silent,          // empty body
    foreign,         // HTML or bytes that are no JSON: a proxy speaks, not SIASN
    failed           // 5xx, or a fault that is not about tokens: the outcome is unknown
  } what = kind::foreign;
  std::string code;         // stable, snake_case
  std::string text;         // the target's message, at most 300 bytes
  std::string row_id;       // when saved
  boost::json::value data;  // when found
};

answer classify(int status, std::string_view content_type, std::string_view body);

// What an answer that is not the hoped-for one means to delivery.
delivery::setback to_setback(const answer&);

}  // namespace jembatan::ekinerja
