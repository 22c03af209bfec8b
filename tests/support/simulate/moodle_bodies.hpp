#pragma once
// The bodies that Moodle's logstore_xapi would send for the case study: JSON arrays of statements without ids, in whole
// seconds, as PHP writes JSON. A cron run sends what the last minutes brought. Some batches are hours late, and some
// statements come again in batches of another split, as after an administrator's resend. Pure.
#include <string>
#include <vector>

#include "simulate/case_study.hpp"
#include "simulate/dice.hpp"
#include "simulate/zoom_bodies.hpp"

namespace jembatan::simulate {

// The statement of one deed; `p` did it.
std::string moodle_statement(const participant& p, const deed&);

// In the order in which they are sent.
std::vector<timed_body> moodle_bodies(const case_study&, dice&);

}  // namespace jembatan::simulate
