#include "registers/csv.hpp"

#include <utility>

#include "config/utf8.hpp"

namespace jembatan::registers {

csv_reader::csv_reader(std::string_view text, csv_limits limits) : text_(config::without_bom(text)), limits_(limits) {
  if (text_.size() > limits_.file_bytes)
    fail(0, "longer than " + std::to_string(limits_.file_bytes) + " bytes: split the register");
  else if (const auto bad = config::first_bad_byte(text_))
    fail(config::line_at(text_, *bad), "not UTF-8 text: save the file as \"CSV UTF-8\", without control characters");
}

bool csv_reader::next(std::vector<std::string>& fields) {
  if (error_ || at_ == text_.size()) return false;
  if (++rows_ > limits_.rows) return fail(line_, "more than " + std::to_string(limits_.rows) + " rows");
  row_line_ = line_;
  std::size_t count = 0;
  for (bool more = true; more;) {
    if (++count > limits_.columns) return fail(row_line_, "more than " + std::to_string(limits_.columns) + " columns");
    if (fields.size() < count) fields.emplace_back();
    auto& field = fields[count - 1];
    field.clear();
    const bool quoted = at_ < text_.size() && text_[at_] == '"';
    if (!(quoted ? quoted_field(field) : plain_field(field))) return false;
    more = at_ < text_.size() && text_[at_] == ',';
    if (more) ++at_;
  }
  fields.resize(count);
  return end_of_row();
}

bool csv_reader::quoted_field(std::string& to) {
  const int begun = line_;
  for (++at_; at_ < text_.size(); ++at_) {
    if (text_[at_] == '"') {
      if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        ++at_;
      } else {
        ++at_;
        const bool ended = at_ == text_.size() || std::string_view(",\r\n").find(text_[at_]) != std::string_view::npos;
        return ended || fail(line_, "text after a closing quote: double a quote that belongs to the text (\"\")");
      }
    } else if (text_[at_] == '\n') {
      ++line_;
    }
    if (!append(to, text_[at_])) return false;
  }
  return fail(begun, "a quote is opened here and never closed");
}

bool csv_reader::plain_field(std::string& to) {
  for (; at_ < text_.size(); ++at_) {
    const char c = text_[at_];
    if (c == ',' || c == '\n' || c == '\r') break;
    if (c == '"') return fail(line_, "a quote within a field: put the whole field in quotes and double the quote");
    if (!append(to, c)) return false;
  }
  return true;
}

bool csv_reader::append(std::string& to, char c) {
  if (to.size() == limits_.field_bytes)
    return fail(line_, "a field is longer than " + std::to_string(limits_.field_bytes) + " bytes: is a quote missing?");
  to += c;
  return true;
}

bool csv_reader::end_of_row() {
  if (at_ == text_.size()) return true;
  if (text_[at_] == '\r') {
    ++at_;
    if (at_ == text_.size() || text_[at_] != '\n')
      return fail(line_, "a carriage return alone: end lines with CRLF or LF");
  }
  ++at_;
  ++line_;
  return true;
}

bool csv_reader::fail(int line, std::string text) {
  error_ = csv_error{line, std::move(text)};
  return false;
}

}  // namespace jembatan::registers
