// Which bug of bugs.py is in force, for the sources that have them planted.
#include <cstdlib>
#include <string_view>

namespace jembatan::sim {

bool planted(const char* bug);

bool planted(const char* bug) {
  static const char* const in_force = std::getenv("JB_PLANTED");
  return in_force != nullptr && std::string_view(in_force) == bug;
}

}  // namespace jembatan::sim
