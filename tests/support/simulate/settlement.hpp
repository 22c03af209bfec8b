#pragma once
// When a run has come to rest: `jembatan status --json` says that nothing is dirty or in flight and that every source
// balances (SEMANTICS.md 2.4), and the double holds one row for each record that was to be delivered. Pure.
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "simulate/truth.hpp"

namespace jembatan::simulate {

struct standing {
  bool idle = false;      // dirty 0, in_flight 0 for every source
  bool balanced = false;  // for every source
  std::uint64_t accepted = 0;
};
// invalid when the text is not what `status --json` prints.
result<standing> standing_of(std::string_view status_json);

struct effects {
  std::size_t intended = 0;             // records with outcome lulus
  std::size_t right = 0;                // of them, held exactly once, with its JP and certificate
  std::vector<std::string> mismatches;  // missing, doubled, or for somebody who should have no record
  // Sent while the record was lulus, before a late `left` took that away: bodies that come out of order bring it about,
  // and it stays at the target until a person decides (SEMANTICS.md 6.4).
  std::vector<std::string> early;
  std::vector<std::string> rows;  // what the double holds, one text a row
  bool good() const { return mismatches.empty() && right == intended; }
};
// The double's GET /double/effects against the truth.
result<effects> effects_of(const std::vector<truth>&, std::string_view effects_json);

}  // namespace jembatan::simulate
