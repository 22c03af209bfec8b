#include "training/nip.hpp"

#include <algorithm>

namespace jembatan::training {
namespace {

constexpr std::chrono::years least_age{16};

// Reads digits that are known to be digits.
int number(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

bool is_18_digits(std::string_view text) {
  return text.size() == 18 && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

date birth_date(std::string_view text) {
  return std::chrono::year{number(text.substr(0, 4))} / number(text.substr(4, 2)) / number(text.substr(6, 2));
}

// What both kinds share: length, birth date, sex and serial.
std::optional<std::string> check_frame(std::string_view text) {
  if (!is_18_digits(text)) return "must be exactly 18 digits";
  if (!birth_date(text).ok()) return "digits 1 to 8 are not a date of birth (YYYYMMDD)";
  if (text[14] != '1' && text[14] != '2') return "digit 15 must be 1 (male) or 2 (female)";
  if (number(text.substr(15)) == 0) return "digits 16 to 18 must be a serial number from 001 to 999";
  return std::nullopt;
}

}  // namespace

std::optional<std::string> check_nip(std::string_view text, date today) {
  if (auto wrong = check_frame(text)) return wrong;
  const auto appointed = std::chrono::year{number(text.substr(8, 4))} / std::chrono::month(number(text.substr(12, 2)));
  if (!appointed.ok()) return "digits 9 to 14 are not a month of appointment (YYYYMM)";
  const auto born = birth_date(text);
  if (appointed < born.year() / born.month() + least_age) return "appointed before the age of 16 (digits 9 to 14)";
  if (appointed > today.year() / today.month() + std::chrono::years{1}) {
    return "appointed more than a year from now (digits 9 to 14)";
  }
  return std::nullopt;
}

std::optional<std::string> check_nippppk(std::string_view text, date today) {
  if (auto wrong = check_frame(text)) return wrong;
  const std::chrono::year appointed{number(text.substr(8, 4))};
  if (appointed < birth_date(text).year() + least_age) return "appointed before the age of 16 (digits 9 to 12)";
  if (appointed > today.year() + std::chrono::years{1}) return "appointed more than a year from now (digits 9 to 12)";
  // Digits 13 and 14 count contracts; any value is good (facts/targets.md 4.3).
  return std::nullopt;
}

}  // namespace jembatan::training
