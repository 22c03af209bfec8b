// The first bytes that a stranger sends after the handshake. The parser must end the same way however the bytes come in
// pieces: two readings of one request are how requests are smuggled (RFC 9112 11.2).
#include "fuzz.hpp"
#include "http/request_parser.hpp"

namespace {

using namespace jembatan;
using state = http::request_parser::state;

struct reading {
  state header = state::needs_more;
  state chunks = state::needs_more;
  std::string path, body;
  std::size_t header_size = 0;
};

// Chunks come in pieces of `step` bytes; a parser that wants more sees the rest again, as a connection does.
void read_chunks(http::request_parser& parser, std::string_view rest, std::size_t step, reading& r) {
  std::size_t from = 0;
  for (std::size_t to = std::min(step, rest.size());; to = std::min(to + step, rest.size())) {
    std::size_t used = 0;
    r.chunks = parser.parse_chunks(rest.substr(from, to - from), r.body, 4096, used);
    FUZZ_HOLDS(used <= to - from);
    from += used;
    if (r.chunks != state::needs_more || to == rest.size()) return;
  }
}

reading read(std::string_view bytes, std::size_t step) {
  http::request request;
  http::request_parser parser(request, 2048);
  reading r;
  for (std::size_t n = std::min(step, bytes.size());; n = std::min(n + step, bytes.size())) {
    r.header = parser.parse_header(bytes.substr(0, n));
    if (r.header != state::needs_more || n == bytes.size()) break;
  }
  if (r.header == state::defective) FUZZ_HOLDS(http::status_of(parser.what()) >= 400);
  if (r.header != state::complete) return r;
  r.header_size = parser.header_size();
  FUZZ_HOLDS(r.header_size <= bytes.size());
  r.path = request.path;
  if (parser.announced().chunked) read_chunks(parser, bytes.substr(r.header_size), step, r);
  FUZZ_HOLDS(r.body.size() <= 4096);
  return r;
}

// Beast sees what is wrong with a line, or that it is too long, at once or with the end of the header, depending on how
// it comes. So the same bytes may be refused now or later, but never taken for something else.
bool agree(state whole, state pieces) {
  return whole == pieces || (whole != state::complete && pieces != state::complete);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = fuzz::text(data, size);
  const auto whole = read(bytes, size + 1);
  const auto pieces = read(bytes, size % 7 + 1);
  FUZZ_HOLDS(agree(whole.header, pieces.header) && agree(whole.chunks, pieces.chunks));
  if (whole.header != state::complete) return 0;
  FUZZ_HOLDS(whole.header_size == pieces.header_size && whole.path == pieces.path);
  if (whole.chunks == state::complete) FUZZ_HOLDS(whole.body == pieces.body);
  return 0;
}
