#pragma once
// What a handler answers. Content-Length, Date and Connection are added by the session. A value.
#include <string>
#include <string_view>
#include <utility>

namespace jembatan::http {

struct response {
  unsigned status = 200;
  std::string content_type = {};  // left out when empty
  std::string body;
  std::string fields = {};  // further header lines, made by add_field()
  bool close = false;       // end the connection after this answer

  // A control character in name or value would forge a header: such a field is dropped.
  response& add_field(std::string_view name, std::string_view value);
};

response text(std::string body, unsigned status = 200);
response json(std::string body, unsigned status = 200);

// "Not Found" for 404; "Unknown" for a status that the gateway does not use.
std::string_view reason_phrase(unsigned status);

// What the session adds to a response.
struct framing {
  bool keep_alive = true;
  bool head = false;           // the answer to HEAD: no body
  std::string_view date = {};  // date_line()
};

// Appends status line, header and body to `out`, ready to be sent.
void serialise(const response&, const framing&, std::string& out);

}  // namespace jembatan::http
