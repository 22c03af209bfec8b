#include "normalise/json_fault.hpp"

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <vector>

namespace jembatan::normalise {
namespace {

namespace json = boost::json;

constexpr std::size_t most_names = 4;
constexpr std::size_t longest_name = 80;

// Letters, digits, and what IRIs are made of: extensions are named by those.
bool is_like_a_field(std::string_view name) {
  const auto harmless = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("_-.:/#~$").find(c) != std::string_view::npos;
  };
  return name.size() <= longest_name && std::all_of(name.begin(), name.end(), harmless);
}

// Follows the parser: which member of which object, which element of which array.
class path {
 public:
  static constexpr std::size_t max_object_size = SIZE_MAX, max_array_size = SIZE_MAX, max_key_size = SIZE_MAX,
                               max_string_size = SIZE_MAX;
  using code = json::error_code;
  using view = json::string_view;

  bool on_document_begin(code&) { return true; }
  bool on_document_end(code&) { return true; }
  bool on_object_begin(code&) { return enter(false); }
  bool on_object_end(std::size_t, code&) { return leave(); }
  bool on_array_begin(code&) { return enter(true); }
  bool on_array_end(std::size_t, code&) { return leave(); }
  bool on_key_part(view s, std::size_t, code&) {
    key_.append(s.data(), s.size());
    return true;
  }
  bool on_key(view s, std::size_t n, code& ec) {
    on_key_part(s, n, ec);
    levels_.back().name = std::exchange(key_, {});
    return true;
  }
  bool on_string_part(view, std::size_t, code&) { return true; }
  bool on_string(view, std::size_t, code&) { return passed(); }
  bool on_number_part(view, code&) { return true; }
  bool on_int64(std::int64_t, view, code&) { return passed(); }
  bool on_uint64(std::uint64_t, view, code&) { return passed(); }
  bool on_double(double, view, code&) { return passed(); }
  bool on_bool(bool, code&) { return passed(); }
  bool on_null(code&) { return passed(); }
  bool on_comment_part(view, code&) { return true; }
  bool on_comment(view, code&) { return true; }

  std::string pointer() const {
    std::string text;
    for (std::size_t i = 0; i < levels_.size() && i < most_names; ++i) {
      const auto& l = levels_[i];
      if (!l.is_array && (l.name.empty() || !is_like_a_field(l.name))) break;
      text += '/';
      for (const char c : l.is_array ? std::to_string(l.index) : l.name)
        text += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);  // RFC 6901 section 3
    }
    return text;
  }

 private:
  struct level {
    bool is_array;
    std::size_t index = 0;
    std::string name = {};  // empty between two members
  };

  bool enter(bool is_array) {
    levels_.push_back({is_array});
    return true;
  }
  bool leave() {
    levels_.pop_back();
    return passed();
  }
  bool passed() {
    if (levels_.empty()) return true;
    ++levels_.back().index;
    levels_.back().name.clear();
    return true;
  }

  std::vector<level> levels_;
  std::string key_;
};

}  // namespace

std::string where_it_breaks(std::string_view text, std::size_t depth) {
  json::parse_options o;
  o.max_depth = depth;
  json::basic_parser<path> parser(o);
  json::error_code ec;
  parser.write_some(false, text.data(), text.size(), ec);
  return parser.handler().pointer();
}

}  // namespace jembatan::normalise
