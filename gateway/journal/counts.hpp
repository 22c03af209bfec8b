#pragma once
// The journal's terms of the equation per source (SEMANTICS.md 2.4), in raw events: taken from disk at start, then
// moved with each commit and each move of the cursor. Safe from any thread.
#include <map>
#include <mutex>
#include <string>

#include "journal/journal.hpp"
#include "journal/segment.hpp"

namespace jembatan::journal {

class counts_board {
 public:
  // `behind`: accepted up to and with the cursor.
  void start(const tally& accepted, const tally& behind, const tally& published);
  void stored(const tally& events);
  // `passed`: in the rows that the cursor has just passed; `published`: what the pump says that it handed on of them.
  void moved(const tally& passed, const tally& published);
  std::map<std::string, source_counts> all() const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, source_counts> sources_;
};

}  // namespace jembatan::journal
