#include "siasn_double/modes.hpp"

#include <array>
#include <boost/json.hpp>
#include <utility>

namespace jembatan::siasn_double {
namespace {

constexpr std::array<std::pair<std::string_view, std::int64_t modes::*>, 7> numbers{
    {{"act_then_silence", &modes::act_then_silence},
     {"silence_ms", &modes::silence_ms},
     {"refuse", &modes::refuse},
     {"unavailable", &modes::unavailable},
     {"reset", &modes::reset},
     {"slow_ms", &modes::slow_ms},
     {"expire_apim_after_s", &modes::expire_apim_after_s}}};

constexpr std::int64_t most = 1'000'000;

}  // namespace

result<void> modes::set(const boost::json::object& wanted) {
  auto next = *this;
  for (const auto& [key, value] : wanted) {
    if (key == "refuse_sso" && value.is_bool()) {
      next.refuse_sso = value.get_bool();
      continue;
    }
    bool known = false;
    for (const auto& [name, member] : numbers) {
      if (key != name || !value.is_int64() || value.get_int64() < 0 || value.get_int64() > most) continue;
      next.*member = value.get_int64();
      known = true;
    }
    if (!known) return error{errc::invalid, "no mode " + std::string(key) + " with such a value"};
  }
  *this = next;
  return {};
}

boost::json::object modes::shown() const {
  boost::json::object o;
  for (const auto& [name, member] : numbers) o[name] = this->*member;
  o["refuse_sso"] = refuse_sso;
  return o;
}

}  // namespace jembatan::siasn_double
