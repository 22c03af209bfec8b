#include "app/targets.hpp"

#include "ekinerja/adapter.hpp"
#include "outbound/curl_client.hpp"

namespace jembatan::app {
namespace {

delivery::target_options with_id(const std::string& id, const target_settings& s) {
  auto options = s.common;
  options.id = id;
  options.type = s.type;
  return options;
}

}  // namespace

std::unique_ptr<outbound::https_client> by_curl(const delivery::target_options& o, metrics::registry& m) {
  return std::make_unique<outbound::curl_client>(delivery::client_options(o), m);
}

target::target(const std::string& id, const target_settings& s, const delivery::options& how,
               ledger::delivery_store& store, const clock& clock, random_source& random, metrics::registry& metrics,
               const surroundings& around)
    : id_(id) {
  const auto options = with_id(id, s);
  client_ = around.connect(options, metrics);
  adapter_ = std::make_unique<ekinerja::adapter>(
      s.ekinerja, options, *client_, clock,
      ekinerja::secrets_from_files(s.ekinerja.apim.file, s.ekinerja.sso_token.file, around.read_secret));
  worker_ = std::make_unique<delivery::worker>(options, how, store, *adapter_, clock, random, metrics);
}

}  // namespace jembatan::app
