#pragma once
// When which body comes: mostly at once, some late by hours or days, some twice, some as another variant of the same
// event, some broken. Pure.
#include <vector>

#include "sim/story.hpp"
#include "simulate/zoom_bodies.hpp"

namespace jembatan::sim {

// By time.
std::vector<offer> offers_of(std::vector<simulate::timed_body>, simulate::dice&);

}  // namespace jembatan::sim
