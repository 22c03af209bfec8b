#include "sim/calm_run.hpp"

namespace jembatan::sim {
namespace {

constexpr int most_rounds = 3000;
constexpr duration longer_than_the_debounce{400};
constexpr std::chrono::hours a_little_later{1};

}  // namespace

calm_run::calm_run(const story& s, std::vector<journal::entry> bodies, std::shared_ptr<const normalise::plan> mappings)
    : story_(s),
      bodies_(std::move(bodies)),
      world_(s.ends + a_little_later, fate_),
      vfs_(disk_, world_.gateway_time, 1),
      target_(s, world_, fate_, 1, {.die = [] {}, .dead = [] { return false; }}),
      settings_(simulated_settings()),
      mappings_(std::move(mappings)) {}

end_state calm_run::run() {
  auto m = machine::start({settings_, disk_, vfs_.name(), world_.gateway_time, target_, mappings_, 1},
                          story_.versions.back())
               .value();
  for (auto& b : bodies_) m->stores().journal->append(std::move(b), false, [](const result<receipt>&) {});
  for (int round = 0; round < most_rounds && !at_rest_; ++round) {
    for (auto& s : m->stages()) s->step();
    world_.pass(longer_than_the_debounce);
    at_rest_ = sim::at_rest(*m);
  }
  return end_state_of(*m, target_);
}

}  // namespace jembatan::sim
