#pragma once
// Structure of NIP (PNS) and NI PPPK, 18 digits each (facts: Perka BKN 22/2007). Pure.
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"

namespace jembatan::training {

// Nothing when good, else what is wrong, for a person; the text never repeats the number. Exactly 18 ASCII digits:
// whoever reads a number that people typed takes the spaces out first. NIP: birth date, appointment month 01-12 at 16
// years or later and not more than a year after `today`, sex 1 or 2, serial 001-999. There is no check digit.
std::optional<std::string> check_nip(std::string_view, date today);
// NI PPPK: birth date, year of first appointment (16 years or later, at most next year), two digits that count
// contracts (not a month: values like 21 are common), sex 1 or 2, serial 001-999.
std::optional<std::string> check_nippppk(std::string_view, date today);

}  // namespace jembatan::training
