#pragma once
// One live session as Zoom's bodies tell it: who joins, leaves, comes back, with what device. Pure.
#include <vector>

#include "simulate/people.hpp"
#include "simulate/zoom_bodies.hpp"
#include "training/catalogue.hpp"

namespace jembatan::sim {

// Their account at Zoom, the same in every session.
std::string account_of(const std::string& person_id);
// With which e-mail those sign in who use an address that no register has at first.
std::string other_email_of(const simulate::person&);

std::vector<simulate::timed_body> bodies_of_session(const training::programme&, const training::live_session&,
                                                    const std::vector<simulate::person>&, simulate::dice&);

}  // namespace jembatan::sim
