#pragma once
// One live session as Zoom's bodies tell it: who joins, leaves, comes back, with what device. Pure.
#include <vector>

#include "simulate/people.hpp"
#include "simulate/zoom_bodies.hpp"
#include "training/catalogue.hpp"

namespace jembatan::sim {

std::vector<simulate::timed_body> bodies_of_session(const training::programme&, const training::live_session&,
                                                    const std::vector<simulate::person>&, simulate::dice&);

}  // namespace jembatan::sim
