#include "training/name.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace jembatan::training {
namespace {

// What stands before an Indonesian name and is none of its words, in lower case and without full stops.
constexpr std::array<std::string_view, 22> titles{"apt", "bpk",  "brigjen", "dr", "dra", "drg", "drh",    "drs",
                                                  "h",   "hj",   "ibu",     "ir", "kh",  "kol", "letkol", "mayjen",
                                                  "ns",  "prof", "r",       "rr", "tn",  "ny"};

// Letters beyond ASCII are kept as they are: their case is not folded.
char folded(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool ends_word(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '.';
}

// Up to the first comma: what follows are degrees.
std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words(1);
  for (const char c : name.substr(0, name.find(','))) {
    if (!ends_word(c)) {
      words.back() += folded(c);
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

std::vector<std::string> without_titles(std::vector<std::string> words) {
  const auto first = std::find_if(words.begin(), words.end(), [](const std::string& word) {
    return std::find(titles.begin(), titles.end(), word) == titles.end();
  });
  words.erase(words.begin(), first);
  return words;
}

}  // namespace

bool names_agree(std::string_view a, std::string_view b) {
  const auto words = without_titles(words_of(a));
  return !words.empty() && words == without_titles(words_of(b));
}

}  // namespace jembatan::training
