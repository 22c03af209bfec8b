#include "app/targets.hpp"

#include "ekinerja/adapter.hpp"

namespace jembatan::app {
namespace {

delivery::target_options with_id(const std::string& id, const target_settings& s) {
  auto options = s.common;
  options.id = id;
  options.type = s.type;
  return options;
}

}  // namespace

target::target(const std::string& id, const target_settings& s, const delivery::options& how,
               ledger::delivery_store& store, const clock& clock, random_source& random, metrics::registry& metrics)
    : id_(id), client_(delivery::client_options(with_id(id, s)), metrics) {
  const auto options = with_id(id, s);
  adapter_ = std::make_unique<ekinerja::adapter>(s.ekinerja, options, client_, clock);
  worker_ = std::make_unique<delivery::worker>(options, how, store, *adapter_, clock, random, metrics);
}

}  // namespace jembatan::app
