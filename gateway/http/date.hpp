#pragma once
// The Date field of answers (RFC 9110 6.6.1: an origin server with a clock must send it).
#include <string>
#include <string_view>

#include "base/time.hpp"

namespace jembatan::http {

// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110 5.6.7, IMF-fixdate). Pure.
std::string format_http_date(time_point);

// The whole line, "Date: ...\r\n". Made once a second and thread: valid until this thread asks again.
std::string_view date_line(time_point now);

}  // namespace jembatan::http
