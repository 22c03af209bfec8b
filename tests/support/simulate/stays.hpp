#pragma once
// How somebody is present in a live session: the legs that a role makes, with times around the session's window. Pure.
#include <cstdint>
#include <string>
#include <vector>

#include "simulate/dice.hpp"
#include "simulate/plan.hpp"

namespace jembatan::simulate {

// Of one session: no two legs get one user_id. Both arguments must outlive it.
class stay_builder {
 public:
  stay_builder(const plan& p, dice& d) : plan_(p), dice_(d) {}

  std::vector<leg> stay(role);

 private:
  std::chrono::seconds required() const;
  std::string user_id();
  std::string connection();

  const plan& plan_;
  dice& dice_;
  std::int64_t next_user_ = 0;
};

}  // namespace jembatan::simulate
