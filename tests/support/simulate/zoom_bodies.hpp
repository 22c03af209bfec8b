#pragma once
// The bodies that Zoom would send for a plan, in the shapes that were seen on the wire (not those of Zoom's samples):
// participant bodies put `payload` first, object.id is a string there and a number in meeting.created, absent values
// are "" or left out, breakout events carry a user_id with a time stamp glued to it. Pure.
#include <cstdint>
#include <string>
#include <vector>

#include "simulate/dice.hpp"
#include "simulate/plan.hpp"

namespace jembatan::simulate {

struct timed_body {
  std::int64_t event_ts = 0;  // Unix milliseconds, as in the body
  std::string body;           // compact JSON in UTF-8, no line break
};

// In the order of event_ts, duplicates included (the same body once more, later).
std::vector<timed_body> zoom_bodies(const plan&, dice&);

}  // namespace jembatan::simulate
