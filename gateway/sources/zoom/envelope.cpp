#include "zoom/envelope.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <charconv>
#include <cmath>

namespace jembatan::zoom {
namespace {

namespace bj = boost::json;

constexpr std::size_t depth_limit = 32;

// Where in the document the parser is: only objects on the way to a slot have a name.
enum class place : unsigned char { outside, root, payload, object, participant, registrant, elsewhere };

struct member {
  place in;
  std::string_view key;
  slot what;
};
constexpr member members[] = {
    {place::root, "event", slot::event},
    {place::root, "event_ts", slot::event_ts},
    {place::payload, "plainToken", slot::plain_token},
    {place::object, "uuid", slot::uuid},
    {place::object, "id", slot::id},
    {place::participant, "participant_uuid", slot::participant_uuid},
    {place::participant, "id", slot::participant_id},
    {place::participant, "registrant_id", slot::participant_registrant},
    {place::participant, "customer_key", slot::customer_key},
    {place::participant, "user_id", slot::user_id},
    {place::participant, "join_time", slot::join_time},
    {place::participant, "leave_time", slot::leave_time},
    {place::participant, "date_time", slot::date_time},
    {place::registrant, "id", slot::registrant},
};

place child(place in, std::string_view key) {
  switch (in) {
    case place::root:
      return key == "payload" ? place::payload : place::elsewhere;
    case place::payload:
      return key == "object" ? place::object : place::elsewhere;
    case place::object:
      if (key == "participant") return place::participant;
      return key == "registrant" ? place::registrant : place::elsewhere;
    default:
      return place::elsewhere;
  }
}

}  // namespace

// Takes the parser's events as they come: no tree of the document is built. A repeated key counts with its last value,
// as every JSON tree would have it.
class envelope_reader {
 public:
  static constexpr std::size_t max_object_size = SIZE_MAX, max_array_size = SIZE_MAX, max_key_size = SIZE_MAX,
                               max_string_size = SIZE_MAX;

  explicit envelope_reader(envelope& out) : out_(out) { out_.text_.reserve(256); }

  bool on_document_begin(bj::error_code&) { return true; }
  bool on_document_end(bj::error_code&) { return true; }
  bool on_object_begin(bj::error_code&) {
    const auto here = depth_ == 0 ? place::root : child(path_[depth_ - 1], key_);
    if (here == place::participant) out_.has_participant_ = true;
    path_[depth_++] = here;
    key_.clear();
    return true;
  }
  bool on_object_end(std::size_t, bj::error_code&) { return leave(); }
  bool on_array_begin(bj::error_code&) {
    path_[depth_++] = place::elsewhere;
    key_.clear();
    return true;
  }
  bool on_array_end(std::size_t, bj::error_code&) { return leave(); }
  bool on_key_part(bj::string_view s, std::size_t, bj::error_code&) {
    if (here() != place::elsewhere) key_.append(s.data(), s.size());
    return true;
  }
  bool on_key(bj::string_view s, std::size_t n, bj::error_code& ec) { return on_key_part(s, n, ec); }
  bool on_string_part(bj::string_view s, std::size_t, bj::error_code&) {
    if (here() != place::elsewhere) part_.append(s.data(), s.size());
    return true;
  }
  bool on_string(bj::string_view s, std::size_t, bj::error_code&) {
    if (here() == place::elsewhere) return true;
    if (part_.empty()) return keep({s.data(), s.size()});
    part_.append(s.data(), s.size());
    keep(part_);
    part_.clear();
    return true;
  }
  bool on_number_part(bj::string_view, bj::error_code&) { return true; }
  bool on_int64(std::int64_t n, bj::string_view, bj::error_code&) { return keep_number(n); }
  bool on_uint64(std::uint64_t n, bj::string_view, bj::error_code&) { return keep_number(n); }
  bool on_double(double n, bj::string_view, bj::error_code&) {
    // 9.5e10 is the number 95000000000 written otherwise.
    if (std::trunc(n) == n && std::abs(n) < 9e15) return keep_number(static_cast<std::int64_t>(n));
    return keep_number(n);
  }
  bool on_bool(bool, bj::error_code&) { return keep({}); }
  bool on_null(bj::error_code&) { return keep({}); }
  bool on_comment_part(bj::string_view, bj::error_code&) { return true; }
  bool on_comment(bj::string_view, bj::error_code&) { return true; }

  bool saw_object() const { return saw_object_; }

 private:
  place here() const { return depth_ == 0 ? place::outside : path_[depth_ - 1]; }

  bool leave() {
    if (path_[--depth_] == place::root) saw_object_ = true;
    key_.clear();
    return true;
  }

  template <class Number>
  bool keep_number(Number n) {
    std::array<char, 32> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), n).ptr;
    return keep({digits.data(), static_cast<std::size_t>(end - digits.data())});
  }

  bool keep(std::string_view value) {
    const auto in = here();
    if (in == place::elsewhere) return true;
    for (const auto& m : members)
      if (m.in == in && m.key == key_) {
        out_.pieces_[static_cast<std::size_t>(m.what)] = {out_.text_.size(), value.size()};
        out_.text_.append(value);
        break;
      }
    key_.clear();
    return true;
  }

  envelope& out_;
  std::array<place, depth_limit + 2> path_{};
  std::size_t depth_ = 0;
  std::string key_, part_;
  bool saw_object_ = false;
};

std::optional<envelope> read_envelope(std::string_view body) {
  envelope e;
  bj::parse_options o;
  o.max_depth = depth_limit;
  bj::basic_parser<envelope_reader> parser(o, e);
  bj::error_code ec;
  const auto used = parser.write_some(false, body.data(), body.size(), ec);
  if (ec || used != body.size() || !parser.handler().saw_object()) return std::nullopt;
  return e;
}

}  // namespace jembatan::zoom
