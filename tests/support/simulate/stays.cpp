#include "simulate/stays.hpp"

#include <algorithm>

namespace jembatan::simulate {

using std::chrono::minutes;
using std::chrono::seconds;

std::vector<leg> stay_builder::stay(role plays) {
  const instant opens = plan_.training.opens, closes = plan_.training.closes;
  const instant in = opens + seconds{dice_.between(-420, 240)};
  const instant out = closes + seconds{dice_.between(-240, 100)};
  const std::string one = connection(), two = connection();
  switch (plays) {
    case role::absent:
      return {};
    case role::host:
      return {{one, user_id(), plan_.where.started + seconds{2}, plan_.where.ended - seconds{1}}};
    case role::rejoined: {
      const instant lost = opens + seconds{dice_.between(3000, 7200)};
      return {{one, user_id(), in, lost}, {two, user_id(), lost + seconds{dice_.between(60, 480)}, out}};
    }
    case role::two_devices: {
      const instant phone = opens + seconds{dice_.between(4000, 6000)};
      return {{one, user_id(), in, phone + seconds{dice_.between(600, 3000)}}, {two, user_id(), phone, out}};
    }
    case role::breakout: {
      const instant there = opens + seconds{dice_.between(3000, 5000)};
      const instant back = there + seconds{dice_.between(1200, 3600)};
      return {{one, user_id(), in, there}, {one, user_id(), there, back}, {one, user_id(), back, out}};
    }
    case role::no_leave:
      return {{one, user_id(), in, std::nullopt}};
    case role::short_stay:
      return {{one, user_id(), in, opens + seconds{dice_.between(1800, 9000)}}};
    case role::exact_share:
      return {{one, user_id(), opens - minutes{1}, opens + required()}};
    case role::one_second_less:
      return {{one, user_id(), opens, opens + required() - seconds{1}}};
    default:  // there all the time
      return {{one, user_id(), in, out}};
  }
}

seconds stay_builder::required() const {
  return (plan_.training.closes - plan_.training.opens) * plan_.training.share / 100;
}

// Eight to nine digits, new on every move between rooms.
std::string stay_builder::user_id() {
  return std::to_string(16'777'216 + 1024 * next_user_++ + dice_.between(0, 1023));
}

std::string stay_builder::connection() {
  std::string hex = dice_.hex(16);
  std::transform(hex.begin(), hex.end(), hex.begin(), [](char c) { return c >= 'a' ? static_cast<char>(c - 32) : c; });
  return hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-" + hex.substr(12, 4) + "-" + hex.substr(16, 4) + "-" +
         hex.substr(20);
}

}  // namespace jembatan::simulate
