#pragma once
// What happens outside of the gateway in one history, made from a seed: invented people, their trainings and live
// sessions, every body that Zoom offers and when, registers, catalogue and mappings and how they change. Pure. Time is
// the world's true time; the gateway's clock may be another one.
#include <cstdint>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "training/catalogue.hpp"
#include "training/directory.hpp"

namespace jembatan::sim {

inline constexpr const char* zoom_source = "zoom-sim";

struct offer {
  time_point at;
  std::string body;
};

// Registers and catalogue as files, whole.
struct registers {
  std::vector<training::person_row> people;
  std::vector<training::account_row> accounts;
  std::vector<training::programme> trainings;
};

struct change {
  time_point at;
  std::size_t version = 0;  // of `versions`
  bool other_mappings = false;
};

struct story {
  std::vector<registers> versions;  // the first is there from the start
  std::vector<change> changes;      // by time
  std::vector<offer> offers;        // by time
  time_point begins, ends;
};

story tell(std::uint64_t seed);

// One of the training's own words, whatever else of it changes: by it a row at the target is known to be this
// training's.
std::string organiser_of(int training);

}  // namespace jembatan::sim
