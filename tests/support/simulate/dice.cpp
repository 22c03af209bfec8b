#include "simulate/dice.hpp"

#include <string_view>

namespace jembatan::simulate {

std::string dice::letters(std::size_t n) {
  static constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  std::string text;
  for (std::size_t i = 0; i < n; ++i) text += alphabet[static_cast<std::size_t>(between(0, alphabet.size() - 1))];
  return text;
}

std::string dice::bytes(std::size_t n) {
  std::string text;
  for (std::size_t i = 0; i < n; ++i) text += static_cast<char>(between(0, 255));
  return text;
}

}  // namespace jembatan::simulate
