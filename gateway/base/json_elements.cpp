#include "base/json_elements.hpp"

namespace jembatan::inline base {
namespace {

// RFC 8259 section 2.
bool is_white(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

}  // namespace

json_elements::json_elements(std::string_view text) : text_(text) {
  skip_white();
  if (at_ == text_.size() || text_[at_] != '[')
    state_ = state::broken;
  else
    ++at_;
}

void json_elements::skip_white() {
  while (at_ < text_.size() && is_white(text_[at_])) ++at_;
}

// From the opening quote to behind the closing one.
bool json_elements::skip_string() {
  for (++at_; at_ < text_.size(); ++at_) {
    if (text_[at_] == '"') return ++at_, true;
    if (text_[at_] == '\\') ++at_;
  }
  return false;
}

std::optional<std::string_view> json_elements::end(state s) {
  state_ = s;
  return std::nullopt;
}

std::optional<std::string_view> json_elements::next() {
  if (state_ == state::whole || state_ == state::broken) return std::nullopt;
  skip_white();
  if (state_ == state::first && at_ < text_.size() && text_[at_] == ']') {
    ++at_;
    skip_white();
    return end(at_ == text_.size() ? state::whole : state::broken);
  }
  return element(at_);
}

// Up to the comma or the bracket that ends it, which are passed. The last bracket must be the last byte of the text but
// for white space.
std::optional<std::string_view> json_elements::element(std::size_t from) {
  std::size_t depth = 0;
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (c == '"') {
      if (!skip_string()) break;
      continue;
    }
    if (c == '[' || c == '{') ++depth;
    const bool closes = c == ']' || c == '}';
    if (depth == 0 && (closes || c == ',')) {
      auto found = text_.substr(from, at_ - from);
      while (!found.empty() && is_white(found.back())) found.remove_suffix(1);
      ++at_;
      if (found.empty() || c == '}') break;
      state_ = state::further;
      if (c == ',') return found;
      skip_white();
      if (at_ != text_.size()) break;
      state_ = state::whole;
      return found;
    }
    if (closes) --depth;
    ++at_;
  }
  return end(state::broken);
}

}  // namespace jembatan::inline base
