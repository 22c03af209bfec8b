#pragma once
// What a machine at rest, and the target, hold, in a form that can be compared: without ids, revisions and times, which
// differ from run to run. One thread.
#include <map>
#include <set>
#include <string>

#include "sim/machine.hpp"
#include "sim/target.hpp"

namespace jembatan::sim {

struct end_state {
  std::map<std::string, std::string> records;  // by training and person
  std::map<std::string, std::string> holds;    // by source, meeting and party
  std::map<std::string, std::string> counts;   // by source
  std::map<std::string, std::string> rows;     // at the target, by NIP and organiser
  std::set<std::string> to_withdraw;           // of `rows`: a person has to approve that they go
};

// Nothing is under way inside.
bool at_rest(machine&);

end_state end_state_of(machine&, const target&);

// A record that was delivered and is wanted no more stands at the target until a person decides (SEMANTICS.md 6.4): the
// undisturbed run never delivered it, or holds it as well.
void forget_withdrawn(end_state&, const end_state& undisturbed);

}  // namespace jembatan::sim
