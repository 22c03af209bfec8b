#include "xapi/pressure.hpp"

#include <algorithm>

namespace jembatan::xapi {

waiting_room::seat::seat(waiting_room& room, std::size_t most) : room_(room), taken_(++room.taken_ <= most) {
  if (taken_)
    room_.shown_.add(1);
  else
    --room_.taken_;
}

waiting_room::seat::~seat() {
  if (!taken_) return;
  room_.shown_.add(-1);
  --room_.taken_;
}

bool may_pass(const error& e) {
  return e.is(errc::full) || e.is(errc::timeout) || e.is(errc::io);
}

duration pause_before(int attempt) {
  constexpr duration first{50}, longest{500};
  return std::min(longest, first * (1 << std::min(attempt - 1, 10)));
}

}  // namespace jembatan::xapi
