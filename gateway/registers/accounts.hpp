#pragma once
// The register of accounts, accounts.csv (INTERFACES.md 2): which account at a source belongs to whom. Refused whole or
// taken whole, like people.hpp. Pure.
#include <string>
#include <string_view>
#include <vector>

#include "config/diagnostic.hpp"
#include "training/directory.hpp"

namespace jembatan::registers {

struct accounts_register {
  std::vector<training::account_row> rows;  // in the order of the file; must not be used when there are problems
  std::string digest;                       // SHA-256 hex of the file's bytes
  config::diagnostics problems;
  config::diagnostics warnings;  // one account for two people at one time: it decides nothing
};

// home_page may be empty: not every source has one.
accounts_register parse_accounts(std::string_view csv, const std::string& file);

}  // namespace jembatan::registers
