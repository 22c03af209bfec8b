#include "delivery/adapter.hpp"

#include <stdexcept>

namespace jembatan::delivery {

void throw_exception_from_error(const setback& s, const boost::source_location&) {
  throw std::runtime_error(s.code + ": " + s.answer);
}

}  // namespace jembatan::delivery
