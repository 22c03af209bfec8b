#pragma once
// Somebody outside who follows the feed, as auditors and HR systems do: what was read once stays as it was, whatever
// happens to the gateway. Outlives every process. One thread.
#include <string>
#include <vector>

#include "ledger/ledger.hpp"

namespace jembatan::sim {

class follower {
 public:
  // Reads on.
  void look(ledger::ledger&);
  // Reads all of it anew; a sentence on the first row that is another one than it was, or empty.
  std::string compare(ledger::ledger&) const;

 private:
  std::vector<std::string> seen_;
};

}  // namespace jembatan::sim
